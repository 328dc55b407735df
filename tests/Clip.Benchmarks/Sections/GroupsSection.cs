using System.Diagnostics;
using System.Globalization;
using Clip.Benchmarks.Vectors;

namespace Clip.Benchmarks.Sections;

/// <summary>Groups large collections, and compares the groups of near neighbors with those of all distances.</summary>
internal sealed class GroupsSection : ISection
{
    private const int Dimensions = 512;
    private const int Many = 100_000;
    private const int Few = 8_000;

    public string Name => "groups";

    public string Question => "how long does it take to group and map large collections?";

    public void Run(Report report)
    {
        var (vectors, planted) = PlantedGroups.Make(Many, Dimensions);
        report.Table(
            [$"{Many:N0} vectors of {Dimensions} dimensions, once", "seconds", "groups", "in no group", "agreement"],
            [
                Row("k-means, 100 groups", planted, () => SphericalKMeans.Cluster(vectors, Dimensions, 100).Labels),
                Row("HDBSCAN", planted, () => Hdbscan.Cluster(vectors, Dimensions).Labels),
            ]);
        var some = vectors.AsMemory(0, Few * Dimensions);
        IReadOnlyList<int> exact = [];
        report.Table(
            [$"{Few:N0} of them, once", "seconds", "groups", "in no group", "agreement with all distances"],
            [
                Row("HDBSCAN of all distances", null, () => exact = Hdbscan.Cluster(some, Dimensions).Labels),
                Row(
                    "HDBSCAN of near neighbors", exact, () => Hdbscan.Cluster(
                        some, Dimensions, new HdbscanOptions { ExactLimit = 0 }).Labels),
            ]);
        report.Table(
            [$"map {Few:N0} of them, once", "seconds"],
            [
                MapRow("principal components", () => VectorMap.Pca(some, Dimensions)),
                MapRow("t-SNE", () => VectorMap.Tsne(some, Dimensions)),
                MapRow("UMAP", () => VectorMap.Umap(some, Dimensions)),
            ]);
    }

    private static string[] MapRow(string name, Action map)
    {
        var clock = Stopwatch.StartNew();
        map();
        return [name, Report.Number(clock.Elapsed.TotalSeconds)];
    }

    private static string[] Row(string name, IReadOnlyList<int>? expected, Func<IReadOnlyList<int>> group)
    {
        var clock = Stopwatch.StartNew();
        var labels = group();
        return
        [
            name, Report.Number(clock.Elapsed.TotalSeconds),
            labels.Where(static label => label >= 0).Distinct().Count().ToString(CultureInfo.InvariantCulture),
            labels.Count(static label => label < 0).ToString("N0", CultureInfo.InvariantCulture),
            expected is null ? "" : Report.Number(PlantedGroups.Agreement(expected, labels)),
        ];
    }
}
