namespace Clip.Models.Configuration;

/// <summary>The names of the files beside a model's graphs, as exporters write them.</summary>
internal static class ModelFileNames
{
    /// <summary>The model's configuration.</summary>
    public const string Config = "config.json";

    /// <summary>The tokenizer.</summary>
    public const string Tokenizer = "tokenizer.json";

    /// <summary>The tokenizer's configuration.</summary>
    public const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>The special tokens, which some models state only here.</summary>
    public const string SpecialTokens = "special_tokens_map.json";

    /// <summary>The added tokens of old tokenizers.</summary>
    public const string AddedTokens = "added_tokens.json";

    /// <summary>The vocabulary of a byte-pair encoding without a <see cref="Tokenizer"/>.</summary>
    public const string Vocabulary = "vocab.json";

    /// <summary>The merges that belong to a <see cref="Vocabulary"/>.</summary>
    public const string Merges = "merges.txt";

    /// <summary>The vocabulary of a WordPiece model without a <see cref="Tokenizer"/>.</summary>
    public const string VocabularyLines = "vocab.txt";

    /// <summary>The preprocessing configuration of open_clip.</summary>
    public const string OpenClipPreprocessor = "preprocess_cfg.json";

    /// <summary>sentence-transformers' settings of the text tower.</summary>
    public const string SentenceConfig = "sentence_bert_config.json";

    /// <summary>
    /// sentence-transformers' settings of the whole model, including the prompts that it was trained with.
    /// </summary>
    public const string SentencePrompts = "config_sentence_transformers.json";

    /// <summary>sentence-transformers' list of the modules that run one after the other.</summary>
    public const string Modules = "modules.json";

    /// <summary>The preprocessing configurations, in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> Preprocessors { get; } =
        ["preprocessor_config.json", OpenClipPreprocessor, "processor_config.json", "open_clip_config.json"];

    /// <summary>The weights of a sentence-transformers module, in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> ModuleWeights { get; } = ["model.safetensors", "pytorch_model.bin"];

    /// <summary>The names of SentencePiece's models, in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> SentencePieceModels { get; } =
        ["spiece.model", "sentencepiece.bpe.model", "tokenizer.model", "sentencepiece.model"];

    /// <summary>The files in any of which a vocabulary may lie, the complete tokenizer first.</summary>
    public static IReadOnlyList<string> Vocabularies { get; } =
        [Tokenizer, Vocabulary, VocabularyLines, .. SentencePieceModels];

    /// <summary>Every configuration that may lie in the folder of a tower.</summary>
    public static IReadOnlyList<string> Configurations { get; } =
        [Config, .. Preprocessors, Tokenizer, TokenizerConfig, SpecialTokens, SentenceConfig, SentencePrompts];
}
