namespace Clip.Images.Decoding.Png;

/// <summary>
/// Turns stored rows into 8-bit pixels: palette indexes into colors, fewer bits into 8, and of 16 bits the upper 8, as
/// Pillow does.
/// </summary>
internal readonly ref struct PngSamples
{
    private readonly PngHeader _header;
    private readonly ReadOnlySpan<byte> _transparency;
    private readonly byte[] _colors; // of a palette: red, green, blue, alpha
    private readonly bool _addsAlpha;

    /// <summary>Prepares for one file.</summary>
    internal PngSamples(PngStructure structure)
    {
        _header = structure.Header;
        _addsAlpha = structure.AddsAlpha;
        _transparency = _addsAlpha ? structure.Transparency : [];
        _colors = _header.Color == PngColor.Palette ? Colors(structure.Palette, structure.Transparency) : [];
        Channels = _header.Color switch
        {
            PngColor.Palette or PngColor.Rgb => _addsAlpha ? 4 : 3,
            PngColor.Gray => _addsAlpha ? 2 : 1,
            _ => _header.Samples,
        };
    }

    /// <summary>The bytes of a decoded pixel.</summary>
    internal int Channels { get; }

    /// <summary>Converts a row.</summary>
    /// <param name="row">The stored samples.</param>
    /// <param name="count">The number of pixels.</param>
    /// <param name="target">Receives the first pixel at its start, and the others in the distance.</param>
    /// <param name="distance">The bytes from a pixel to the next in the target.</param>
    internal void Convert(ReadOnlySpan<byte> row, int count, Span<byte> target, int distance)
    {
        if (_header.Color is PngColor.Palette or PngColor.Gray && _header.BitDepth < 16)
            ConvertIndexes(row, count, target, distance);
        else if (_header.BitDepth == 8 && !_addsAlpha && distance == Channels)
            row[..(count * Channels)].CopyTo(target);
        else
            ConvertSamples(row, count, target, distance);
    }

    private void ConvertIndexes(ReadOnlySpan<byte> row, int count, Span<byte> target, int distance)
    {
        var depth = _header.BitDepth;
        var isPalette = _header.Color == PngColor.Palette;
        if (depth == 8 && !isPalette && !_addsAlpha && distance == 1)
        {
            row[..count].CopyTo(target);
            return;
        }

        var largest = (1 << depth) - 1;
        var scale = 255 / largest;
        var transparent = _addsAlpha && !isPalette ? ((_transparency[0] << 8) | _transparency[1]) & largest : -1;
        for (int i = 0, to = 0; i < count; i++, to += distance)
        {
            var bit = i * depth;
            var value = (row[bit >> 3] >> (8 - depth - (bit & 7))) & largest;
            if (isPalette)
            {
                _colors.AsSpan(4 * value, Channels).CopyTo(target[to..]);
            }
            else
            {
                target[to] = (byte)(value * scale);
                if (_addsAlpha)
                    target[to + 1] = value == transparent ? byte.MinValue : byte.MaxValue;
            }
        }
    }

    private void ConvertSamples(ReadOnlySpan<byte> row, int count, Span<byte> target, int distance)
    {
        var size = _header.BitDepth / 8;
        var samples = _header.Samples;
        for (int i = 0, from = 0, to = 0; i < count; i++, from += samples * size, to += distance)
        {
            for (var sample = 0; sample < samples; sample++)
                target[to + sample] = row[from + (sample * size)];
            if (_addsAlpha)
            {
                target[to + samples] = IsTransparent(row.Slice(from, samples * size), size)
                    ? byte.MinValue
                    : byte.MaxValue;
            }
        }
    }

    /// <summary>
    /// Whether a pixel has the transparent color, whose samples have 16 bits each. As in Pillow the upper bytes of the
    /// pixel are compared with the lower ones of the color, which are the same in white and in black; where a gray
    /// color has more than that, there is none.
    /// </summary>
    private bool IsTransparent(ReadOnlySpan<byte> pixel, int size)
    {
        var isWideGray = pixel.Length == 2 && size == 2;
        for (int at = 0, color = 0; at < pixel.Length; at += size, color += 2)
        {
            if (pixel[at] != _transparency[color + 1] || (isWideGray && _transparency[color] != 0))
                return false;
        }

        return true;
    }

    /// <summary>Colors that the palette lacks are black.</summary>
    private static byte[] Colors(ReadOnlySpan<byte> palette, ReadOnlySpan<byte> alpha)
    {
        var colors = new byte[4 * 256];
        for (var i = 0; i < 256; i++)
        {
            if ((3 * i) + 3 <= palette.Length)
                palette.Slice(3 * i, 3).CopyTo(colors.AsSpan(4 * i));
            colors[(4 * i) + 3] = i < alpha.Length ? alpha[i] : byte.MaxValue;
        }

        return colors;
    }
}
