namespace Clip.Models;

/// <summary>
/// What a model's configuration tells about its text tower that neither graph nor tokenizer do: keys of config.json, never
/// the model's name.
/// </summary>
/// <param name="AttendsPadding">Every row is filled up and the tower reads all of it, as in SigLIP.</param>
/// <param name="IgnoresPadding">Without a mask padding changes nothing: the tower is causal, or makes the mask from the ids.</param>
/// <param name="PadId">The padding that the tower was trained with, whatever its tokenizer file names.</param>
/// <param name="Lowercases">The tower was trained on lower-cased text, and not every tokenizer file makes it.</param>
/// <param name="Cleaning">What its authors do to a text first.</param>
/// <param name="Length">How many tokens the tower reads where no file states it, because it is the architecture's default.</param>
internal sealed record TextFamily(
    bool AttendsPadding = false, bool IgnoresPadding = false, int? PadId = null, bool Lowercases = false,
    TextCleaning Cleaning = TextCleaning.None, int Length = TextFamily.ClipLength)
{
    private const int ClipLength = 77;
    private const int SiglipLength = 64;

    /// <summary>Reads the family off a config.json.</summary>
    public static TextFamily Of(ModelConfig config)
    {
        // open_clip's own configuration, as Immich's folders have it.
        if (config.Has("text_cfg"))
        {
            return config.Text("text_cfg", "tokenizer_kwargs", "clean") == "canonicalize"
                ? new TextFamily(Lowercases: true, Cleaning: TextCleaning.Canonical)
                : new TextFamily(Cleaning: TextCleaning.Whitespace);
        }
        var type = config.Text("model_type") ?? "";
        if (IsSiglip(config))
            // SigLIP 2's published tokenizer.json keeps capitals; version 1's lower-cases by itself, so twice does no harm.
            return new TextFamily(AttendsPadding: true, Lowercases: true, Length: SiglipLength);
        if (type.StartsWith("mobileclip", StringComparison.Ordinal))
            return new TextFamily(AttendsPadding: true, PadId: 0);
        if (type is "clip" or "clip_text_model")
        {
            // A configuration without a text tower in it accompanies towers of another making under CLIP's name
            // (MobileCLIP), which were trained on open_clip's rows: filled with 0 to their full length.
            var isCausal = config.Has("text_config") || type == "clip_text_model";
            return isCausal ? new TextFamily(IgnoresPadding: true) : new TextFamily(PadId: 0);
        }
        return type == "jina_clip" ? new TextFamily(IgnoresPadding: true) : new TextFamily();
    }

    /// <summary>Whether a configuration is SigLIP's, of either version.</summary>
    public static bool IsSiglip(ModelConfig config) =>
        config.Text("model_type")?.StartsWith("siglip", StringComparison.Ordinal) == true;
}
