using Clip.Tests.Indexing;
using Clip.Tests.Metadata;

namespace Clip.Tests.Searching;

/// <summary>Files with the same content: each has its own sidecars and folder.</summary>
public sealed class CopyTests : IDisposable
{
    private static readonly PictureFilter In2020 = new()
    {
        CapturedFrom = new DateTime(2020, 1, 1),
        CapturedBefore = new DateTime(2021, 1, 1),
    };

    private readonly BitmapFolder _folder = new();
    private readonly BitmapFolder _other = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task The_copy_that_is_shown_meets_the_filter_and_so_do_the_others()
    {
        await MakeAsync();
        using var search = new PictureSearch(BitmapFolder.Model, _folder.Location);
        var request = new SearchRequest("wanted") { Filter = In2020, WithFiles = true };

        foreach (var rank in new[] { RankBy.Embedding, RankBy.Words })
        {
            var asked = request with { Rank = rank };
            var all = await search.SearchAsync(asked, null, Stop);
            var folded = await search.SearchAsync(asked with { FoldCopies = true }, null, Stop);
            Assert.Equal(["b wanted.bmp", "c wanted.bmp"], all.Pictures.Select(found => found.Path));
            var one = Assert.Single(folded.Pictures);
            Assert.Equal(("b wanted.bmp", 2020), (one.Path, one.File!.Metadata!.Captured!.Value.Year));
            Assert.Equal(["c wanted.bmp"], one.Copies);
        }
        // A picture of which one copy has the path and another the date takes no place of one that meets both.
        var narrow = In2020 with { Globs = ["a*", "d*"] };
        Assert.Empty((await search.SearchAsync(request with { Filter = narrow }, null, Stop)).Pictures);
        Assert.Empty(List(narrow, foldCopies: true, _folder));

        var listed = Assert.Single(List(In2020, foldCopies: true, _folder));
        Assert.Equal(("b wanted.bmp", "c wanted.bmp"), (listed.File.Path, Assert.Single(listed.Copies)));
        Assert.Equal(
            ["b wanted.bmp", "c wanted.bmp"],
            List(In2020, foldCopies: false, _folder).Select(static one => one.File.Path));
    }

    [Fact]
    public async Task Several_folders_are_sorted_together_and_their_copies_are_folded()
    {
        _folder.MakeAll(1, "z.bmp", "y.bmp");
        _other.MakeAll(2, "a.bmp", "x.bmp");
        await _folder.IndexAsync();
        await _other.IndexAsync();
        using var search = new PictureSearch(
            BitmapFolder.Model, [new SearchedFolder(_folder.Location), new SearchedFolder(_other.Location)]);
        string[] all = [_folder.At("y.bmp"), _folder.At("z.bmp"), _other.At("a.bmp"), _other.At("x.bmp")];

        Assert.Equal(
            all.Order(StringComparer.Ordinal), List(null, foldCopies: false, _folder, _other).Select(FullPath));
        var listed = List(null, foldCopies: true, _other, _folder);
        var found = (await search.SearchAsync(new SearchRequest("dots") { FoldCopies = true }, null, Stop)).Pictures;

        Assert.Equal(3, listed.Count);
        Assert.Equal(3, found.Count);
        var copied = Assert.Single(found, static picture => picture.Copies.Count > 0);
        Assert.Equal(_folder.At("y.bmp"), copied.Location.Full(copied.Path));
        Assert.Equal(_other.At("a.bmp"), copied.Location.Full(Assert.Single(copied.Copies)));
        Assert.Single(listed, static picture => picture.Copies.Count > 0);
    }

    private static string FullPath(ListedPicture picture) => picture.Location.Full(picture.File.Path);

    private static IReadOnlyList<ListedPicture> List(
        PictureFilter? filter, bool foldCopies, params BitmapFolder[] folders) =>
        PictureListing.List(
            [.. folders.Select(static folder => new SearchedFolder(folder.Location))],
            new ListRequest
            {
                Filter = filter,
                FoldCopies = foldCopies,
                Order = new PictureOrder(PictureProperty.Path),
            }).Pictures;

    private async Task MakeAsync()
    {
        foreach (var (name, year) in new[] { ("a wanted", 2019), ("b wanted", 2020), ("c wanted", 2020), ("d", 2021) })
        {
            _folder.Make($"{name}.bmp", 1);
            await File.WriteAllBytesAsync(
                _folder.At($"{name}.xmp"), XmpText.Packet($"exif:DateTimeOriginal=\"{year}:05:03 10:00:00\""), Stop);
        }
        _folder.Make("e.bmp", 2);
        await _folder.IndexAsync(new IndexerOptions());
    }
}
