using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.IO.Hashing;

namespace Clip.Tests.Images;

public class PictureLimitsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_300_megapixel_picture_is_refused_before_its_pixels_are_decoded()
    {
        var png = Png(20_000, 15_000, rows: 15_000);
        var before = Process.GetCurrentProcess().PeakWorkingSet64;

        var error = Refusal(png, PictureLimits.Default);

        Assert.Equal(
            "big.png: is too large: 20000 × 15000 is 300 megapixels, 250 are allowed; shrink it first", error.Message);
        // decoded it would take 900 MB
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 200_000_000);
    }

    [Fact]
    public void A_file_whose_header_claims_too_many_pixels_is_refused() =>
        Assert.Equal(
            "big.png: is too large: 999999 × 999999 is 999998 megapixels, 250 are allowed; shrink it first",
            Refusal(Png(999_999, 999_999, rows: 1), PictureLimits.Default).Message);

    [Fact]
    public void An_absurd_size_is_refused_at_once()
    {
        Assert.StartsWith(
            "big.png: is too large: ",
            Refusal(Png(2_000_000_000, 2_000, rows: 1), PictureLimits.Default).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "big.png: is too large: ",
            Refusal([.. "P6 2000000000 2000 255\n"u8, 1, 2, 3], PictureLimits.Default).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "big.png: is too large: ",
            Refusal(Bitmap(2_000_000_000, 2_000), PictureLimits.Default).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_longer_than_the_limit_is_refused() =>
        Assert.Equal(
            "big.png: is too long: 100001 × 1 pixels, 100000 are allowed; cut or shrink it first",
            Refusal(Png(100_001, 1, rows: 1), PictureLimits.Default).Message);

    [Fact]
    public void A_picture_that_takes_more_memory_than_allowed_is_refused() =>
        Assert.Equal(
            "big.png: takes too much memory: 30 MB for 5000 × 2000 pixels, 20 MB are allowed; shrink it first",
            Refusal(Png(5_000, 2_000, rows: 2_000), new PictureLimits { MaxDecodedBytes = 20_000_000 }).Message);

    [Fact]
    public void A_picture_that_takes_longer_than_allowed_is_stopped() =>
        Assert.Equal(
            "big.png: took more than 0.001 s to decode; shrink it, or save it in a simpler format",
            Refusal(
                Png(5_000, 4_000, rows: 4_000), new PictureLimits { MaxTime = TimeSpan.FromMilliseconds(1) }).Message);

    [Fact]
    public void A_file_larger_than_allowed_is_not_read()
    {
        var limits = new PictureLimits { MaxFileBytes = 1_000_000 };
        var path = ImageGoldens.Picture("rgb_1023x769.png");
        var error = Assert.Throws<PictureException>(() =>
        {
            using var picture = Preprocessors.With(Preprocessors.Clip224, limits).Decode(path, DecodeMode.Exact, Token);
        });
        Assert.Equal($"{path}: is too large: 1.8 MB, 1 MB are allowed; shrink it first", error.Message);
    }

    [Fact]
    public void Decoding_can_be_cancelled_before_it_begins_and_while_it_runs()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => Preprocessors.Unresized.Decode(Png(8, 8, rows: 8), "x", DecodeMode.Exact, cancelled.Token));

        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        var png = Png(9_000, 9_000, rows: 9_000);
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var picture = Preprocessors.Unresized.Decode(png, "x", DecodeMode.Exact, soon.Token);
        });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 30_000)]
    [InlineData(30_000, 1)]
    [InlineData(1, 100_000)]
    public void Extreme_shapes_within_the_limits_work(int width, int height)
    {
        var preprocessor = Preprocessors.With(Preprocessors.Clip224);
        using var picture = preprocessor.Decode(Png(width, height, rows: height), "thin.png", DecodeMode.Fast, Token);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.All(preprocessor.Pixels(picture), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Limits_below_one_are_not_accepted()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLimits { MaxPixels = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLimits { MaxEdge = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLimits { MaxEdge = 1_000_001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLimits { MaxTime = TimeSpan.Zero });
    }

    private static PictureException Refusal(byte[] png, PictureLimits limits) => Assert.Throws<PictureException>(() =>
    {
        using var picture = Preprocessors.With(Preprocessors.Clip224, limits).Decode(
            png, "big.png", DecodeMode.Exact, Token);
    });

    /// <summary>A black RGB PNG; with fewer rows than its height, the header is false.</summary>
    private static byte[] Png(int width, int height, int rows)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + Math.Min(3L * width, 1_000_000)];
            for (var y = 0; y < rows; y++)
                deflate.Write(row);
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return
        [
            0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>The header of a 24-bit bitmap and a few more bytes.</summary>
    private static byte[] Bitmap(int width, int height)
    {
        var bitmap = new byte[200];
        (
            bitmap[0],
            bitmap[1],
            bitmap[2],
            bitmap[10],
            bitmap[14],
            bitmap[26],
            bitmap[28]) = ((byte)'B', (byte)'M', 200, 54, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(22), height);
        return bitmap;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. kind, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }
}
