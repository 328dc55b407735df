using Clip.Models.Configuration;
using Clip.Models.Onnx;

namespace Clip.Models.TextTower;

/// <summary>
/// What a model's configuration shows about its text tower that neither graph nor tokenizer do. It is recognized by
/// keys of its files, never by the model's name.
/// </summary>
/// <param name="Why">What shows it, and what follows, for people; null where nothing follows.</param>
/// <param name="AttendsPadding">Every row is padded and the tower attends to all of it, as in SigLIP.</param>
/// <param name="IgnoresPadding">
/// Padding has no effect even without a mask: the tower is causal, or derives the mask from the ids.
/// </param>
/// <param name="PadId">The padding that the tower was trained with, where it differs from its tokenizer file's.</param>
/// <param name="Lowercases">The tower was trained on lower-case text, which not every tokenizer file produces.</param>
/// <param name="Cleaning">What happens to a text first.</param>
/// <param name="Length">
/// How many tokens the tower reads where no file states it, because it is the architecture's default.
/// </param>
/// <param name="Limit">
/// How many tokens its authors give it at most, whatever the files allow; null for no limit.
/// </param>
/// <param name="Positions">
/// How many tokens the graph takes at most where config.json does not state it, because it is the default of the class
/// that the configuration names; null where that is not known.
/// </param>
/// <param name="IsConfigured">
/// Whether config.json describes this text tower, and not one that the exporter replaced.
/// </param>
internal sealed record TextFamily(
    string? Why = null, bool AttendsPadding = false, bool IgnoresPadding = false, int? PadId = null,
    bool Lowercases = false, TextCleaning Cleaning = TextCleaning.None, int Length = TextFamily.ClipLength,
    int? Limit = null, int? Positions = null, bool IsConfigured = true)
{
    private const int ClipLength = 77;
    private const int SiglipLength = 64;
    private const int JinaLength = 512;

    /// <summary>Whether it is known how many tokens the tower takes, whatever its tokenizer's files say.</summary>
    public bool IsLengthKnown => Limit is not null || Positions is not null;

    /// <summary>Recognizes the family of a text tower.</summary>
    /// <param name="graph">The tower's graph.</param>
    /// <param name="config">config.json.</param>
    /// <param name="tokenizer">The tokenizer's configuration.</param>
    public static TextFamily Of(OnnxGraph graph, ModelConfig config, ModelConfig tokenizer)
    {
        if (config.Has("text_cfg"))
            return OfOpenClip(graph, config);
        var type = config.Text("model_type") ?? "";
        if (SiglipMark(config, tokenizer) is { } mark)
        {
            // SigLIP 2's published tokenizer.json keeps capitals; that of version 1 converts to lower case itself.
            return new TextFamily(
                $"SigLIP ({mark}): texts are lower-cased and always padded, and the tower reads the padding too",
                AttendsPadding: true, Lowercases: true, Length: SiglipLength, Positions: SiglipLength);
        }
        if (type.StartsWith("mobileclip", StringComparison.Ordinal))
        {
            return new TextFamily(
                "MobileCLIP (model_type): texts are padded with 0, and the tower reads the padding too",
                AttendsPadding: true, PadId: 0, Positions: ClipLength);
        }
        if (type is "clip" or "clip_text_model")
        {
            // A configuration of CLIP without a section for the text tower accompanies other towers (MobileCLIP), which
            // were trained on open_clip's rows: padded with 0 to their full length.
            var isCausal = config.Has("text_config") || type == "clip_text_model";
            return isCausal
                ? new TextFamily(IgnoresPadding: true, Positions: ClipLength)
                : new TextFamily(
                    "config.json describes no text tower (no text_config), as with MobileCLIP: texts are padded with 0",
                    PadId: 0, Positions: ClipLength);
        }
        if (type.StartsWith("metaclip", StringComparison.Ordinal))
            return new TextFamily(Positions: ClipLength); // its tokenizer is for longer texts
        return type.StartsWith("jina_clip", StringComparison.Ordinal)
            ? new TextFamily(
                $"Jina CLIP (model_type): at most {JinaLength} tokens, as its authors encode texts",
                IgnoresPadding: true, Limit: JinaLength)
            : new TextFamily();
    }

    /// <summary>Whether a configuration is SigLIP's, of either version.</summary>
    public static bool IsSiglip(ModelConfig config) => IsSiglip(config, ModelConfig.Empty);

    /// <summary>Whether a configuration or a tokenizer's is SigLIP's, of either version.</summary>
    public static bool IsSiglip(ModelConfig config, ModelConfig tokenizer) => SiglipMark(config, tokenizer) is not null;

    /// <summary>
    /// Whether config.json describes the text tower of a graph. Immich's exports of M-CLIP come with open_clip's
    /// configuration of the image tower's model, whose own text tower takes no mask.
    /// </summary>
    public static bool IsDescribed(OnnxGraph graph, ModelConfig config) =>
        !config.Has("text_cfg") || config.Has("text_cfg", "hf_model_name")
        || GraphSignature.AttentionMask(graph) is null;

    /// <summary>open_clip's own configuration, found in Immich's exports.</summary>
    private static TextFamily OfOpenClip(OnnxGraph graph, ModelConfig config)
    {
        var isDescribed = IsDescribed(graph, config);
        var clean = config.Text("text_cfg", "tokenizer_kwargs", "clean");
        var (what, cleaning, lowercases) = clean switch
        {
            "canonicalize" => ("white space is collapsed, ASCII punctuation removed, and texts are lower-cased",
                TextCleaning.Canonical, true),
            "lower" => ("white space is collapsed, and texts are lower-cased", TextCleaning.Whitespace, true),
            _ => ("white space is collapsed", TextCleaning.Whitespace, false),
        };
        var reason = clean is null ? "open_clip (text_cfg)" : $"open_clip (tokenizer_kwargs.clean is {clean})";
        var other = isDescribed
            ? ""
            : "; the graph takes a mask, so that text_cfg describes another text tower, and the tokenizer counts";
        return new TextFamily(
            $"{reason}: {what}{other}", Lowercases: lowercases, Cleaning: cleaning,
            Limit: config.Count("text_cfg", "context_length") ?? ClipLength, IsConfigured: isDescribed);
    }

    /// <summary>What shows that a model is SigLIP, null where nothing does.</summary>
    private static string? SiglipMark(ModelConfig config, ModelConfig tokenizer)
    {
        if (config.Text("model_type") is { } type)
            return IsSiglipName(type) ? $"model_type {type}" : null;
        // A folder without a configuration that says what it is: a text tower alone has its tokenizer's.
        foreach (var key in (ReadOnlySpan<string>)["processor_class", "tokenizer_class"])
        {
            if (tokenizer.Text(key) is { } name && IsSiglipName(name))
                return $"{key} {name}";
        }
        return null;

        static bool IsSiglipName(string name) => name.StartsWith("siglip", StringComparison.OrdinalIgnoreCase);
    }
}
