namespace Clip.Images.Decoding.Magick;

/// <summary>
/// Counts the comments of portable maps that ImageMagick reads. For each comment it scans all comments before it, so a
/// file full of them would occupy it for hours.
/// </summary>
internal static class PortableMapComments
{
    private const int MaxComments = 4096;
    private const int MaxCommentBytes = 1 << 20;

    /// <summary>Whether a file has too many comments.</summary>
    /// <param name="data">The whole file. Comments are in its header only.</param>
    internal static bool AreTooMany(ReadOnlySpan<byte> data)
    {
        var words = data[1] == '7' ? int.MaxValue : 3; // any number of words before ENDHDR
        var (comments, bytes) = (0, 0L);
        var rest = data[2..];
        while (!rest.IsEmpty && words > 0)
        {
            if (rest[0] == '#')
            {
                var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
                var length = end < 0 ? rest.Length : end + 1;
                bytes += length;
                if (++comments > MaxComments || bytes > MaxCommentBytes)
                    return true;
                rest = rest[length..];
            }
            else if (IsSpace(rest[0]))
            {
                rest = rest[1..];
            }
            else
            {
                var end = rest.IndexOfAny(" \t\r\n#"u8);
                if (end < 0 || rest[..end].SequenceEqual("ENDHDR"u8))
                    return false;
                rest = rest[end..];
                words--;
            }
        }

        return false;

        static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }
}
