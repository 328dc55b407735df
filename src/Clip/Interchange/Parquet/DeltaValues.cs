using System.Text;

namespace Clip.Interchange.Parquet;

/// <summary>
/// Reads Parquet's encodings of differences: of whole numbers, of texts whose lengths are such numbers, and of texts
/// that share their beginning with the one before. Source: Encodings.md of apache/parquet-format.
/// </summary>
internal static class DeltaValues
{
    private const int MaxBlock = 1 << 16;

    // Texts that share beginnings grow when they are written out.
    private const long MostGrowth = 256;
    private const long SmallPage = 1 << 20;

    /// <summary>Reads texts that stand behind their lengths.</summary>
    /// <exception cref="InvalidDataException">The page is damaged.</exception>
    public static string[] Texts(ReadOnlySpan<byte> data, int count)
    {
        var parts = Parts(data, count);
        var texts = new string[count];
        for (var i = 0; i < count; i++)
            texts[i] = Encoding.UTF8.GetString(data.Slice(parts[i].Start, parts[i].Length));
        return texts;
    }

    /// <summary>Reads texts that begin as the ones before them do.</summary>
    /// <exception cref="InvalidDataException">The page is damaged.</exception>
    public static string[] SharedTexts(ReadOnlySpan<byte> data, int count)
    {
        var prefixes = Numbers(data, count, out var end);
        var rest = data[end..];
        var parts = Parts(rest, count);
        var texts = new string[count];
        var left = data.Length * MostGrowth + SmallPage;
        byte[] text = [];
        for (var i = 0; i < count; i++)
        {
            var (start, length) = parts[i];
            if (prefixes[i] < 0 || prefixes[i] > text.Length || (left -= prefixes[i] + length) < 0)
                throw Damaged();
            text = [.. text.AsSpan(0, (int)prefixes[i]), .. rest.Slice(start, length)];
            texts[i] = Encoding.UTF8.GetString(text);
        }

        return texts;
    }

    /// <summary>Reads whole numbers.</summary>
    /// <param name="data">The page from the first of its bytes.</param>
    /// <param name="count">How many are expected.</param>
    /// <param name="end">Where they end.</param>
    /// <exception cref="InvalidDataException">The page is damaged.</exception>
    public static long[] Numbers(ReadOnlySpan<byte> data, int count, out int end)
    {
        end = 0;
        var block = Varint(data, ref end);
        var parts = Varint(data, ref end);
        var announced = Varint(data, ref end);
        var value = ZigZag(data, ref end);
        if (announced != (ulong)count || block is 0 or > MaxBlock || parts == 0 || block % (parts * 8) != 0)
            throw Damaged();
        var size = (int)(block / parts);
        var numbers = new long[count];
        if (count > 0)
            numbers[0] = value;
        for (var next = 1; next < count;)
        {
            var least = ZigZag(data, ref end);
            if ((ulong)(data.Length - end) < parts)
                throw Damaged();
            var widths = data.Slice(end, (int)parts);
            end += (int)parts;
            for (var part = 0; part < widths.Length && next < count; part++)
            {
                var bytes = size / 8 * widths[part];
                if (widths[part] > 64 || bytes > data.Length - end)
                    throw Damaged();
                var packed = data.Slice(end, bytes);
                end += bytes;
                for (var i = 0; i < size && next < count; i++)
                    numbers[next++] = value = unchecked(value + least + Bits(packed, i * widths[part], widths[part]));
            }
        }

        return numbers;
    }

    private static (int Start, int Length)[] Parts(ReadOnlySpan<byte> data, int count)
    {
        var lengths = Numbers(data, count, out var start);
        var parts = new (int Start, int Length)[count];
        for (var i = 0; i < count; i++)
        {
            if (lengths[i] < 0 || lengths[i] > data.Length - start)
                throw Damaged();
            parts[i] = (start, (int)lengths[i]);
            start += (int)lengths[i];
        }

        return parts;
    }

    private static long Bits(ReadOnlySpan<byte> packed, int start, int width)
    {
        ulong value = 0;
        for (var read = 0; read < width;)
        {
            var at = start + read;
            var take = Math.Min(8 - (at & 7), width - read);
            value |= (ulong)(packed[at >> 3] >> (at & 7) & (1 << take) - 1) << read;
            read += take;
        }

        return (long)value;
    }

    private static long ZigZag(ReadOnlySpan<byte> data, ref int position)
    {
        var value = Varint(data, ref position);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong Varint(ReadOnlySpan<byte> data, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (position >= data.Length)
                throw Damaged();
            var next = data[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("differences that do not fit their page");
}
