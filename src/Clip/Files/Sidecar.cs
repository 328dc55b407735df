using System.Globalization;

namespace Clip.Files;

/// <summary>
/// The text files beside a picture whose lines are its captions: <c>NAME.txt</c> and <c>NAME.EXT.txt</c>. Their sizes and
/// times tell whether they have changed.
/// </summary>
internal static class Sidecar
{
    private const string Extension = ".txt";

    /// <summary>Whether a file's name may be that of a text beside a picture.</summary>
    public static bool HasName(ReadOnlySpan<char> name) => name.EndsWith(Extension, NameComparison);

    /// <summary>How the file system compares names, as far as can be told.</summary>
    public static StringComparer NameComparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static StringComparison NameComparison =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The names that a text beside a picture may have.</summary>
    public static (string Short, string Long) NamesFor(string picture) =>
        (string.Concat(Path.GetFileNameWithoutExtension(picture.AsSpan()), Extension), picture + Extension);

    /// <summary>Sizes and times of the texts beside a picture; empty where there are none.</summary>
    /// <param name="fullPath">The picture.</param>
    public static string SignatureFor(string fullPath)
    {
        var folder = Path.GetDirectoryName(fullPath)!;
        var (brief, full) = NamesFor(Path.GetFileName(fullPath));
        return Signature(SignatureOf(Path.Join(folder, brief), fullPath), SignatureOf(Path.Join(folder, full), fullPath));
    }

    /// <summary>One signature of the two texts'.</summary>
    public static string Signature(string? brief, string? full) => brief is null && full is null ? "" : $"{brief}|{full}";

    /// <summary>Size and time of a text; null where it is none, so that a pipe is never opened.</summary>
    /// <param name="file">The text.</param>
    /// <param name="picture">The picture that it lies beside.</param>
    public static string? SignatureOf(string file, string picture)
    {
        try
        {
            return File.Exists(file) && Real(file, picture) is { } real && new FileInfo(real) is { Exists: true, Length: > 0 } info
                ? SignatureOf(info.Length, info.LastWriteTimeUtc.Ticks)
                : null;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    /// <summary>
    /// Where a text really lies. A link is followed only to where the picture really lies too, as in folders that are made of
    /// links: one in somebody else's folder could lead to any file of the user's, whose lines would travel with the index.
    /// </summary>
    private static string? Real(string file, string picture)
    {
        var real = RealPath.Resolve(file);
        return new FileInfo(file).LinkTarget is null || Path.GetDirectoryName(real) == Path.GetDirectoryName(RealPath.Resolve(picture)) ? real : null;
    }

    /// <summary>The signature of a text of this size and time.</summary>
    public static string? SignatureOf(long size, long modifiedUtcTicks) =>
        size > 0 ? string.Create(CultureInfo.InvariantCulture, $"{size}:{modifiedUtcTicks}") : null;
}
