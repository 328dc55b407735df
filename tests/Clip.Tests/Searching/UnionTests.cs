using Clip.Tests.Indexing;

namespace Clip.Tests.Searching;

public sealed class UnionTests : IDisposable
{
    private readonly BitmapFolder _whole = new();

    public void Dispose() => _whole.Dispose();

    [Fact]
    public async Task Several_indexes_answer_as_one_index_with_all_pictures_would_whatever_is_tied()
    {
        var stop = TestContext.Current.CancellationToken;
        // Copies in one folder and across folders, so that many scores are equal.
        foreach (var (folder, first) in ((string, int)[])[("a", 0), ("b", 3), ("c", 1)])
        {
            for (var picture = 0; picture < 8; picture++)
                _whole.Make($"{folder}/{picture}.bmp", (first + picture) % 6);
        }
        await _whole.IndexAsync();
        string[] folders = ["a", "b", "c"];
        foreach (var folder in folders)
        {
            await new Indexer(BitmapFolder.Model, IndexLocation.For(_whole.At(folder)))
                .RunAsync(cancellationToken: stop);
        }
        using var one = new PictureSearch(BitmapFolder.Model, _whole.Location);
        using var several = new PictureSearch(
            BitmapFolder.Model,
            [.. folders.Select(folder => new SearchedFolder(IndexLocation.For(_whole.At(folder))))]);

        for (var count = 1; count <= 25; count++)
        {
            var request = new SearchRequest("stripes") { TopK = count, Rank = RankBy.Embedding };
            var expected = await one.SearchAsync(request, cancellationToken: stop);
            var answer = await several.SearchAsync(request, cancellationToken: stop);
            Assert.Equal(Answers(expected), Answers(answer));
        }
    }

    private static IEnumerable<(string, float)> Answers(SearchAnswer answer) =>
        answer.Pictures.Select(static picture => (picture.Location.Full(picture.Path), picture.Score));
}
