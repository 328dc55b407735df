using System.Globalization;

namespace Clip.Indexing.Runs;

/// <summary>The notes that runs store in an index. Their names and values are part of the index format.</summary>
internal static class IndexNotes
{
    private const string Yes = "yes";
    private const string No = "no";
    private const char FolderSeparator = '\u001e'; // names may contain line breaks

    /// <summary>The language of all captions; null if no model was given one.</summary>
    public static Note<string?> CaptionLanguage { get; } =
        new("caption-language", null, static stored => stored, static language => language!);

    /// <summary>Whether captions are taken from sidecars and embedded metadata.</summary>
    public static Note<bool> TakesPictureCaptions { get; } =
        new("own-captions", true, static stored => stored != No, static takes => takes ? Yes : No);

    /// <summary>The patterns of files to leave out, without the usual ones.</summary>
    public static Note<string[]> Excludes { get; } = new(
        "exclude", [], static stored => stored.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        static patterns => string.Join('\n', patterns));

    /// <summary>Whether <see cref="Files.DefaultExcludes"/> are left out.</summary>
    public static Note<bool> DefaultExcludes { get; } =
        new("default-excludes", true, static stored => stored != No, static applies => applies ? Yes : No);

    /// <summary>Folders that lost all their files at once and have not got them all back.</summary>
    public static Note<string[]> AbsentFolders { get; } = new(
        "absent", [], static stored => stored.Split(FolderSeparator, StringSplitOptions.RemoveEmptyEntries),
        static folders => string.Join(FolderSeparator, folders));

    /// <summary>How close a model in 8 bits was to 32 bits on the folder's pictures, a line per tower.</summary>
    public static Note<string[]> Precision { get; } = new(
        "precision", [], static stored => stored.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        static lines => string.Join('\n', lines));

    /// <summary>Whether the run that created the index has not ended yet; false if an older program did.</summary>
    public static Note<bool> IsFirstRun { get; } =
        new("first-run", false, static stored => stored == Yes, static runs => runs ? Yes : No);

    /// <summary>The version of the reader that has read the XMP sidecars.</summary>
    public static Note<long> SidecarReader { get; } = new(
        "sidecar-reader", 0, static stored => long.TryParse(stored, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0,
        static number => number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The names of the notes that are about the pictures and not about one machine's drives.</summary>
    public static IReadOnlyList<string> Kept { get; } =
    [
        CaptionLanguage.Name, TakesPictureCaptions.Name, Excludes.Name, DefaultExcludes.Name, Precision.Name,
    ];
}
