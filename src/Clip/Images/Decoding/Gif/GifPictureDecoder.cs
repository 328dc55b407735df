namespace Clip.Images.Decoding.Gif;

/// <summary>
/// Decodes the first frame of GIF on its canvas, as Pillow does: where the frame does not reach, the canvas is
/// transparent if the frame has a transparent color, and otherwise has the palette's first color. Colors that the
/// palette lacks are black; without a palette, pixels are gray. Stateless and thread-safe.
/// </summary>
internal sealed class GifPictureDecoder : IPictureDecoder
{
    private static readonly (int First, int Step)[] Passes = [(0, 8), (4, 8), (2, 4), (1, 2)];

    /// <inheritdoc/>
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.Gif };

    /// <inheritdoc/>
    public bool CanShrink(PictureKind kind) => false;

    /// <inheritdoc/>
    public PictureHeader ReadHeader(PictureData picture)
    {
        var frame = GifFrame.Read(picture);
        return new PictureHeader(frame.CanvasWidth, frame.CanvasHeight, 0, frame.Transparent < 0 ? 3 : 4);
    }

    /// <inheritdoc/>
    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        var frame = GifFrame.Read(picture);
        var format = frame.Transparent < 0 ? PixelFormat.Rgb : PixelFormat.Rgba;
        var pixels = new NativePixels(picture, frame.CanvasWidth, frame.CanvasHeight, format);
        try
        {
            var colors = Colors(frame);
            var deadline = new DecodingDeadline(options, cancellationToken);
            FillCanvas(picture, frame, colors, pixels, deadline);
            ReadRows(picture, frame, colors, pixels, deadline);
            return pixels.TakeOver(exifOrientation: 0);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>Red, green, blue and alpha of each index; without alpha, where no color is transparent.</summary>
    private static byte[] Colors(GifFrame frame)
    {
        var channels = frame.Transparent < 0 ? 3 : 4;
        var colors = new byte[256 * channels];
        for (var i = 0; i < 256; i++)
        {
            var color = colors.AsSpan(i * channels, channels);
            if (frame.Palette.IsEmpty)
                color[..3].Fill((byte)i);
            else if ((3 * i) + 3 <= frame.Palette.Length)
                frame.Palette.Slice(3 * i, 3).CopyTo(color);
            if (channels == 4)
                color[3] = i == frame.Transparent ? byte.MinValue : byte.MaxValue;
        }

        return colors;
    }

    /// <summary>The pixels are all zero, which is transparent already where there is alpha.</summary>
    private static void FillCanvas(
        PictureData picture, GifFrame frame, byte[] colors, NativePixels pixels, DecodingDeadline deadline)
    {
        if (frame.Transparent >= 0 || colors.AsSpan(0, 3).IndexOfAnyExcept((byte)0) < 0)
            return;
        var first = pixels.Row(0);
        for (var row = first; !row.IsEmpty; row = row[3..])
            colors.AsSpan(0, 3).CopyTo(row);
        for (var y = 1; y < pixels.Height; y++)
        {
            deadline.ThrowIfOver(picture, y);
            first.CopyTo(pixels.Row(y));
        }
    }

    private static void ReadRows(
        PictureData picture, GifFrame frame, byte[] colors, NativePixels pixels, DecodingDeadline deadline)
    {
        var data = new GifLzw(frame.Data);
        var row = new byte[frame.Width];
        foreach (var (first, step) in frame.IsInterlaced ? Passes : [(0, 1)])
        {
            for (var y = first; y < frame.Height; y += step)
            {
                deadline.ThrowIfOver(picture, y);
                var count = data.Read(row);
                Convert(row.AsSpan(0, count), colors, pixels.Row(frame.Y + y), frame.X);
                if (count == row.Length)
                    continue;
                if (data.IsDamaged)
                    throw picture.Damaged("the compressed data is invalid");
                if (data.IsCutOff)
                    throw picture.CutOff();
                return; // fewer pixels than the frame should have: the rest stays canvas, as viewers show it
            }
        }
    }

    private static void Convert(ReadOnlySpan<byte> indexes, byte[] colors, Span<byte> target, int x)
    {
        var channels = colors.Length / 256;
        target = target[(x * channels)..];
        for (int i = 0, to = 0; i < indexes.Length; i++, to += channels)
            colors.AsSpan(indexes[i] * channels, channels).CopyTo(target[to..]);
    }
}
