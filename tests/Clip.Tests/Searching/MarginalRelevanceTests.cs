using System.Text.Json;
using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Maximal marginal relevance gives the order of the references.</summary>
public sealed class MarginalRelevanceTests
{
    [Fact]
    public void Orders_are_the_references()
    {
        var cases = AlgorithmGoldens.Json("rank", "mmr.json").GetProperty("cases").EnumerateArray()
            .Where(static one => one.GetProperty("data").GetString() == "gallery.images").ToList();
        Assert.True(cases.Count >= 10);
        Assert.All(cases, one =>
        {
            var vectors = AlgorithmGoldens.Rows("data", "gallery.images.npy");
            var query = AlgorithmGoldens.Named(one.GetProperty("query").GetString()!);
            // As a search ranks them: best first.
            var ranked = vectors.Index().OrderByDescending(picture => Dot(query, picture.Item)).ToList();
            var expected = one.GetProperty("order").Integers();

            var found = MarginalRelevance.Order(
                [.. ranked.Select(picture => Dot(query, picture.Item))], [.. ranked.Select(static p => p.Item)],
                one.GetProperty("lambda").GetDouble(), expected.Length).ConvertAll(i => ranked[i].Index);

            var gaps = one.GetProperty("gap_to_next_best").EnumerateArray()
                .Select(static gap => gap.ValueKind == JsonValueKind.Number ? gap.GetDouble() : 1).ToList();
            var clear = gaps.FindIndex(static gap => gap < 1e-6) is var tie and >= 0 ? tie : expected.Length;
            Assert.True(clear > 0);
            Assert.Equal(expected.Take(clear), found.Take(clear));
        });
    }

    [Fact]
    public void Equally_good_ones_keep_their_order()
    {
        float[] same = [1, 0];

        Assert.Equal([0, 1, 2], MarginalRelevance.Order([0.5, 0.5, 0.5], [same, same, same], 0.5, 9));
        Assert.Equal([0, 2, 1], MarginalRelevance.Order([0.9, 0.9, 0.5], [same, same, [0, 1]], 0.5, 9));
        Assert.Empty(MarginalRelevance.Order([], [], 0.5, 9));
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();
}
