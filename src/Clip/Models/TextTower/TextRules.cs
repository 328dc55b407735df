using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Text.PostProcessing;

namespace Clip.Models.TextTower;

/// <summary>
/// How a text tower takes its texts and token ids: how the text is cleaned, how many ids there may be, to what length
/// they are padded and with which id.
/// </summary>
internal sealed record TextRules
{
    // Longer rows are padded to their full length only where the graph demands it: towers that attend to padding are
    // short.
    private const int MaxPaddedLength = 512;
    private const int MaxBatchTokens = 1 << 20;

    /// <summary>The most tokens that the tower reads, special tokens included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The length that every text is padded to; null pads to the longest of the batch.</summary>
    public required int? FixedLength { get; init; }

    /// <summary>The id that pads a row.</summary>
    public required int PadId { get; init; }

    /// <summary>Whether padding goes before the text.</summary>
    public bool PadsLeft { get; init; }

    /// <summary>Whether the tower attends to padding, so that a mask covers it.</summary>
    public bool AttendsPadding { get; init; }

    /// <summary>Whether truncation removes the end token too, as in UForm.</summary>
    public bool TruncatesEnd { get; init; }

    /// <summary>Whether the tower was trained on lower-case text, which its tokenizer may not produce.</summary>
    public bool Lowercases { get; init; }

    /// <summary>What happens to a text before its prefix is added.</summary>
    public TextCleaning Cleaning { get; init; }

    /// <summary>The number of ids that the model knows; null where its files do not state it.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>
    /// The rules that the model's files do not state, and what in them shows these rules, for people; null for nothing.
    /// </summary>
    public string? Decision => Why is null
        ? null
        : FixedLength is { } length ? $"{Why}; {length} tokens, padded with id {PadId}" : $"{Why}; {MaxLength} tokens";

    /// <summary>Which files the model lacks, or has only in part, and what that means; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    private string? Why { get; init; }

    /// <summary>Derives the rules from the graph, the tokenizer and the configuration.</summary>
    /// <exception cref="ModelException">They contradict each other.</exception>
    public static TextRules From(
        OnnxGraph graph, ModelFolder folder, ModelConfig config, TowerTokenizer tokenizer)
    {
        var tokenIds = GraphSignature.TokenIds(graph)!;
        var tokenizerConfig = ModelConfig.Read(folder.TokenizerConfig);
        var sentenceConfig = ModelConfig.Read(folder.SentenceConfig);
        var family = TextFamily.Of(graph, config, tokenizerConfig);

        var fixedByGraph = tokenIds.Shape is [_, { } length] ? length : (long?)null;
        if (fixedByGraph > MaxBatchTokens / (FixedBatch.Of(graph, tokenIds) ?? 1))
        {
            throw new ModelException(
                graph.Path, $"wants rows of {fixedByGraph:N0} tokens", "use a model for texts of ordinary length");
        }
        var maxLength = (int?)fixedByGraph
            ?? LengthOf(family, config, tokenizerConfig, sentenceConfig, tokenizer.Truncation);
        var shortest = tokenizer.Encode("", int.MaxValue).Length;
        if (maxLength < shortest)
        {
            throw new ModelException(
                graph.Path,
                $"takes {maxLength} tokens, but the tokenizer's special tokens alone are {shortest}",
                "use the tokenizer.json that belongs to this model");
        }

        // Without a mask the tower attends to the padding. That has no effect on a causal tower that pools at the
        // end-of-text token, or on one that derives the mask; SigLIP and MobileCLIP were trained on rows of full
        // length.
        var hasMask = GraphSignature.AttentionMask(graph) is not null;
        var pads = family.AttendsPadding || (!hasMask && !family.IgnoresPadding && maxLength <= MaxPaddedLength);
        return new TextRules
        {
            MaxLength = maxLength,
            FixedLength = (int?)fixedByGraph ?? (pads ? maxLength : null),
            PadId = PadIdOf(family, tokenizer, folder, tokenizerConfig, config),
            PadsLeft = pads && PadsOnTheLeft(tokenizer, tokenizerConfig),
            AttendsPadding = family.AttendsPadding,
            TruncatesEnd = config.Has("text_encoder", "max_position_embeddings"),
            Lowercases = family.Lowercases || sentenceConfig.Flag("do_lower_case") == true,
            Cleaning = family.Cleaning,
            Vocabulary = family.IsConfigured ? VocabularyOf(config) : null,
            Why = family.Why,
            Warnings = new TextWarnings(graph, folder, config, tokenizer).Find(
                isLengthKnown: fixedByGraph is not null || family.IsLengthKnown || tokenizer.Truncation is not null
                    || config.Has("text_encoder", "max_position_embeddings")),
        };
    }

