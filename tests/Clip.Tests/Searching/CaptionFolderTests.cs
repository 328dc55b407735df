using Clip.Tests.Indexing;

namespace Clip.Tests.Searching;

/// <summary>The captions of a part of an index.</summary>
public sealed class CaptionFolderTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_captions_of_a_folder_are_chosen_from_with_a_picture_that_lies_in_it()
    {
        _folder.MakeAll(1, "a.bmp", "sub/b.bmp", "subway/c.bmp", "empty/d.bmp");
        Write("captions.jsonl",
            """{"image":"a.bmp","captions":["a","both"]}""", """{"image":"subway/c.bmp","caption":"c"}""", "\"alone\"");
        Write("sub/captions.jsonl", """{"image":"b.bmp","captions":["b","both"]}""", "\"alone below\"");
        await _folder.IndexAsync();

        Assert.Equal(["alone below", "b", "both"], await ChooseAsync("sub"));
        Assert.Equal(["a", "alone", "alone below", "b", "both", "c"], await ChooseAsync(""));
        Assert.Equal(
            SearchFault.NoCaptions, (await Assert.ThrowsAsync<SearchException>(() => ChooseAsync("empty"))).Fault);
    }

    [Fact]
    public async Task Captions_of_several_folders_are_ranked_together_each_text_once()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        Write("captions.jsonl", """{"image":"a.bmp","captions":["a","both"]}""", """{"image":"b.bmp","caption":"b"}""");
        await _folder.IndexAsync();
        using var other = new BitmapFolder();
        other.MakeAll(1, "c.bmp");
        await File.WriteAllTextAsync(
            other.At("captions.jsonl"), """{"image":"c.bmp","captions":["c","both"]}""", Stop);
        await other.IndexAsync();
        using var none = new BitmapFolder();
        none.Make("d.bmp", 9);
        await none.IndexAsync();
        using var search = new PictureSearch(
            BitmapFolder.Model,
            [
                new SearchedFolder(none.Location), new SearchedFolder(_folder.Location),
                new SearchedFolder(other.Location),
            ]);
        // An indexed picture of the last folder.
        var request = new CaptionRequest(PictureSource.FromIndex("c.bmp")) { TopK = 10 };

        var answer = await search.CaptionAsync(request, cancellationToken: Stop);

        Assert.Equal(["a", "b", "both", "c"], answer.Captions.Select(static one => one.Caption).Order());
        Assert.Equal(answer.Captions.OrderByDescending(static one => one.Score), answer.Captions);
        Assert.Equal([1, 2, 3, 4], answer.Captions.Select(static one => one.Rank));
        Assert.Equal(other.Location, answer.Captions.Single(static one => one.Caption == "c").Location);
        Assert.Equal("a.bmp", answer.Captions.Single(static one => one.Caption == "both").Picture);
        var best = await search.CaptionAsync(request with { TopK = 2 }, cancellationToken: Stop);
        Assert.Equal(answer.Captions.Take(2), best.Captions);
    }

    private async Task<string[]> ChooseAsync(string folder)
    {
        using var search = new PictureSearch(BitmapFolder.Model, [new SearchedFolder(_folder.Location, folder)]);
        var request = new CaptionRequest(PictureSource.FromFile(_folder.At("a.bmp"))) { TopK = 10 };
        var answer = await search.CaptionAsync(request, cancellationToken: Stop);
        Assert.All(answer.Captions, caption => Assert.StartsWith(folder, caption.Picture ?? folder));
        var scaled = await search.CaptionAsync(request with { Score = ScoreKind.Probability }, cancellationToken: Stop);
        Assert.Equal(1, scaled.Captions.Sum(static caption => caption.Score), 1e-3);
        return [.. answer.Captions.Select(static caption => caption.Caption).Order()];
    }

    private void Write(string path, params string[] lines) => File.WriteAllLines(_folder.At(path), lines);
}
