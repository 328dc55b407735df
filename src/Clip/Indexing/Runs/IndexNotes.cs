namespace Clip.Indexing.Runs;

/// <summary>The notes that runs store in an index. Their names and values are part of the index format.</summary>
internal static class IndexNotes
{
    private const string Yes = "yes";
    private const string No = "no";
    private const string UnusableSuffix = ":useless";

    /// <summary>The language of all captions; null if no model was given one.</summary>
    public static Note<string?> CaptionLanguage { get; } =
        new("caption-language", null, static stored => stored, static language => language!);

    /// <summary>Whether captions are taken from sidecars and embedded metadata.</summary>
    public static Note<bool> TakesPictureCaptions { get; } =
        new("own-captions", true, static stored => stored != No, static takes => takes ? Yes : No);

    /// <summary>The state in which a caption file was last read.</summary>
    /// <param name="path">The file, relative to the root, so that the note stays valid when the folder moves.</param>
    public static Note<CaptionFileState?> CaptionFile(string path) =>
        new("captions:" + path, null, static stored => ParseState(stored), static state => FormatState(state!.Value));

    private static CaptionFileState ParseState(string stored) =>
        stored.EndsWith(UnusableSuffix, StringComparison.Ordinal)
            ? new CaptionFileState(stored[..^UnusableSuffix.Length], IsUnusable: true)
            : new CaptionFileState(stored, IsUnusable: false);

    private static string FormatState(CaptionFileState state) =>
        state.IsUnusable ? state.Signature + UnusableSuffix : state.Signature;
}
