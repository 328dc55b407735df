using Clip.Indexing.Captions;

namespace Clip.Tests.Indexing.Captions;

public sealed class PicturePathsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("trips/Caf\u00e9.jpg", "trips/Caf\u00e9.jpg")] // the same path
    [InlineData("Caf\u00e9.jpg", "trips/Caf\u00e9.jpg")] // relative to the caption file's folder
    [InlineData("trips\\Caf\u00e9.jpg", "trips/Caf\u00e9.jpg")] // written on Windows
    [InlineData("Cafe\u0301.jpg", "trips/Caf\u00e9.jpg")] // written on macOS
    [InlineData("TRIPS/CAFE\u0301.JPG", "trips/Caf\u00e9.jpg")]
    [InlineData("CLIFF.jpg", "trips/north/cliff.jpg")] // by file name only
    [InlineData("two.jpg", "two.jpg")] // an exact match wins over case folding
    [InlineData("Two.jpg", "Two.jpg")]
    [InlineData("TWO.jpg", null)] // ambiguous
    [InlineData("beach.jpg", null)]
    [InlineData("south/cliff.jpg", null)]
    [InlineData("", null)]
    public void The_picture_that_a_caption_file_names_is_found(string written, string? path)
    {
        var location = IndexLocation.For(_folder.Path);
        string[] files =
        [
            "trips/Caf\u00e9.jpg", "trips/north/cliff.jpg", "two.jpg", "Two.jpg", "a/beach.jpg", "b/beach.jpg",
        ];

        var paths = new PicturePaths(location, _folder.At("trips", ""), files.Contains, () => files);
        Assert.Equal(path, paths.Find(written));
    }

    public void Dispose() => _folder.Dispose();
}
