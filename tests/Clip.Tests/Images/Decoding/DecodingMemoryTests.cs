using Clip.Images.Decoding;
using Clip.Images.Preprocessing;
using Clip.Tests.Models;

namespace Clip.Tests.Images;

/// <summary>What a picture counts in the budget, before and after it is decoded.</summary>
public class DecodingMemoryTests
{
    private const double Pixels = 1000.0 * 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The bytes per pixel that decoders were measured to take at their peak, with pictures of 4096 × 4096.
    [Theory]
    [InlineData(PictureKind.Jpeg, "C0 11 08 03E8 03E8 03 01 22 00 02 11 01 03 11 01", 1, 3.04)]
    [InlineData(PictureKind.Jpeg, "C0 11 08 03E8 03E8 03 01 22 00 02 11 01 03 11 01", 4, 0.21)]
    [InlineData(PictureKind.Jpeg, "C2 11 08 03E8 03E8 03 01 22 00 02 11 01 03 11 01", 1, 6.02)] // progressive
    [InlineData(PictureKind.Jpeg, "C2 11 08 03E8 03E8 03 01 22 00 02 11 01 03 11 01", 8, 3.07)]
    [InlineData(PictureKind.Jpeg, "C2 11 08 03E8 03E8 03 01 11 00 02 11 01 03 11 01", 8, 6.07)] // with whole color
    public void A_JPEG_counts_what_it_takes(PictureKind kind, string frame, int shrink, double measured)
    {
        byte[] exif = [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 1, 2, 0xFF];
        var header = Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal));
        header[1] = 0;
        AssertEstimate([.. exif, header[0], 0, .. header[1..], 0, 0, 0, 0, 0, 0], kind, shrink, measured);
    }

    [Theory]
    [InlineData(8, 2, 0, 3.04)]
    [InlineData(16, 2, 0, 3.04)]
    [InlineData(8, 2, 1, 6.03)] // interlaced
    [InlineData(8, 6, 0, 7.02)] // with alpha
    [InlineData(8, 3, 0, 4.08)] // with a palette
    public void A_PNG_counts_what_it_takes(byte depth, byte color, byte interlace, double measured)
    {
        var png = new byte[40];
        (png[24], png[25], png[28]) = (depth, color, interlace);
        AssertEstimate(png, PictureKind.Png, 1, measured);
    }

    [Theory]
    [InlineData(16, false, 3.20)] // rows by strip
    [InlineData(1000, false, 10.09)] // one strip
    [InlineData(0, true, 7.25)] // tiles
    public void A_TIFF_counts_what_it_takes(int rowsPerStrip, bool isTiled, double measured)
    {
        using var tiff = new MemoryStream();
        using (var writer = new BinaryWriter(tiff))
        {
            writer.Write("II*\0"u8);
            writer.Write(8);
            writer.Write((short)2);
            Field(writer, isTiled ? 322 : 278, isTiled ? 256 : rowsPerStrip);
            Field(writer, 277, 3);
            writer.Write(0);
        }
        AssertEstimate(tiff.ToArray(), PictureKind.Tiff, 1, measured);

        static void Field(BinaryWriter writer, int tag, int value)
        {
            writer.Write((short)tag);
            writer.Write((short)4);
            writer.Write(1);
            writer.Write(value);
        }
    }

    [Theory]
    [InlineData(PictureKind.WebP, 8.13)]
    [InlineData(PictureKind.Avif, 15.08)]
    [InlineData(PictureKind.Jpeg2000, 15.41)]
    [InlineData(PictureKind.Bmp, 6.00)]
    [InlineData(PictureKind.Gif, 4.02)]
    public void Other_kinds_count_what_they_take(PictureKind kind, double measured) =>
        AssertEstimate(new byte[64], kind, 1, measured);

    [Theory]
    [InlineData("", 0)]
    [InlineData("FF D8 FF C2", 0)]
    [InlineData("FF D8 FF C2 00 11 08", 8)]
    [InlineData("FF D8 FF C2 00 11 08 00 10 00 10 FF 01", 8)] // claims 255 components
    [InlineData("FF D8 FF E1 00 00", 0)]
    [InlineData("FF D8 FF E1 FF FF", 0)]
    public void A_damaged_header_gives_an_estimate_too(string hex, int coefficientBytes) => AssertEstimate(
        Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), PictureKind.Jpeg, 1,
        3 + coefficientBytes);

    [Fact]
    public void A_caller_who_keeps_pictures_is_not_kept_from_decoding_more()
    {
        var memory = new MemoryBudget(4_000_000);
        var preprocessor = new ImagePreprocessor(Preprocessors.Config("""{"do_resize": false}"""), memory: memory);
        using var folder = new TestFolder();
        TinyModel.Noise(folder.At("a.png"), 1, 500, 500);

        var kept = Enumerable.Range(0, 10)
            .Select(_ => preprocessor.Decode(folder.At("a.png"), DecodeMode.Exact, Token)).ToList();

        Assert.Equal(0, memory.UsedBytes);
        kept.ForEach(static picture => picture.Dispose());
        Assert.Equal(0, memory.UsedBytes);
    }

    [Fact]
    public void Decoded_pixels_count_until_they_are_disposed_and_bad_files_count_nothing()
    {
        var memory = new MemoryBudget(40_000_000);
        var preprocessor = new ImagePreprocessor(Preprocessors.Config("""{"do_resize": false}"""), memory: memory);
        var ppm = Preprocessors.PortablePixmap(500, 400, new byte[3 * 500 * 400]);

        using (preprocessor.DecodeReserved(ppm, "a.ppm", DecodeMode.Exact, Token))
            Assert.Equal(3 * 500 * 400, memory.UsedBytes);
        Assert.Equal(0, memory.UsedBytes);

        Assert.Throws<PictureException>(
            () => preprocessor.DecodeReserved(ppm.AsSpan(0, 100_000), "a.ppm", DecodeMode.Exact, Token));
        Assert.Equal(0, memory.UsedBytes);
    }

    /// <summary>Not less than measured, and not so much more that fewer pictures than possible are decoded.</summary>
    private static void AssertEstimate(byte[] data, PictureKind kind, int shrink, double measured)
    {
        var header = new PictureHeader((int)Math.Sqrt(Pixels), (int)Math.Sqrt(Pixels), 1, BytesPerPixel: 3);
        var estimate = DecodingMemory.Estimate(new PictureData(data, kind, "x"), header, shrink);
        Assert.InRange((estimate - (1 << 20)) / Pixels, measured * 0.97 - 0.06, measured * 1.4 + 0.1);
    }
}
