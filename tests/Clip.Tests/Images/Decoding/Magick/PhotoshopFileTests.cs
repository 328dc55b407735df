using System.Buffers.Binary;

namespace Clip.Tests.Images.Magick;

/// <summary>Photoshop documents show their merged picture, as Photoshop does.</summary>
public sealed class PhotoshopFileTests
{
    private const int Pixels = 4;

    [Theory]
    [InlineData(100, false)]
    [InlineData(1500, false)]
    [InlineData(100, true)]
    public void Any_number_of_layers_does_not_matter(int layers, bool isBig) =>
        Assert.Equal((10, 20, 30), DecodedFile.Pixel(Document([10, 20, 30], layers, isBig), 1, 1));

    /// <summary>
    /// Pillow takes a fourth channel for alpha. It is a spot color or a selection, or else the transparency of a
    /// picture that was merged with white already.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-3)]
    public void A_channel_after_the_colors_hides_nothing(int layers) =>
        Assert.Equal((10, 20, 30), DecodedFile.Pixel(Document([10, 20, 30, 0], layers), 0, 0));

    [Fact]
    public void Inks_and_gray_may_have_spot_channels()
    {
        Assert.Equal((0, 255, 255), DecodedFile.Pixel(Document([0, 255, 255, 255, 0], 0, mode: 4), 0, 0));
        Assert.Equal((77, 77, 77), DecodedFile.Pixel(Document([77, 0], 0, mode: 1), 0, 0));
    }

    /// <summary>Writes a document of 2 × 2 pixels, all of one color, whose layers have one pixel.</summary>
    private static byte[] Document(byte[] color, int layers, bool isBig = false, byte mode = 3)
    {
        List<byte> section = [];
        if (layers != 0)
        {
            var count = Math.Abs(layers);
            List<byte> information = [.. Number(layers, 2)];
            for (var layer = 0; layer < count; layer++)
            {
                information.AddRange([.. Number(0, 8), .. Number(1, 4), .. Number(1, 4), .. Number(3, 2)]);
                for (var channel = 0; channel < 3; channel++)
                    information.AddRange([.. Number(channel, 2), .. Number(3, isBig ? 8 : 4)]);
                information.AddRange([.. "8BIMnorm"u8, 255, 0, 0, 0, .. Number(12, 4), .. Number(0, 8), 3, .. "abc"u8]);
            }

            for (var i = 0; i < 3 * count; i++)
                information.AddRange([0, 0, 99]);
            if (information.Count % 2 != 0)
                information.Add(0);
            section = [.. Number(information.Count, isBig ? 8 : 4), .. information, .. Number(0, 4)];
        }

        return
        [
            .. "8BPS"u8, .. Number(isBig ? 2 : 1, 2), .. new byte[6], .. Number(color.Length, 2),
            .. Number(2, 4), .. Number(2, 4), .. Number(8, 2), .. Number(mode, 2), .. Number(0, 8),
            .. Number(section.Count, isBig ? 8 : 4), .. section,
            .. Number(0, 2), .. color.SelectMany(value => Enumerable.Repeat(value, Pixels)),
        ];
    }

    private static byte[] Number(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[(8 - size)..];
    }
}
