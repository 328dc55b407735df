using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests.Interchange;

/// <summary>An imported database of rclip answers as rclip does.</summary>
public sealed class RclipSearchTests
{
    [Fact]
    public void An_imported_database_gives_the_order_that_rclip_gives()
    {
        using var root = new TestFolder();
        using var model = EmbeddedModel.Load();
        var location = IndexLocation.For(root.Path);
        var report = new VectorImport(model, location).Run(
            VectorTableReader.Read(IndexGoldens.At("rclip-4.0/db.sqlite3")),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(31, report.Away);

        var expected = IndexGoldens.Read("rclip-4.0/expected.json");
        var texts = Texts(expected.GetProperty("query_texts"));
        var queries = VectorTableReader.Read(IndexGoldens.At("rclip-4.0/queries.npy"));
        var filter = new PictureFilter { Folder = expected.GetProperty("search_under").GetString()!.TrimStart('/') };
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        foreach (var search in expected.GetProperty("searches").EnumerateArray())
        {
            var query = new float[model.Dimensions];
            var first = search.GetProperty("query").GetString()!;
            var isDouble = first.StartsWith("2:", StringComparison.Ordinal);
            Add(query, isDouble ? first[2..] : first, isDouble ? 2 : 1);
            foreach (var text in Texts(search.GetProperty("add")))
                Add(query, text, 1);
            foreach (var text in Texts(search.GetProperty("subtract")))
                Add(query, text, -1);

            var hits = snapshot.SearchPictures(
                query, 5, filter: filter, cancellationToken: TestContext.Current.CancellationToken);

            var top = search.GetProperty("top5").EnumerateArray().ToList();
            Assert.All(top.Zip(hits), static pair => Assert.Equal(
                pair.First.GetProperty("score").GetDouble(), pair.Second.Score, 1e-5));
            // Copies have equal scores, and their order is free.
            Assert.Equal(
                top.Select(static hit => hit.GetProperty("path").GetString()!.TrimStart('/')).Order(),
                hits.Select(static hit => hit.Path).Order());
        }

        void Add(float[] query, string text, float weight)
        {
            var vector = queries.Rows[texts.IndexOf(text)].Vector.Span;
            for (var i = 0; i < query.Length; i++)
                query[i] += weight * vector[i];
        }
    }

    private static List<string> Texts(JsonElement list) =>
        [.. list.EnumerateArray().Select(static text => text.GetString()!)];
}
