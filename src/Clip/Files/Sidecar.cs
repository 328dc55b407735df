using System.Globalization;

namespace Clip.Files;

/// <summary>
/// The sidecars of a picture: the text files <c>NAME.txt</c> and <c>NAME.EXT.txt</c> in its folder, whose lines are its
/// captions. A signature of their sizes and times shows whether they have changed.
/// </summary>
internal static class Sidecar
{
    private const string Extension = ".txt";

    private static readonly bool IgnoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Compares names as the file system usually does on this operating system.</summary>
    public static StringComparer NameComparer { get; } =
        IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static StringComparison NameComparison =>
        IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Whether a file may be a sidecar, by its name.</summary>
    public static bool HasName(ReadOnlySpan<char> name) => name.EndsWith(Extension, NameComparison);

    /// <summary>The names that a picture's sidecars have.</summary>
    public static (string Short, string Long) NamesFor(string picture) =>
        (string.Concat(Path.GetFileNameWithoutExtension(picture.AsSpan()), Extension), picture + Extension);

    /// <summary>The signature of a picture's sidecars; empty if it has none.</summary>
    /// <param name="fullPath">The picture.</param>
    public static string SignatureFor(string fullPath)
    {
        var folder = Path.GetDirectoryName(fullPath)!;
        var (shortName, longName) = NamesFor(Path.GetFileName(fullPath));
        return Combine(
            SignatureOf(Path.Join(folder, shortName), fullPath), SignatureOf(Path.Join(folder, longName), fullPath));
    }

    /// <summary>Combines the signatures of a picture's two sidecars; empty if both are null.</summary>
    public static string Combine(string? shortSignature, string? longSignature) =>
        shortSignature is null && longSignature is null ? "" : $"{shortSignature}|{longSignature}";

    /// <summary>
    /// The signature of one sidecar; null if it is not a regular file, so that a pipe is never opened.
    /// </summary>
    /// <param name="file">The sidecar.</param>
    /// <param name="picture">The picture that it belongs to.</param>
    public static string? SignatureOf(string file, string picture)
    {
        try
        {
            if (!File.Exists(file) || RealPathOf(file, picture) is not { } real)
                return null;
            return SignatureOf(FileStat.Of(real));
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return null;
        }
    }

    /// <summary>The signature of a sidecar; null if it is empty, missing or not a regular file.</summary>
    public static string? SignatureOf(FileStat? stat) => stat is { Size: > 0 } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Size}:{file.ModifiedUtcTicks}:{file.Changed}")
        : null;

    /// <summary>
    /// The real path of a sidecar. A link is followed only into the picture's real folder, as in folders made of links.
    /// In a folder from somebody else, a link could point to any of the user's files, whose lines the index would
    /// store.
    /// </summary>
    private static string? RealPathOf(string file, string picture)
    {
        var real = RealPath.Resolve(file);
        var isTrusted = new FileInfo(file).LinkTarget is null
            || Path.GetDirectoryName(real) == Path.GetDirectoryName(RealPath.Resolve(picture));
        return isTrusted ? real : null;
    }
}
