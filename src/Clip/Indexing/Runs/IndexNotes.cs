namespace Clip.Indexing.Runs;

/// <summary>The notes that runs store in an index. Their names and values are part of the index format.</summary>
internal static class IndexNotes
{
    private const string Yes = "yes";
    private const string No = "no";

    /// <summary>The language of all captions; null if no model was given one.</summary>
    public static Note<string?> CaptionLanguage { get; } =
        new("caption-language", null, static stored => stored, static language => language!);

    /// <summary>Whether captions are taken from sidecars and embedded metadata.</summary>
    public static Note<bool> TakesPictureCaptions { get; } =
        new("own-captions", true, static stored => stored != No, static takes => takes ? Yes : No);
}
