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

    /// <summary>Every configuration that may lie in the folder of a tower.</summary>
    public static IReadOnlyList<string> Configurations { get; } =
        [Config, .. Preprocessors, Tokenizer, TokenizerConfig, SpecialTokens, SentenceConfig, SentencePrompts];
}
