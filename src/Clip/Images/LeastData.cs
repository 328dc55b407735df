using ImageMagick;

namespace Clip.Images;

/// <summary>
/// What a decoder would only find out after long work: that a file is far too short for the size that its header claims,
/// or that a portable map's comments would keep ImageMagick busy for hours.
/// </summary>
internal static class LeastData
{
    private const int MaxComments = 4096;
    private const int MaxCommentBytes = 1 << 20;

    /// <summary>Whether a file of this length can hold so many pixels, however well they compress.</summary>
    internal static bool Suffices(MagickFormat format, long length, long pixels)
    {
        long? pixelsPerByte = format switch
        {
            MagickFormat.Jpeg => 8192, // a bit for each block of 64 in the first scan makes 512
            MagickFormat.Gif => 4096, // twelve bits stand for fewer than 4096 pixels
            MagickFormat.Psd => 8 * 1032, // deflate at its best, with one bit a pixel
            _ => null,
        };
        return pixelsPerByte is not { } most || length >= pixels / most;
    }

    /// <summary>
    /// Whether a portable map has more comments than ImageMagick can take: for each it goes through all before it.
    /// </summary>
    /// <param name="data">The whole file. Binary maps have comments in their header only, plain ones anywhere.</param>
    internal static bool HasTooManyComments(ReadOnlySpan<byte> data)
    {
        var isPlain = data[1] is >= (byte)'1' and <= (byte)'3';
        var numbers = data[1] switch
        {
            (byte)'4' => 2,
            (byte)'7' => int.MaxValue, // as many words as there are before ENDHDR
            _ => 3,
        };
        var (comments, bytes) = (0, 0L);
        var rest = data[2..];
        while (!rest.IsEmpty && (isPlain || numbers > 0))
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
            else if (isPlain)
            {
                var next = rest.IndexOf((byte)'#');
                rest = next < 0 ? [] : rest[next..];
            }
            else
            {
                var end = rest.IndexOfAny(" \t\r\n#"u8);
                if (end < 0 || rest[..end].SequenceEqual("ENDHDR"u8))
                    return false;
                rest = rest[end..];
                numbers--;
            }
        }

        return false;

        static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }
}
