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
