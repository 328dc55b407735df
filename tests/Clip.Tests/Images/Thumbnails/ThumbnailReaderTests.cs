using Clip.Images.Thumbnails;
using Clip.Tests.Models;

namespace Clip.Tests.Images.Thumbnails;

public sealed class ThumbnailReaderTests
{
    private static readonly ThumbnailReader Reader = new();

    private static string Photo => Path.Combine(EmbeddedModel.Gallery, "photos", "lomiri-friends.jpg"); // 511 x 768

    [Theory]
    [InlineData(100, 100, 67, 100)]
    [InlineData(100, 1000, 100, 150)]
    [InlineData(5000, 5000, 511, 768)] // never enlarged
    [InlineData(1, 1, 1, 1)]
    public void The_picture_keeps_its_proportions_in_the_box(int width, int height, int columns, int rows)
    {
        var pixels = Reader.Read(Photo, width, height, TestContext.Current.CancellationToken);

        Assert.Equal((columns, rows), (pixels.Width, pixels.Height));
        Assert.Equal(3 * columns * rows, pixels.Values.Length);
    }

    [Fact]
    public void A_JPEG_of_the_pixels_reads_as_nearly_the_same()
    {
        var pixels = Reader.Read(Photo, 200, 200, TestContext.Current.CancellationToken);

        var again = Reader.Read(
            JpegFile.Encode(pixels, 95), "again", 200, 200, TestContext.Current.CancellationToken);

        Assert.Equal((pixels.Width, pixels.Height), (again.Width, again.Height));
        Assert.InRange(
            pixels.Values.Zip(again.Values).Average(static pair => Math.Abs(pair.First - pair.Second)), 0.01, 4);
    }

    [Fact]
    public void A_file_that_is_no_picture_is_refused()
    {
        using var folder = new TestFolder();
        folder.Write("a.jpg", "text");

        Assert.Throws<PictureException>(
            () => Reader.Read(folder.At("a.jpg"), 10, 10, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(10, 3)]
    public void A_sheet_has_a_place_for_each_picture(int count, int columns)
    {
        var pixels = Reader.Read(Photo, 60, 60, TestContext.Current.CancellationToken);
        SheetTile[] tiles =
        [
            .. Enumerable.Range(1, count).Select(number => new SheetTile(
                number % 4 == 0 ? null : pixels, number, $"{number} 100% \\n @label")),
        ];

        var sheet = Reader.Read(
            ContactSheet.Draw(tiles, columns), "sheet", 10_000, 10_000, TestContext.Current.CancellationToken);

        var across = columns > 0 ? columns : Math.Min(4, count);
        var down = (count + across - 1) / across;
        Assert.Equal((across * 252 + 12, down * 216 + 12), (sheet.Width, sheet.Height));
    }
}
