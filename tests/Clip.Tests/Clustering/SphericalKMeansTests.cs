using System.Text.Json;

namespace Clip.Tests.Clustering;

/// <summary>k-means on the sphere against NumPy, scikit-learn and faiss.</summary>
public sealed class SphericalKMeansTests
{
    [Fact]
    public void From_given_centers_it_ends_at_the_reference()
    {
        var golden = AlgorithmGoldens.Read("kmeans");
        var cases = golden.GetProperty("cases").EnumerateArray().Concat(golden.GetProperty("edges").EnumerateArray());
        Assert.All(cases, one =>
        {
            var (vectors, _, dimensions) = AlgorithmGoldens.Vectors(one.GetProperty("data").GetString()!);
            var centers = one.GetProperty("initial_rows").Integers()
                .SelectMany(row => vectors[(row * dimensions)..((row + 1) * dimensions)]).ToArray();

            var clusters = SphericalKMeans.FromCenters(
                vectors, dimensions, centers, TestContext.Current.CancellationToken);

            Assert.Equal(one.GetProperty("assignments").Integers(), clusters.Labels);
            var objective = one.GetProperty("objective").GetDouble();
            Assert.Equal(objective, clusters.Objective, Math.Max(1e-6, 1e-6 * objective));
        });
    }

    [Fact]
    public void It_is_at_least_as_good_as_nine_of_ten_kmeans_plus_plus_runs() => Assert.All(Cases(), one =>
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors(one.GetProperty("data").GetString()!);

        var clusters = SphericalKMeans.Cluster(
            vectors, dimensions, one.GetProperty("k").GetInt32(), TestContext.Current.CancellationToken);

        Assert.InRange(
            clusters.Objective, one.GetProperty("required_objective").GetDouble(),
            one.GetProperty("best_objective_known").GetDouble() * 1.001);
        var sizes = clusters.Labels.GroupBy(static label => label).OrderBy(static group => group.Key)
            .Select(static group => group.Count()).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Equal(count, sizes.Sum());
    });

    [Fact]
    public void It_gives_the_same_clusters_again()
    {
        var (vectors, _, dimensions) = AlgorithmGoldens.Vectors("mix64");

        var first = SphericalKMeans.Cluster(vectors, dimensions, 12, TestContext.Current.CancellationToken);
        var second = SphericalKMeans.Cluster(vectors, dimensions, 12, TestContext.Current.CancellationToken);

        Assert.Equal(first.Labels, second.Labels);
        Assert.Equal(first.Objective, second.Objective);
    }

    [Theory]
    [InlineData("threefold", 5, 3)]
    [InlineData("three", 5, 3)]
    [InlineData("all_equal", 3, 1)]
    [InlineData("one", 1, 1)]
    public void More_clusters_than_vectors_that_differ_are_not_made(string data, int asked, int made)
    {
        var (vectors, _, dimensions) = AlgorithmGoldens.Vectors(data);

        var clusters = SphericalKMeans.Cluster(vectors, dimensions, asked, TestContext.Current.CancellationToken);

        Assert.Equal(made, clusters.Count);
        Assert.Equal(made, clusters.Labels.Distinct().Count());
    }

    [Fact]
    public void No_vectors_make_no_clusters_and_broken_input_is_refused()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(0, SphericalKMeans.Cluster(default, 4, 2, cancellationToken).Count);
        Assert.Throws<ArgumentException>(() => SphericalKMeans.Cluster(new float[7], 4, 2, cancellationToken));
        Assert.Throws<ArgumentException>(
            () => SphericalKMeans.Cluster(new[] { float.NaN, 0, 0, 0 }, 4, 2, cancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SphericalKMeans.Cluster(new float[4], 4, 0, cancellationToken));
        Assert.Throws<ArgumentException>(
            () => SphericalKMeans.FromCenters(new float[4], 4, default, cancellationToken));
    }

    private static JsonElement.ArrayEnumerator Cases() =>
        AlgorithmGoldens.Read("kmeans").GetProperty("cases").EnumerateArray();
}
