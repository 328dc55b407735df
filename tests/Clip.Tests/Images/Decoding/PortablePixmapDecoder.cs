using System.Text;
using Clip.Images.Pixels;

namespace Clip.Tests.Images;

/// <summary>A decoder of binary PPM files, written against the public interface only.</summary>
internal sealed class PortablePixmapDecoder : IPictureDecoder
{
    public IReadOnlySet<PictureKind> Kinds { get; } = new HashSet<PictureKind> { PictureKind.PortableAnyMap };

    /// <summary>Whether it claims to shrink; it takes every n-th pixel.</summary>
    public bool Shrinks { get; init; }

    /// <summary>The EXIF orientation that it reports, though PPM has none.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>The options of the calls to <see cref="Decode"/>.</summary>
    public List<DecodeOptions> Calls { get; } = [];

    public bool CanShrink(PictureKind kind) => Shrinks;

    public PictureHeader ReadHeader(PictureData picture)
    {
        var (width, height, _) = Parse(picture);
        return new PictureHeader(width, height, Orientation, BytesPerPixel: 3);
    }

    public DecodedPixels Decode(
        PictureData picture, PictureHeader header, DecodeOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(options);
        var (width, height, start) = Parse(picture);
        if (picture.Data.Length < start + (3L * width * height))
            throw picture.CutOff();
        var step = options.ShrinkFactor;
        var pixels = new byte[3 * (width / step) * (height / step)];
        for (int to = 0, y = 0; y < height / step; y++)
        {
            for (var x = 0; x < width / step; x++, to += 3)
                picture.Data.Slice(start + (3 * step * ((y * width) + x)), 3).CopyTo(pixels.AsSpan(to));
        }

        var layout = new PixelLayout(PixelFormat.Rgb, 3);
        return DecodedPixels.FromMemory(pixels, width / step, height / step, layout, Orientation);
    }

    private static (int Width, int Height, int Start) Parse(PictureData picture)
    {
        var end = picture.Data.IndexOf(" 255\n"u8);
        if (end < 0 || !picture.Data.StartsWith("P6 "u8))
            throw picture.Damaged("no header");
        var size = Encoding.ASCII.GetString(picture.Data[3..end]).Split(' ');
        return (int.Parse(size[0]), int.Parse(size[1]), end + 5);
    }
}
