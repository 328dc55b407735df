using System.Numerics.Tensors;
using Microsoft.Extensions.VectorData;
using Item = System.Collections.Generic.Dictionary<string, object?>;

namespace Clip.Tests.VectorData;

/// <summary>The distance functions of the abstraction, and that the search is exact with each of them.</summary>
public sealed class DistanceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DistanceFunction.CosineSimilarity, 1, -1, 0, "021")]
    [InlineData(DistanceFunction.CosineDistance, 0, 2, 1, "021")]
    [InlineData(DistanceFunction.DotProductSimilarity, 1, -1, 0, "021")]
    [InlineData(DistanceFunction.NegativeDotProductSimilarity, -1, 1, 0, "021")]
    [InlineData(DistanceFunction.EuclideanDistance, 0, 2, 1.73, "021")]
    [InlineData(DistanceFunction.EuclideanSquaredDistance, 0, 4, 3, "021")]
    [InlineData(DistanceFunction.ManhattanDistance, 0, 2, 3, "012")]
    [InlineData(DistanceFunction.HammingDistance, 0, 1, 3, "012")]
    public async Task Scores_and_order_are_those_of_the_abstraction(
        string function, double exact, double opposite, double orthogonal, string order)
    {
        using var store = new ClipVectorStore();
        var items = await CollectionAsync(store, function, 4);
        await items.UpsertAsync(
            [Record("0", [1, 0, 0, 0]), Record("1", [-1, 0, 0, 0]), Record("2", [0, -1, -1, 0])], Stop);
        double[] scores = [exact, opposite, orthogonal];

        var found = await items.SearchAsync(new float[] { 1, 0, 0, 0 }, 3, null, Stop).ToListAsync(Stop);
        var near = await items.SearchAsync(
            new float[] { 1, 0, 0, 0 }, 3, new() { ScoreThreshold = found[1].Score }, Stop).ToListAsync(Stop);
        var page = await items.SearchAsync(
            new float[] { 1, 0, 0, 0 }, 1, new() { Skip = 1 }, Stop).SingleAsync(Stop);

        Assert.Equal(order, string.Concat(found.Select(static hit => (string)hit.Record["Key"]!)));
        foreach (var hit in found)
            Assert.Equal(scores[int.Parse((string)hit.Record["Key"]!, null)], hit.Score!.Value, 0.005);
        Assert.Equal(found.Take(2).Select(Key), near.Select(Key));
        Assert.Equal(Key(found[1]), Key(page));
    }

    [Theory]
    [InlineData(DistanceFunction.CosineSimilarity)]
    [InlineData(DistanceFunction.DotProductSimilarity)]
    [InlineData(DistanceFunction.EuclideanDistance)]
    [InlineData(DistanceFunction.ManhattanDistance)]
    public async Task After_any_changes_the_nearest_are_those_of_comparing_all(string function)
    {
        const int dimensions = 24;
        using var store = new ClipVectorStore();
        var items = await CollectionAsync(store, function, dimensions);
        var random = new Random(7);
        Dictionary<string, float[]> expected = [];
        for (var round = 0; round < 12; round++)
        {
            var batch = Enumerable.Range(0, 150)
                .Select(_ => (Key: $"k{random.Next(400)}-", Vector: Vector(random, dimensions))).ToList();
            await items.UpsertAsync(batch.Select(static item => Record(item.Key, item.Vector)), Stop);
            foreach (var (key, vector) in batch)
                expected[key] = vector;
            object[] removed = [.. expected.Keys.Where(_ => random.Next(3) == 0)];
            await items.DeleteAsync(removed, Stop);
            foreach (var key in removed)
                expected.Remove((string)key);
        }

        var query = Vector(random, dimensions);
        var found = await items.SearchAsync(
            query, 10, new() { Filter = static r => ((string)r["Key"]!).StartsWith("k1"), IncludeVectors = true }, Stop)
            .ToListAsync(Stop);

        var best = expected.Where(static pair => pair.Key.StartsWith("k1", StringComparison.Ordinal))
            .OrderByDescending(pair => Similarity(function, query, pair.Value)).Take(10).ToList();
        Assert.Equal(best.Select(static pair => pair.Key), found.Select(Key));
        Assert.All(best.Zip(found), static pair => Assert.Equal(
            pair.First.Value, ((ReadOnlyMemory<float>)pair.Second.Record["Vector"]!).ToArray()));
    }

    [Fact]
    public async Task A_vector_of_zeros_is_orthogonal_to_all()
    {
        using var store = new ClipVectorStore();
        var items = await CollectionAsync(store, DistanceFunction.CosineSimilarity, 4);
        await items.UpsertAsync([Record("zero", new float[4])], Stop);

        var found = await items.SearchAsync(new float[] { 1, 0, 0, 0 }, 1, null, Stop).SingleAsync(Stop);

        Assert.Equal(0, found.Score);
    }

    [Fact]
    public async Task Vectors_that_do_not_fit_are_refused_and_nothing_is_stored()
    {
        using var store = new ClipVectorStore();
        var items = await CollectionAsync(store, DistanceFunction.CosineSimilarity, 4);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            items.UpsertAsync([Record("a", new float[4]), Record("b", new float[3])], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => items.UpsertAsync([Record("c", [1, 2, 3, float.NaN])], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            items.SearchAsync(new float[5], 1, null, Stop).ToListAsync(Stop).AsTask());

        Assert.Empty(await items.GetAsync(static _ => true, 9, null, Stop).ToListAsync(Stop));
    }

    private static string Key(VectorSearchResult<Item> hit) => (string)hit.Record["Key"]!;

    private static Item Record(string key, float[] vector) => new()
    {
        ["Key"] = key,
        ["Vector"] = new ReadOnlyMemory<float>(vector),
    };

    private static float[] Vector(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() * 2 - 1)];

    private static double Similarity(string function, float[] a, float[] b) => function switch
    {
        DistanceFunction.CosineSimilarity => TensorPrimitives.CosineSimilarity(a, b),
        DistanceFunction.DotProductSimilarity => TensorPrimitives.Dot<float>(a, b),
        DistanceFunction.ManhattanDistance => -a.Zip(b, static (x, y) => Math.Abs((double)x - y)).Sum(),
        _ => -TensorPrimitives.Distance<float>(a, b),
    };

    private static async Task<VectorStoreCollection<object, Item>> CollectionAsync(
        ClipVectorStore store, string function, int dimensions)
    {
        var items = store.GetDynamicCollection("items", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Key", typeof(string)),
                new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), dimensions)
                {
                    DistanceFunction = function,
                    IndexKind = IndexKind.Flat,
                },
            ],
        });
        await items.EnsureCollectionExistsAsync(Stop);
        return items;
    }
}
