using System.Buffers;
using System.Runtime.CompilerServices;

namespace Clip.Text.Unicode;

/// <summary>
/// Reads and writes code points in valid UTF-8. All text is processed in UTF-8: vocabularies are stored in it, the
/// reference counts in it, and it does not split code points outside the basic plane.
/// </summary>
internal static class Utf8
{
    /// <summary>The code point at <paramref name="index"/> and its length in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(ReadOnlySpan<byte> text, int index, out int length)
    {
        int first = text[index];
        if (first < 0x80)
        {
            length = 1;
            return first;
        }

        return DecodeLong(text, index, first, out length);
    }

    /// <summary>The code point that ends before <paramref name="end"/>, which must be greater than 0.</summary>
    public static int DecodeLast(ReadOnlySpan<byte> text, int end, out int length)
    {
        var start = end - 1;
        while ((text[start] & 0xC0) == 0x80)
            start--;
        return Decode(text, start, out length);
    }

    /// <summary>The length in bytes of a code point with the given first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthFromFirst(byte first) => first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    /// <summary>Writes a code point and returns its length, at most four bytes.</summary>
    public static int Encode(int codePoint, Span<byte> destination)
    {
        switch (codePoint)
        {
            case < 0x80:
                destination[0] = (byte)codePoint;
                return 1;
            case < 0x800:
                destination[0] = (byte)(0xC0 | codePoint >> 6);
                destination[1] = (byte)(0x80 | codePoint & 0x3F);
                return 2;
            case < 0x10000:
                destination[0] = (byte)(0xE0 | codePoint >> 12);
                destination[1] = (byte)(0x80 | codePoint >> 6 & 0x3F);
                destination[2] = (byte)(0x80 | codePoint & 0x3F);
                return 3;
            default:
                destination[0] = (byte)(0xF0 | codePoint >> 18);
                destination[1] = (byte)(0x80 | codePoint >> 12 & 0x3F);
                destination[2] = (byte)(0x80 | codePoint >> 6 & 0x3F);
                destination[3] = (byte)(0x80 | codePoint & 0x3F);
                return 4;
        }
    }

    /// <summary>The number of code points of a text.</summary>
    public static int CountCodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            if ((b & 0xC0) != 0x80)
                count++;
        }

        return count;
    }

    /// <summary>Appends UTF-16 text as UTF-8.</summary>
    /// <exception cref="TokenizerException">The text has an unpaired surrogate and hence no tokens.</exception>
    public static void Append(ReadOnlySpan<char> text, ByteBuffer destination)
    {
        var span = destination.Reserve((int)Math.Min(int.MaxValue, text.Length * 3L));
        var status = System.Text.Unicode.Utf8.FromUtf16(
            text, span, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            throw new TokenizerException(
                "text",
                $"is not valid UTF-16: unpaired surrogate U+{(int)text[read]:X4} at character {read}",
                "remove it");
        }

        destination.Advance(written);
    }

    private static int DecodeLong(ReadOnlySpan<byte> text, int index, int first, out int length)
    {
        if (first < 0xE0)
        {
            length = 2;
            return (first & 0x1F) << 6 | text[index + 1] & 0x3F;
        }

        if (first < 0xF0)
        {
            length = 3;
            return (first & 0x0F) << 12 | (text[index + 1] & 0x3F) << 6 | text[index + 2] & 0x3F;
        }

        length = 4;
        return (first & 0x07) << 18 | (text[index + 1] & 0x3F) << 12
            | (text[index + 2] & 0x3F) << 6 | text[index + 3] & 0x3F;
    }
}
