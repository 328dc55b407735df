using Clip.Images.Pixels;

namespace Clip.Images.Decoding.Jpeg;

/// <summary>
/// Compares the pixels of the system's TurboJPEG library with those of another decoder once per process: the library is
/// whatever the system has, and its pixels must not change a picture's embedding.
/// </summary>
internal static class TurboJpegCheck
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    /// <summary>The library if it decodes the samples to the same pixels at each size, else null.</summary>
    public static TurboJpeg? Passed(TurboJpeg? library, IPictureDecoder other)
    {
        try
        {
            return library is not null && JpegSamples.All.All(sample => IsSame(library, other, sample))
                ? library
                : null;
        }
        catch (PictureException)
        {
            // The machine is out of memory or time, which is no reason to decode no JPEG at all.
            return null;
        }
    }

    private static bool IsSame(TurboJpeg library, IPictureDecoder other, byte[] sample)
    {
        var picture = new PictureData(sample, PictureKind.Jpeg, "sample");
        var header = other.ReadHeader(picture);
        foreach (var shrink in (ReadOnlySpan<int>)[1, 2, 4, 8])
        {
            using var expected = other.Decode(
                picture, header, new DecodeOptions(shrink, MaxTime), CancellationToken.None);
            using var actual = library.Decode(picture, sample, shrink, header.ExifOrientation);
            if (actual is null || !AreEqual(expected, actual))
                return false;
        }
        return true;
    }

    private static unsafe bool AreEqual(DecodedPixels expected, DecodedPixels actual)
    {
        var (a, b) = (expected.Buffer, actual.Buffer);
        if ((a.Width, a.Height) != (b.Width, b.Height))
            return false;
        for (var y = 0; y < a.Height; y++)
        {
            if (!Rgb(a, y).AsSpan().SequenceEqual(Rgb(b, y)))
                return false;
        }
        return true;
    }

    private static unsafe byte[] Rgb(PixelBuffer pixels, int y)
    {
        var rgb = new byte[3 * pixels.Width];
        var row = pixels.Start + y * pixels.Stride;
        pixels.Layout.ToRgb(new ReadOnlySpan<byte>(row, pixels.Width * pixels.Layout.Channels), rgb);
        return rgb;
    }
}
