using Clip.Files;
using Clip.Metadata;

namespace Clip.Indexing.Runs;

/// <summary>
/// Reads a picture's XMP sidecars. What they say takes precedence over what the picture's file says, because
/// photographers edit them and leave the picture as it is; <c>NAME.EXT.xmp</c> is about one file and precedes
/// <c>NAME.xmp</c>.
/// </summary>
internal static class XmpSidecars
{
    /// <summary>What the sidecars say; null if there are none that say anything of this picture.</summary>
    /// <param name="fullPath">The picture.</param>
    /// <param name="report">Called with each sidecar that cannot be read, or not to its end.</param>
    public static EmbeddedMetadata? Read(string fullPath, Action<ClipException> report)
    {
        var (shortName, longName) = Sidecar.XmpNamesFor(Path.GetFileName(fullPath));
        var folder = Path.GetDirectoryName(fullPath);
        var (forFile, forName) = (ReadFile(longName), shortName == longName ? null : ReadFile(shortName));
        return forFile is null ? forName : forName is null ? forFile : forFile.Over(forName);

        EmbeddedMetadata? ReadFile(string name) =>
            XmpSidecars.ReadFile(Sidecar.Find(folder, name), fullPath, report);
    }

    private static EmbeddedMetadata? ReadFile(string file, string picture, Action<ClipException> report)
    {
        if (Sidecar.SignatureOf(file, picture) is null)
            return null;
        try
        {
            var found = new MetadataFindings();
            if (XmpReader.Read(ReadBytes(file), found) is { } problem)
                report(SidecarException.DamagedXmp(file, problem));
            // Adobe's programs keep a raw file's metadata in NAME.xmp, and those of a JPEG beside it in the JPEG.
            return found.SidecarExtension is { Length: > 0 } extension
                && !Path.GetExtension(picture.AsSpan()).TrimStart('.').Equals(
                    extension, StringComparison.OrdinalIgnoreCase)
                ? null
                : found.ToEmbedded(isComplete: true);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            report(UnreadableFile.Describe(file, error));
            return null;
        }
    }

    /// <summary>The bytes of a file, or so many that the reader finds it too long.</summary>
    private static byte[] ReadBytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(stream.Length, (2 * XmpReader.MaxBytes) + 16)];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
