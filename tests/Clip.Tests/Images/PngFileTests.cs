using Clip.Images;

namespace Clip.Tests.Images;

public sealed class PngFileTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 47)]
    public void A_written_file_decodes_to_the_same_pixels(int width, int height)
    {
        using var folder = new TestFolder();
        var pixels = Preprocessors.Noise(width, height, 1);
        PngFile.Write(folder.At("a.png"), pixels, width, height);
        using var picture = Preprocessors.Unresized.Decode(
            folder.At("a.png"), DecodeMode.Exact, TestContext.Current.CancellationToken);
        Assert.Equal(PictureKind.Png, picture.Kind);
        Assert.Equal(pixels, Preprocessors.Unresized.Pixels(picture));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_of_its_path()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "no", "a.png");
        Assert.Equal(path, Assert.Throws<PictureException>(() => PngFile.Write(path, new byte[3], 1, 1)).Subject);
    }
}
