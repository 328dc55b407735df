using Clip.Files;
using Clip.Images;

namespace Clip;

/// <summary>Tells files that may be pictures from others, without decoding them.</summary>
public static class PictureRecognition
{
    /// <summary>
    /// Whether a file may be a picture: by the extension of its name or, where that says nothing, by its first bytes. A
    /// file that is one by its name alone may turn out to be none.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>False for any other file; true where it cannot be read, so that reading it tells why.</returns>
    public static bool MayBePicture(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (PictureFileName.HasPictureExtension(path))
            return true;
        try
        {
            if (FileStat.Of(RealPath.Resolve(path) ?? path) is not { Kind: FileKind.Regular })
                return true;
            using var file = File.OpenHandle(path);
            var head = new byte[PictureSniffer.HeadLength];
            var length = RandomAccess.Read(file, head, 0);
            return PictureSniffer.Sniff(head.AsSpan(0, length)) is not null;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            return true;
        }
    }
}
