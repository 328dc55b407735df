using System.Text.Json;

namespace Clip.Models.Vocabularies;

/// <summary>
/// SentencePiece's models, as transformers converts them: unigram models of SigLIP, T5 and XLM-RoBERTa, and the BPE of
/// Gemma and Llama with byte fallback.
/// </summary>
internal static class SentencePieceVocabulary
{
    private const string Metaspace =
        """{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}""";

    private const string CollapsedSpaces =
        """{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}""";

    /// <summary>What SigLIP's tokenizer does to a text before SentencePiece: small letters without punctuation.</summary>
    private const string Canonical = """
        {"type": "Lowercase"},
        {"type": "Replace",
         "pattern": {"Regex": "[!\\\"\\#\\$%\\&'\\(\\)\\*\\+,\\-\\.:;=\\?@\\[\\\\\\]\\^_`\\{\\|\\}\\~]"}, "content": ""},
        {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
        {"type": "Strip", "strip_left": true, "strip_right": true},
        """;

    private static readonly string[] Supported =
    [
        "SiglipTokenizer", "Siglip2Tokenizer", "T5Tokenizer", "XLMRobertaTokenizer", "GemmaTokenizer", "LlamaTokenizer",
        "PreTrainedTokenizer",
    ];

    /// <summary>The equivalent <c>tokenizer.json</c>.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static ReadOnlyMemory<byte> Convert(VocabularyFiles files, TokenizerSettings settings)
    {
        if (settings.Class is { } name && !Supported.Contains(name))
        {
            throw new ModelException(
                files.Path,
                $"belongs to a {name} (tokenizer_config.json), whose rules are known only from a tokenizer.json",
                "download tokenizer.json from the model's page into the same folder");
        }

        var model = SentencePieceModel.Read(VocabularyFiles.Read(files.Path), files.Path);
        var isRoberta = settings.Class == "XLMRobertaTokenizer"
            || (settings.Class is null
                && Path.GetFileName(files.Path).StartsWith("sentencepiece", StringComparison.Ordinal));
        var vocabulary = isRoberta
            ? PieceVocabulary.OfRoberta(model, files.Path)
            : PieceVocabulary.Of(model, files.Path, extraIds: settings.Class == "T5Tokenizer" ? 100 : 0);
        var added = settings.AddedWith(vocabulary.Added);
        return model.IsBpe
            ? TokenizerJson.Write(
                BpeNormalizer(model, settings), "null", Around(vocabulary, settings, isRoberta),
                "null", added, json => WriteBpe(json, vocabulary))
            : TokenizerJson.Write(
                UnigramNormalizer(model, isCanonical: !isRoberta && settings.Class != "T5Tokenizer"), Metaspace,
                Around(vocabulary, settings, isRoberta), Metaspace, added, json => WriteUnigram(json, vocabulary));
    }

    private static SurroundingTokens Around(PieceVocabulary vocabulary, TokenizerSettings settings, bool isRoberta)
    {
        if (isRoberta)
            return new(vocabulary.Known(["<s>"]), vocabulary.Known(["</s>"]));

        // Text towers that take these tokenizers read the end token, as SigLIP's; the language models begin with one.
        var isLanguageModel = settings is { IsSiglip: false, Class: "GemmaTokenizer" or "LlamaTokenizer" };
        var begins = settings.Flag("add_bos_token") ?? isLanguageModel;
        var ends = settings.Flag("add_eos_token") ?? !isLanguageModel;
        return new(
            begins ? vocabulary.Known([settings.Token("bos_token"), "<bos>", "<s>"]) : null,
            ends ? vocabulary.Known([settings.Token("eos_token"), "<eos>", "</s>"]) : null);
    }

    private static string UnigramNormalizer(SentencePieceModel model, bool isCanonical)
    {
        // A model without a map of its own states the rule that the map would have been made by.
        var form = model.CharacterMap.Length > 0
            ? $$"""{"type": "Precompiled", "precompiled_charsmap": "{{Base64(model.CharacterMap)}}"},"""
            : model.NormalizerName == "identity" ? "" : """{"type": "NFKC"},""";
        var before = isCanonical ? Canonical : "";
        return $$"""{"type": "Sequence", "normalizers": [{{before}}{{form}}{{CollapsedSpaces}}]}""";

        static string Base64(byte[] bytes) => System.Convert.ToBase64String(bytes);
    }

    private static string BpeNormalizer(SentencePieceModel model, TokenizerSettings settings)
    {
        var prefix = model.AddsDummyPrefix && settings.Class == "LlamaTokenizer"
            ? """{"type": "Prepend", "prepend": "▁"},"""
            : "";
        return $$"""
            {"type": "Sequence", "normalizers": [
                {{prefix}}{"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
            """;
    }

    private static void WriteUnigram(Utf8JsonWriter json, PieceVocabulary vocabulary)
    {
        json.WriteStartObject();
        json.WriteString("type", "Unigram");
        json.WriteNumber("unk_id", vocabulary.UnknownId);
        json.WriteBoolean("byte_fallback", vocabulary.HasBytes);
        json.WriteStartArray("vocab");
        foreach (var piece in vocabulary.Pieces)
        {
            json.WriteStartArray();
            json.WriteStringValue(piece.Text);
            json.WriteNumberValue((double)piece.Score);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBpe(Utf8JsonWriter json, PieceVocabulary vocabulary)
    {
        json.WriteStartObject();
        json.WriteString("type", "BPE");
        json.WriteString("unk_token", vocabulary.Pieces[vocabulary.UnknownId].Text);
        json.WriteBoolean("fuse_unk", true);
        json.WriteBoolean("byte_fallback", vocabulary.HasBytes);
        json.WriteStartObject("vocab");
        for (var id = 0; id < vocabulary.Pieces.Count; id++)
            json.WriteNumber(vocabulary.Pieces[id].Text, id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var (left, right) in SentencePieceMerges.Of(vocabulary.Pieces))
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
