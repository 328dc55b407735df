using System.Text.Json;

namespace Clip.Tests.Projection;

/// <summary>Maps of vectors against scikit-learn, openTSNE and umap-learn.</summary>
public sealed class VectorMapTests
{
    [Fact]
    public void Principal_components_are_those_of_the_reference() => Assert.All(Cases(), one =>
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors(one.GetProperty("data").GetString()!);
        var golden = one.GetProperty("pca");
        var variances = golden.GetProperty("explained_variance").Doubles();

        var found = PrincipalComponents.Of(
            vectors, dimensions, variances.Length, TestContext.Current.CancellationToken);

        for (var i = 0; i < variances.Length; i++)
        {
            Assert.Equal(variances[i], found.Variances[i], 1e-5 * variances[i]);
            Assert.Equal(
                golden.GetProperty("explained_variance_ratio").Doubles()[i], found.Variances[i] / found.TotalVariance,
                1e-5);
        }
        var expected = golden.GetProperty("coordinates").Doubles();
        var columns = golden.GetProperty("coordinate_columns").GetInt32();
        for (var column = 0; column < columns; column++)
        {
            // The sign of a component is free.
            var pairs = Enumerable.Range(0, count).Select(row => (
                Expected: expected[(row * columns) + column],
                Found: found.Positions.Span[(row * found.Count) + column])).ToList();
            var sign = Math.Sign(pairs.Sum(static pair => pair.Expected * pair.Found));
            Assert.All(pairs, pair => Assert.Equal(pair.Expected, sign * pair.Found, 1e-4));
        }
    });

    [Fact]
    public void Measures_of_the_references_maps_are_the_references() => Assert.All(Cases(), one =>
    {
        foreach (var layout in one.GetProperty("layouts").EnumerateArray())
        {
            var golden = layout.GetProperty("first_seed");
            var map = Array.ConvertAll(golden.GetProperty("coordinates").Doubles(), static number => (float)number);
            AssertMeasures(
                one, map, (name, measure) => Assert.Equal(golden.GetProperty(name).GetDouble(), measure, 1e-4));
        }
    });

    [Theory]
    [InlineData("gallery.images", "tsne")]
    [InlineData("gallery.images", "umap")]
    [InlineData("mix64", "tsne")]
    [InlineData("mix64", "umap")]
    public void Own_maps_keep_neighborhoods_as_well_as_the_references(string data, string kind)
    {
        var one = Cases().Single(one => one.GetProperty("data").GetString() == data);
        var (vectors, _, dimensions) = AlgorithmGoldens.Vectors(data);
        var layouts = one.GetProperty("layouts").EnumerateArray()
            .Where(layout => layout.GetProperty("kind").GetString()!.StartsWith(kind, StringComparison.Ordinal))
            .ToList();
        var cancellationToken = TestContext.Current.CancellationToken;

        var map = kind == "umap"
            ? VectorMap.Umap(vectors, dimensions, cancellationToken: cancellationToken)
            : VectorMap.Tsne(
                vectors, dimensions, layouts[0].GetProperty("parameters").GetProperty("perplexity").GetDouble(),
                cancellationToken);

        AssertMeasures(one, map.ToArray(), (name, measure) => Assert.All(layouts, layout =>
            Assert.True(
                measure >= layout.GetProperty("required").GetProperty(name).GetDouble(), $"{name} is {measure}")));
    }

    [Fact]
    public void A_map_by_the_tree_is_as_good_as_an_exact_one()
    {
        const string data = "gallery.images";
        var one = Cases().Single(one => one.GetProperty("data").GetString() == data);
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors(data);
        var cancellationToken = TestContext.Current.CancellationToken;
        var exact = VectorMap.Tsne(vectors, dimensions, 10, cancellationToken);

        var map = VectorMap.TsneUpTo(0, vectors, dimensions, 10, cancellationToken);

        Assert.NotEqual(exact.ToArray(), map.ToArray());
        Assert.True(Quality(map) > Quality(exact) - 0.02, $"{Quality(map)} instead of {Quality(exact)}");

        double Quality(ReadOnlyMemory<float> positions) =>
            MapQuality.Trustworthiness(vectors, dimensions, positions, 10, cancellationToken)
            + MapQuality.NeighborhoodHit(LabelsOf(one, count), positions, 10);
    }

    [Fact]
    public void Few_pictures_that_are_all_neighbors_do_not_fall_together()
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors("gallery.images");
        var map = VectorMap.Tsne(vectors, dimensions, cancellationToken: TestContext.Current.CancellationToken);
        for (var axis = 0; axis < 2; axis++)
        {
            var positions = Enumerable.Range(0, count).Select(i => map.Span[(2 * i) + axis]).ToList();
            Assert.Equal(count, positions.Distinct().Count());
            Assert.True(positions.Max() - positions.Min() > 1);
        }
    }

    [Fact]
    public void The_same_vectors_give_the_same_map()
    {
        var (vectors, _, dimensions) = AlgorithmGoldens.Vectors("dup64");
        var cancellationToken = TestContext.Current.CancellationToken;

        Assert.Equal(
            VectorMap.Tsne(vectors, dimensions, 5, cancellationToken).ToArray(),
            VectorMap.Tsne(vectors, dimensions, 5, cancellationToken).ToArray());
        Assert.Equal(
            VectorMap.Umap(vectors, dimensions, 5, cancellationToken).ToArray(),
            VectorMap.Umap(vectors, dimensions, 5, cancellationToken).ToArray());
    }

    [Theory]
    [InlineData("one", 0, 0)]
    [InlineData("all_equal", 0, 0)]
    [InlineData("opposite", 1, 0)]
    [InlineData("three", 1, 1)]
    public void Few_or_equal_vectors_have_positions_that_are_numbers(string data, float mostX, float mostY)
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors(data);
        var cancellationToken = TestContext.Current.CancellationToken;

        var pca = VectorMap.Pca(vectors, dimensions, cancellationToken).ToArray();
        var tsne = VectorMap.Tsne(vectors, dimensions, cancellationToken: cancellationToken).ToArray();
        var umap = VectorMap.Umap(vectors, dimensions, cancellationToken: cancellationToken).ToArray();

        Assert.Equal(2 * count, pca.Length);
        for (var i = 0; i < count; i++)
        {
            Assert.InRange(Math.Abs(pca[2 * i]), 0, mostX + 1e-6);
            Assert.InRange(Math.Abs(pca[(2 * i) + 1]), 0, mostY + 1e-6);
        }
        Assert.All(tsne.Concat(umap), static number => Assert.True(float.IsFinite(number)));
        if (data == "opposite")
            Assert.Equal(1, Math.Abs(pca[0]), 1e-6);
    }

    private static void AssertMeasures(JsonElement one, float[] map, Action<string, double> check)
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors(one.GetProperty("data").GetString()!);
        var cancellationToken = TestContext.Current.CancellationToken;
        foreach (var k in (int[])[5, 15])
        {
            check(
                $"trustworthiness_{k}",
                MapQuality.Trustworthiness(vectors, dimensions, map, k, cancellationToken));
            check($"continuity_{k}", MapQuality.Continuity(vectors, dimensions, map, k, cancellationToken));
            check($"neighbourhood_hit_{k}", MapQuality.NeighborhoodHit(LabelsOf(one, count), map, k));
        }
    }

    /// <summary>The planted clusters, or what kind of picture each is.</summary>
    private static int[] LabelsOf(JsonElement one, int count) => one.GetProperty("data").GetString() switch
    {
        "gallery.images" => [.. AlgorithmGoldens.Read("gallery").Integers().Take(count)],
        var data => AlgorithmGoldens.Labels(data + ".labels"),
    };

    private static JsonElement.ArrayEnumerator Cases() => AlgorithmGoldens.Read("project").EnumerateArray();
}
