using Clip.Tests.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Clip.Tests.ImageSharp;

/// <summary>Pictures that a program holds as ImageSharp's.</summary>
public sealed class ImageSharpPictureTests
{
    private static readonly string Drawing = Path.Combine(Repository.Root, "gallery", "drawings", "006.png");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Its_vector_is_that_of_the_file()
    {
        using var model = ClipModel.Load(MiniModel.Folder);
        using var image = Image.Load<Rgba32>(Drawing);

        Assert.Equal(model.Image.Encode(Drawing, Token), model.Image.Encode(image, Token));
    }

    [Fact]
    public void Every_pixel_type_gives_the_same_pixels()
    {
        using var opaque = new Image<Rgba32>(31, 17);
        opaque.Mutate(static context => context.ProcessPixelRowsAsVector4(static (row, point) =>
        {
            for (var x = 0; x < row.Length; x++)
                row[x] = new(x / 31f, point.Y / 17f, (x ^ point.Y) / 31f, 1);
        }));
        var expected = Pixels(opaque);

        Assert.Equal(expected, Pixels(opaque.CloneAs<Rgb24>()));
        Assert.Equal(expected, Pixels(opaque.CloneAs<Bgr24>()));
        Assert.Equal(expected, Pixels(opaque.CloneAs<Bgra32>()));
        Assert.Equal(expected, Pixels(opaque.CloneAs<Rgba64>()));
        using var gray = opaque.CloneAs<L8>();
        Assert.Equal(Pixels(gray.CloneAs<Rgb24>()), Pixels(gray));
        Assert.Equal(Pixels(gray), Pixels(gray.CloneAs<La16>()));
    }

    /// <summary>ImageSharp divides large pictures into several buffers.</summary>
    [Fact]
    public void A_picture_in_several_buffers_gives_the_same_pixels()
    {
        using var image = new Image<Rgba32>(1500, 1500, new Rgba32(10, 20, 30));
        image[1499, 1499] = new Rgba32(200, 100, 50);
        Assert.False(image.DangerousTryGetSinglePixelMemory(out _));

        var pixels = Pixels(image);

        Assert.Equal([10, 20, 30], pixels[..3]);
        Assert.Equal([200, 100, 50], pixels[^3..]);
    }

    [Fact]
    public void Transparency_is_composited_over_white()
    {
        using var image = new Image<Rgba32>(2, 1, new Rgba32(0, 0, 0, 0));
        Assert.Equal([255, 255, 255, 255, 255, 255], Pixels(image));
    }

    [Fact]
    public void The_EXIF_orientation_is_applied_once()
    {
        using var image = new Image<Rgb24>(3, 2, new Rgb24(1, 2, 3));
        image[0, 0] = new Rgb24(9, 9, 9);
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);
        using var turned = image.Clone(static context => context.AutoOrient());
        using var view = image.ToPicture();

        Assert.Equal((2, 3), (view.Width, view.Height));
        Assert.Equal(Pixels(turned), Pixels(image));
    }

    [Fact]
    public void Null_and_disposed_pictures_are_refused()
    {
        var image = new Image<Rgb24>(1, 1);
        image.Dispose();

        Assert.Throws<ArgumentNullException>(static () => ((Image)null!).ToPicture());
        Assert.Throws<ObjectDisposedException>(() => image.ToPicture());
    }

    private static byte[] Pixels(Image image)
    {
        using var picture = image.ToPicture();
        return Preprocessors.Unresized.Pixels(picture);
    }
}
