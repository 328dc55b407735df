using System.Collections.Frozen;

namespace Clip.Files;

/// <summary>Recognizes pictures by the extensions of their file names, without opening them.</summary>
internal static class PictureFileName
{
    private static readonly FrozenSet<string> Known = new[]
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".pjpeg", ".pjp",
        ".png", ".apng", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".dib", ".ico",
        ".heic", ".heif", ".hif", ".avif", ".jxl", ".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc",
        ".ppm", ".pgm", ".pbm", ".pnm", ".pam", ".pfm",
        ".psd", ".psb",

        // Camera raw files.
        ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".k25", ".kdc", ".mef", ".mos",
        ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf", ".srw",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The extensions of raster pictures, with the dot, in lower case.</summary>
    public static IReadOnlySet<string> Extensions => Known;

    /// <summary>Whether a file name, path or URL ends with one of <see cref="Extensions"/>; case is ignored.</summary>
    public static bool HasPictureExtension(ReadOnlySpan<char> name) => Lookup.Contains(Path.GetExtension(name));
}
