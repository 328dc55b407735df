using Clip.Models.Onnx;
using Clip.Text;
using Clip.Text.PostProcessing;

namespace Clip.Models;

/// <summary>
/// How a text tower wants its texts and token ids: what is done to the text, at most how many ids, padded to what length
/// with which id.
/// </summary>
internal sealed record TextRules
{
    // Longer rows are never filled up unless the graph demands it: towers that see their padding are short.
    private const int LongestFilled = 512;
    private const int LargestBatch = 1 << 20;

    /// <summary>The most tokens that the tower reads, special tokens included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The length that every text is padded to; null pads to the longest of the batch.</summary>
    public required int? FixedLength { get; init; }

    /// <summary>The id that fills up a row.</summary>
    public required int PadId { get; init; }

    /// <summary>Whether padding goes before the text.</summary>
    public bool PadsLeft { get; init; }

    /// <summary>Whether the tower attends to padding, so that a mask covers it.</summary>
    public bool SeesPadding { get; init; }

    /// <summary>Whether a text that is too long is simply cut, its end token with it, as UForm does.</summary>
    public bool CutsOffEnd { get; init; }

    /// <summary>Whether the tower was trained on lower-cased text that its tokenizer may not make itself.</summary>
    public bool Lowercase { get; init; }

    /// <summary>What is done to a text before its prefix is added.</summary>
    public TextCleaning Cleaning { get; init; }

    /// <summary>Ids from here on are none of the model's; null where its files do not say.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Derives the rules from the graph, the tokenizer and the configuration.</summary>
    /// <exception cref="ModelException">They contradict each other.</exception>
    public static TextRules From(OnnxGraph graph, ModelFolder folder, ModelConfig config, Tokenizer tokenizer)
    {
        var tokenIds = GraphSignature.TokenIds(graph)!;
        var tokenizerConfig = ModelConfig.Read(folder.TokenizerConfig);
        var sentenceConfig = ModelConfig.Read(folder.SentenceConfig);
        var family = TextFamily.Of(config);

        var fixedByGraph = tokenIds.Shape is [_, { } length] ? length : (long?)null;
        if (fixedByGraph > LargestBatch / (FixedBatch.Of(graph, tokenIds) ?? 1))
            throw new ModelException(graph.Path, $"wants rows of {fixedByGraph:N0} tokens", "use a model for texts of ordinary length");
        var maxLength = (int?)fixedByGraph ?? SmallestOf(
            tokenizerConfig.Count("model_max_length"),
            tokenizer.Truncation?.MaxLength,
            sentenceConfig.Count("max_seq_length"),
            Positions(config, "text_config"),
            config.Count("text_cfg", "context_length"),
            Positions(config, "text_encoder"),
            Positions(config)) ?? family.Length;
        var shortest = tokenizer.Encode("", int.MaxValue).Length;
        if (maxLength < shortest)
            throw new ModelException(graph.Path, $"takes {maxLength} tokens, but the tokenizer's special tokens alone are {shortest}", "use the tokenizer.json that belongs to this model");

        // Without a mask the tower sees the padding. A causal tower that pools at the end-of-text token does not mind, and
        // some make the mask themselves; SigLIP and MobileCLIP were trained on rows of full length and do mind.
        var hasMask = GraphSignature.AttentionMask(graph) is not null;
        var fills = family.AttendsPadding || (!hasMask && !family.IgnoresPadding && maxLength <= LongestFilled);
        return new TextRules
        {
            MaxLength = maxLength,
            FixedLength = (int?)fixedByGraph ?? (fills ? maxLength : null),
            PadId = PadIdOf(family, tokenizer, folder, tokenizerConfig, config),
            PadsLeft = fills && PadsOnTheLeft(tokenizer, tokenizerConfig),
            SeesPadding = family.AttendsPadding,
            CutsOffEnd = config.Has("text_encoder", "max_position_embeddings"),
            Lowercase = family.Lowercases || sentenceConfig.Flag("do_lower_case") == true,
            Cleaning = family.Cleaning,
            Vocabulary = config.Count("text_config", "vocab_size") ?? config.Count("text_cfg", "vocab_size")
                ?? config.Count("text_encoder", "vocab_size") ?? config.Count("vocab_size"),
        };
    }

    private static int PadIdOf(TextFamily family, Tokenizer tokenizer, ModelFolder folder, ModelConfig tokenizerConfig, ModelConfig config)
    {
        if (family.PadId is { } known)
            return known;
        if (config.Id("text_encoder", "padding_idx") is { } stated)
            return stated;
        return (tokenizerConfig.Token("pad_token") is { } token ? tokenizer.TokenToId(token) : null)
            ?? (ModelConfig.Read(folder.SpecialTokens).Token("pad_token") is { } special ? tokenizer.TokenToId(special) : null)
            ?? tokenizer.Padding?.PadId
            ?? config.Id("text_config", "pad_token_id")
            ?? config.Id("pad_token_id")
            ?? tokenizer.TokenToId("<pad>")
            ?? tokenizer.TokenToId("[PAD]")
            ?? 0;
    }

    private static bool PadsOnTheLeft(Tokenizer tokenizer, ModelConfig tokenizerConfig) =>
        tokenizerConfig.Text("padding_side") is { } side ? side == "left" : tokenizer.Padding?.Direction == PaddingDirection.Left;

    /// <summary>The positions that a tower has for tokens. RoBERTa's begin after the padding's id, so some are out of reach.</summary>
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
