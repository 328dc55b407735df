namespace Clip.Metadata;

/// <summary>Unpacks blocks that files keep compressed, so far and no further.</summary>
internal static class Unpacked
{
    /// <summary>The content; none where it is damaged or longer than allowed.</summary>
    public static byte[] Read(ReadOnlySpan<byte> packed, Func<Stream, Stream> open, int mostBytes)
    {
        try
        {
            using var stream = open(new MemoryStream(packed.ToArray(), writable: false));
            using var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = stream.Read(buffer)) > 0; content.Write(buffer, 0, read))
            {
                if (content.Length + read > mostBytes)
                    return [];
            }
            return content.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or IOException)
        {
            return [];
        }
    }
}
