namespace Clip.Images.Decoding.TiffPages;

/// <summary>Turns the samples of a page into pixels.</summary>
internal static class TiffPixels
{
    /// <summary>Decodes a page that is supported.</summary>
    /// <param name="blocks">The page's blocks.</param>
    /// <param name="page">The page.</param>
    /// <param name="pixels">Receives the pixels, in the page's format.</param>
    /// <exception cref="PictureException">The file is cut off or damaged, or it takes too long.</exception>
    internal static void Decode(TiffBlocks blocks, TiffPage page, NativePixels pixels)
    {
        var scale = page.SampleFormat == TiffSampleFormat.Float ? FloatScale(blocks, page) : 1;
        var samples = new TiffSamples(page, scale);
        var isPalette = page.Photometric == TiffPhotometric.Palette;
        var stored = page.Colors + (page.HasAlpha ? 1 : 0);
        var channels = isPalette ? stored + 2 : stored;
        var palette = isPalette ? Palette(page) : [];
        var isInverted = page.Photometric == TiffPhotometric.WhiteIsZero;
        var (inBlock, isPlanar, colors) = (page.SamplesInBlock, page.IsPlanar, page.Colors);
        blocks.Read((row, x, y, count, plane) =>
        {
            var target = pixels.Row(y)[(x * channels)..];
            for (var sample = isPlanar ? plane : 0; sample < (isPlanar ? plane + 1 : stored); sample++)
            {
                var isColor = sample < colors;
                var channel = isPalette && !isColor ? 3 : sample;
                samples.Read(
                    row, isPlanar ? 0 : sample, inBlock, isPalette && isColor, target[channel..], channels, count);
                if (isPalette && isColor)
                    LookUp(palette, target, channels, count);
                else if (isInverted && isColor)
                    Invert(target, channels, count);
            }
        });
        if (page.IsLab)
            ConvertLab(pixels, channels, page.Photometric == TiffPhotometric.CieLab);
        if (page.IsPremultiplied)
        {
            for (var y = 0; y < pixels.Height; y++)
                Premultiplied.Undo(pixels.Row(y), channels);
        }
    }

    /// <summary>What floating-point samples are multiplied with to become bytes.</summary>
    private static double FloatScale(TiffBlocks blocks, TiffPage page)
    {
        var samples = new TiffSamples(page, 1);
        var (inBlock, colors, isPlanar) = (page.SamplesInBlock, page.Colors, page.IsPlanar);
        var range = new FloatRange();
        blocks.Read((row, _, _, count, plane) =>
        {
            for (var i = 0; i < count; i++)
            {
                for (var sample = 0; sample < inBlock && (isPlanar ? plane : sample) < colors; sample++)
                    range.Add(samples.Float(row, (i * inBlock) + sample));
            }
        });
        return range.Scale;
    }

    private static byte[] Palette(TiffPage page)
    {
        var size = 1 << page.Bits;
        var palette = new byte[3 * size];
        var isWide = false; // some programs write 8 bits where 16 belong
        for (var i = 0; i < 3 * size; i++)
            isWide |= page.ColorMap[i] > byte.MaxValue;
        for (var i = 0; i < size; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var value = page.ColorMap[(channel * size) + i];
                palette[(3 * i) + channel] = (byte)(isWide ? value >> 8 : value);
            }
        }

        return palette;
    }

    private static void LookUp(byte[] palette, Span<byte> target, int channels, int count)
    {
        for (int i = 0, at = 0; i < count; i++, at += channels)
            palette.AsSpan(3 * target[at], 3).CopyTo(target[at..]);
    }

    private static void Invert(Span<byte> target, int channels, int count)
    {
        for (int i = 0, at = 0; i < count; i++, at += channels)
            target[at] = (byte)~target[at];
    }

    private static void ConvertLab(NativePixels pixels, int channels, bool isSigned)
    {
        for (var y = 0; y < pixels.Height; y++)
        {
            for (var row = pixels.Row(y); !row.IsEmpty; row = row[channels..])
                LabColor.ToRgb(row, isSigned);
        }
    }
}
