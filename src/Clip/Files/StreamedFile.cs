namespace Clip.Files;

/// <summary>
/// Files that are read to their end once, because they have no length and no second beginning: pipes, such as a shell's
/// <c>&lt;(...)</c>, named pipes, <c>/dev/stdin</c>, terminals and other devices.
/// </summary>
internal static class StreamedFile
{
    private const int BlockBytes = 1 << 16;

    /// <summary>
    /// Whether a path may lead to such a file; an empty file is taken for one. Nothing is opened, so nothing is lost.
    /// </summary>
    public static bool Is(string path)
    {
        try
        {
            if (!File.Exists(path))
                return false;
            // A link of /dev/fd leads to "pipe:[4711]", which is no path.
            return RealPath.Resolve(Path.GetFullPath(path)) is not { } real
                || new FileInfo(real) is not { Exists: true, Length: > 0 };
        }
        catch (Exception error) when (UnreadableFile.Is(error) || error is ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream; it need not have a length.</param>
    /// <param name="most">The most bytes to read.</param>
    /// <returns>The content, or null where there is more of it.</returns>
    public static byte[]? Read(Stream stream, long most)
    {
        // Files of a known length are read into an array of that length.
        if (stream.CanSeek && stream.Length > most)
            return null;
        using var content = new MemoryStream(stream.CanSeek ? (int)stream.Length : 0);
        var block = new byte[BlockBytes];
        int count;
        while ((count = stream.Read(block)) > 0)
        {
            if (content.Length + count > most)
                return null;
            content.Write(block, 0, count);
        }
        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }
}
