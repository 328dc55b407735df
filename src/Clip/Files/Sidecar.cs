using System.Globalization;

namespace Clip.Files;

/// <summary>
/// The sidecars of a picture, in its folder: the text files <c>NAME.txt</c> and <c>NAME.EXT.txt</c>, whose lines are
/// its captions, and its metadata in XMP, <c>NAME.xmp</c> as Adobe's programs name it and <c>NAME.EXT.xmp</c> as
/// darktable and digiKam do. A signature of their sizes and times shows whether they have changed.
/// </summary>
internal static class Sidecar
{
    private const string TextExtension = ".txt";
    private const string XmpExtension = ".xmp";
    private const char XmpMark = ';';

    // Cameras and programs of Windows also write extensions in capitals, which file systems of Linux tell apart.
    private static readonly string[] Spellings = [TextExtension, XmpExtension, ".TXT", ".XMP", ".Txt", ".Xmp"];

    private static readonly bool IgnoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Compares names as the file system usually does on this operating system.</summary>
    public static StringComparer NameComparer { get; } =
        IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Likewise.</summary>
    public static StringComparison NameComparison =>
        IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Whether a file may be a sidecar, by its name.</summary>
    public static bool HasName(ReadOnlySpan<char> name)
    {
        foreach (var spelling in Spellings)
        {
            if (name.EndsWith(spelling, NameComparison))
                return true;
        }
        return false;
    }

    /// <summary>The name of a sidecar with its extension in lower case, by which its picture looks for it.</summary>
    /// <param name="name">The name of a file that <see cref="HasName"/> accepts.</param>
    public static string UsualName(string name) =>
        string.Concat(name.AsSpan(0, name.Length - TextExtension.Length), ExtensionOf(name).ToLowerInvariant());

    /// <summary>The file of a sidecar, whose extension may be in capitals; in lower case where there is none.</summary>
    /// <param name="folder">The folder of the picture.</param>
    /// <param name="usualName">One of the names that the picture's sidecars have.</param>
    public static string Find(string? folder, string usualName)
    {
        var file = Path.Join(folder, usualName);
        if (IgnoresCase || File.Exists(file))
            return file;
        var stem = file.AsSpan(0, file.Length - TextExtension.Length);
        foreach (var spelling in Spellings)
        {
            if (!spelling.Equals(ExtensionOf(usualName), StringComparison.OrdinalIgnoreCase))
                continue;
            var other = string.Concat(stem, spelling);
            if (File.Exists(other))
                return other;
        }
        return file;
    }

    /// <summary>The names that a picture's sidecars with captions have.</summary>
    public static (string Short, string Long) TextNamesFor(string picture) => NamesFor(picture, TextExtension);

    /// <summary>The names that a picture's sidecars with XMP have.</summary>
    public static (string Short, string Long) XmpNamesFor(string picture) => NamesFor(picture, XmpExtension);

    /// <summary>The signature of a picture's sidecars; empty if it has none.</summary>
    /// <param name="fullPath">The picture.</param>
    public static string SignatureFor(string fullPath)
    {
        var folder = Path.GetDirectoryName(fullPath)!;
        return SignatureFor(Path.GetFileName(fullPath), name => SignatureOf(Find(folder, name), fullPath));
    }

    /// <summary>The signature of a picture's sidecars; empty if it has none.</summary>
    /// <param name="picture">The name of the picture.</param>
    /// <param name="signatureOf">The signature of the file with a name; null if there is none.</param>
    public static string SignatureFor(string picture, Func<string, string?> signatureOf)
    {
        var text = Combine(TextNamesFor(picture), signatureOf);
        var xmp = Combine(XmpNamesFor(picture), signatureOf);
        return xmp.Length > 0 ? $"{text}{XmpMark}{xmp}" : text;
    }

    /// <summary>The part of a picture's signature that is about its XMP; empty if it has none.</summary>
    public static string XmpPart(string? signature)
    {
        var mark = signature?.IndexOf(XmpMark, StringComparison.Ordinal) ?? -1;
        return mark < 0 ? "" : signature![(mark + 1)..];
    }

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

    private static string ExtensionOf(string name) => name[^TextExtension.Length..];

    private static (string Short, string Long) NamesFor(string picture, string extension) =>
        (string.Concat(Path.GetFileNameWithoutExtension(picture.AsSpan()), extension), picture + extension);

    private static string Combine((string Short, string Long) names, Func<string, string?> signatureOf)
    {
        var (shortSignature, longSignature) = (signatureOf(names.Short), signatureOf(names.Long));
        return shortSignature is null && longSignature is null ? "" : $"{shortSignature}|{longSignature}";
    }

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
