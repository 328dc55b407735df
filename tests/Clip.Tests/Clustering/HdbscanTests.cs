using System.Text.Json;

namespace Clip.Tests.Clustering;

/// <summary>Density-based groups against the hdbscan package.</summary>
public sealed class HdbscanTests
{
    [Fact]
    public void Groups_probabilities_and_persistence_are_those_of_the_reference() => Assert.All(
        AlgorithmGoldens.Read("hdbscan").EnumerateArray(), one =>
        {
            var (vectors, _, dimensions) = AlgorithmGoldens.Vectors(one.GetProperty("data").GetString()!);

            var clusters = Hdbscan.Cluster(
                vectors, dimensions, OptionsOf(one), TestContext.Current.CancellationToken);

            var accepted = Groupings(one).Select(static labels => string.Join(' ', labels));
            Assert.Contains(string.Join(' ', clusters.Labels), accepted);
            if (one.GetProperty("ambiguous").GetBoolean())
                return;
            AssertNear(one.GetProperty("probabilities").Doubles(), clusters.Probabilities);
            AssertNear(one.GetProperty("persistence").Doubles(), clusters.Persistence);
        });

    [Fact]
    public void Near_neighbors_alone_give_nearly_the_groups_of_all_distances()
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors("mix64");
        var options = new HdbscanOptions { MinClusterSize = 10, MinSamples = 1 };
        var exact = Hdbscan.Cluster(vectors, dimensions, options, TestContext.Current.CancellationToken);
        options.ExactLimit = 0;

        var near = Hdbscan.Cluster(vectors, dimensions, options, TestContext.Current.CancellationToken);

        Assert.Equal(exact.Count, near.Count);
        var differing = exact.Labels.Zip(near.Labels).Count(static pair => pair.First != pair.Second);
        Assert.InRange(differing, 0, count / 20);
    }

    [Theory]
    [InlineData("one", 5)]
    [InlineData("three", 5)]
    [InlineData("all_equal", 2)]
    public void Too_few_or_equal_vectors_are_outliers(string data, int minClusterSize)
    {
        var (vectors, count, dimensions) = AlgorithmGoldens.Vectors(data);

        var clusters = Hdbscan.Cluster(
            vectors, dimensions, new HdbscanOptions { MinClusterSize = minClusterSize },
            TestContext.Current.CancellationToken);

        Assert.Equal(0, clusters.Count);
        Assert.Equal(Enumerable.Repeat(-1, count), clusters.Labels);
        Assert.All(clusters.Probabilities, static probability => Assert.Equal(0, probability));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            "options.MinClusterSize", static () => Cluster(new HdbscanOptions { MinClusterSize = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "options.MinSamples", static () => Cluster(new HdbscanOptions { MinSamples = 0 }));
    }

    private static DensityClusters Cluster(HdbscanOptions options) =>
        Hdbscan.Cluster(new float[8], 4, options, TestContext.Current.CancellationToken);

    private static HdbscanOptions OptionsOf(JsonElement one) => new()
    {
        MinClusterSize = one.GetProperty("min_cluster_size").GetInt32(),
        MinSamples = one.GetProperty("min_samples_given") is { ValueKind: JsonValueKind.Number } given
            ? given.GetInt32()
            : null,
        Selection = one.GetProperty("selection").GetString() == "leaf"
            ? ClusterSelection.Leaf
            : ClusterSelection.ExcessOfMass,
        AllowSingleCluster = one.GetProperty("allow_single_cluster").GetBoolean(),
    };

    /// <summary>The grouping of the reference, and where equal distances allow several, all that were seen.</summary>
    private static IEnumerable<int[]> Groupings(JsonElement one)
    {
        yield return one.GetProperty("labels").Integers();
        if (!one.TryGetProperty("other_groupings_seen", out var others))
            yield break;
        foreach (var other in others.EnumerateArray())
            yield return (other.ValueKind == JsonValueKind.Array ? other : other.GetProperty("labels")).Integers();
    }

    private static void AssertNear(double[] expected, IReadOnlyList<double> found)
    {
        Assert.Equal(expected.Length, found.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-5);
    }
}
