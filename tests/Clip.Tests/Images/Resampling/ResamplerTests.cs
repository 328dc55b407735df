using Clip.Images.Pixels;
using Clip.Images.Resampling;
using CsCheck;

namespace Clip.Tests.Images;

public unsafe class ResamplerTests
{
    private sealed record Case(
        int Width,
        int Height,
        int Orientation,
        int ResizedWidth,
        int ResizedHeight,
        int CropWidth,
        int CropHeight,
        double CropX,
        double CropY,
        ResampleFilter Filter,
        bool Gray,
        uint Seed);

    private static readonly Gen<int> Edge = Gen.Frequency(
        (4, Gen.Int[1, 40]), (3, Gen.Int[1, 200]), (1, Gen.Int[200, 2000]));

    private static readonly Gen<Case> Cases =
        from size in Gen.Select(Edge, Edge).Where((w, h) => w * h <= 60_000)
        from resized in Gen.Select(
            Gen.OneOf(Gen.Const(0), Edge), Gen.OneOf(Gen.Const(0), Edge)).Where((w, h) => w * h <= 60_000)
        from crop in Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Double[-0.2, 1.1], Gen.Double[-0.2, 1.1])
        from orientation in Gen.Int[1, 8]
        from filter in Gen.Enum<ResampleFilter>()
        from gray in Gen.Bool
        from seed in Gen.UInt
        select new Case(
            size.Item1,
            size.Item2,
            orientation,
            resized.Item1,
            resized.Item2,
            crop.Item1,
            crop.Item2,
            crop.Item3,
            crop.Item4,
            filter,
            gray,
            seed);

    [Fact]
    public void Any_resize_crop_and_orientation_equals_the_reference() => Cases.Sample(
        c =>
        {
            var stored = Stored(c);
            var upright = ReferenceResize.Upright(stored, c.Orientation);
            var (width, height) = (
                c.ResizedWidth == 0 ? upright.Width : c.ResizedWidth,
                c.ResizedHeight == 0 ? upright.Height : c.ResizedHeight);
            var placement = new Placement(
                width, height, c.CropWidth, c.CropHeight, (long)(c.CropX * width), (long)(c.CropY * height));
            var expected = ReferenceResize.Crop(
                ReferenceResize.Resize(
                    upright,
                    width,
                    height,
                    c.Filter), (int)placement.Left, (int)placement.Top, c.CropWidth, c.CropHeight);

            Assert.Equal(expected.Rgb, Resize(c, stored, placement, portable: false));
            Assert.Equal(expected.Rgb, Resize(c, stored, placement, portable: true));
        },
        iter: 300,
        print: c => c.ToString());

    private static ReferenceResize.Image Stored(Case c)
    {
        var rgb = Preprocessors.Noise(c.Width, c.Height, c.Seed);
        if (c.Gray)
        {
            for (var i = 0; i < rgb.Length; i += 3)
                rgb[i + 1] = rgb[i + 2] = rgb[i];
        }

        return new ReferenceResize.Image(c.Width, c.Height, rgb);
    }

    /// <summary>
    /// Gray pictures are stored with a second channel, so that rows must be converted.
    /// </summary>
    private static byte[] Resize(Case c, ReferenceResize.Image stored, Placement placement, bool portable)
    {
        var layout = c.Gray ? new PixelLayout(PixelFormat.Gray, 2) : new PixelLayout(PixelFormat.Rgb, 3);
        var bytes = c.Gray ? [.. stored.Rgb.Where((_, i) => i % 3 != 2)] : stored.Rgb;
        var rgb = new byte[3 * placement.Width * placement.Height];
        fixed (byte* pixels = bytes)
        {
            Resampler.Resize(
                new PixelBuffer(
                    (nint)pixels,
                    c.Width,
                    c.Height,
                    layout), Orientation.FromExif(c.Orientation), placement, c.Filter, rgb, portable);
        }

        return rgb;
    }
}