    /// <summary>The most tokens where the graph takes any number.</summary>
    private static int LengthOf(
        TextFamily family, ModelConfig config, ModelConfig tokenizer, ModelConfig sentence, TruncationRule? truncation)
    {
        var positions = SmallestOf(
            Positions(config, "text_config"), Positions(config, "text_encoder"), Positions(config)) ?? family.Positions;
        // sentence-transformers gives its tokenizer a length of its own, whatever the tokenizer's files say. A tower
        // that attends to padding has rows of full length, even where the tokenizer's file truncates texts to less.
        var stated = sentence.Count("max_seq_length") ?? SmallestOf(
            tokenizer.Count("model_max_length"),
            family.AttendsPadding && positions is not null ? null : truncation?.MaxLength);
        return SmallestOf(stated, positions, family.Limit) ?? family.Length;
    }

    /// <summary>
    /// The size of the vocabulary that the configuration states. Where open_clip takes the text tower from elsewhere,
    /// it is that of its default.
    /// </summary>
    private static int? VocabularyOf(ModelConfig config) =>
        config.Count("text_config", "vocab_size")
        ?? (config.Has("text_cfg", "hf_model_name") ? null : config.Count("text_cfg", "vocab_size"))
        ?? config.Count("text_encoder", "vocab_size")
        ?? config.Count("vocab_size");

    private static int PadIdOf(
        TextFamily family, TowerTokenizer tokenizer, ModelFolder folder, ModelConfig tokenizerConfig,
        ModelConfig config)
    {
        if (family.PadId is { } known)
            return known;
        if (config.Id("text_encoder", "padding_idx") is { } stated)
            return stated;
        return PadToken(tokenizerConfig) ?? PadToken(ModelConfig.Read(folder.SpecialTokens))
            ?? tokenizer.Padding?.PadId
            ?? (family.AttendsPadding ? PadOfClass(tokenizer) : null)
            ?? config.Id("text_config", "pad_token_id")
            ?? config.Id("pad_token_id")
            ?? tokenizer.TokenToId("<pad>")
            ?? tokenizer.TokenToId("[PAD]")
            ?? 0;

        int? PadToken(ModelConfig file) =>
            file.Token("pad_token") is { } token ? tokenizer.TokenToId(token) : null;
    }

    /// <summary>
    /// The padding of SigLIP's tokenizer classes, where no file names it: version 1 pads with its end token, version 2
    /// (whose end token is <c>&lt;eos&gt;</c>) with a token of its own. The configuration's own id is that of neither.
    /// </summary>
    private static int? PadOfClass(TowerTokenizer tokenizer) =>
        tokenizer.TokenToId("<eos>") is null ? tokenizer.TokenToId("</s>") : tokenizer.TokenToId("<pad>");

    private static bool PadsOnTheLeft(TowerTokenizer tokenizer, ModelConfig tokenizerConfig) =>
        tokenizerConfig.Text("padding_side") is { } side
            ? side == "left"
            : tokenizer.Padding?.Direction == PaddingDirection.Left;

    /// <summary>
    /// The positions that a tower has for tokens. RoBERTa's begin after the padding's id, so that some cannot be used.
    /// </summary>
    private static int? Positions(ModelConfig config, params ReadOnlySpan<string> section)
    {
        if (config.Count([.. section, "max_position_embeddings"]) is not { } positions)
            return null;
        var isRoberta = config.Text([.. section, "model_type"])?.Contains("roberta", StringComparison.Ordinal) == true;
        return isRoberta ? Math.Max(1, positions - (config.Id([.. section, "pad_token_id"]) ?? 1) - 1) : positions;
    }

    private static int? SmallestOf(params ReadOnlySpan<int?> lengths)
    {
        int? smallest = null;
        foreach (var length in lengths)
        {
            if (length is { } known && (smallest is null || known < smallest))
                smallest = known;
        }
        return smallest;
    }
}
