using Clip.Models.Configuration;

namespace Clip.Models.TextTower;

/// <summary>
/// What a model's configuration shows about its text tower that neither graph nor tokenizer do. It is recognized by
/// keys of config.json, never by the model's name.
/// </summary>
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
internal sealed record TextFamily(
    bool AttendsPadding = false, bool IgnoresPadding = false, int? PadId = null, bool Lowercases = false,
    TextCleaning Cleaning = TextCleaning.None, int Length = TextFamily.ClipLength)
{
    private const int ClipLength = 77;
    private const int SiglipLength = 64;

    /// <summary>Recognizes the family of a config.json.</summary>
    public static TextFamily Of(ModelConfig config)
    {
        // open_clip's own configuration, found in Immich's exports.
        if (config.Has("text_cfg"))
        {
            return config.Text("text_cfg", "tokenizer_kwargs", "clean") == "canonicalize"
                ? new TextFamily(Lowercases: true, Cleaning: TextCleaning.Canonical)
                : new TextFamily(Cleaning: TextCleaning.Whitespace);
        }
        var type = config.Text("model_type") ?? "";
        if (IsSiglip(config))
            // SigLIP 2's published tokenizer.json keeps capitals; that of version 1 converts to lower case itself.
            return new TextFamily(AttendsPadding: true, Lowercases: true, Length: SiglipLength);
        if (type.StartsWith("mobileclip", StringComparison.Ordinal))
            return new TextFamily(AttendsPadding: true, PadId: 0);
        if (type is "clip" or "clip_text_model")
        {
            // A configuration of CLIP without a section for the text tower accompanies other towers (MobileCLIP), which
            // were trained on open_clip's rows: padded with 0 to their full length.
            var isCausal = config.Has("text_config") || type == "clip_text_model";
            return isCausal ? new TextFamily(IgnoresPadding: true) : new TextFamily(PadId: 0);
        }
        return type == "jina_clip" ? new TextFamily(IgnoresPadding: true) : new TextFamily();
    }

    /// <summary>Whether a configuration is SigLIP's, of either version.</summary>
    public static bool IsSiglip(ModelConfig config) =>
        config.Text("model_type")?.StartsWith("siglip", StringComparison.Ordinal) == true;
}
