using Clip.Vectors;

namespace Clip.Searching;

/// <summary>Groups the pictures of a collection.</summary>
internal static class PictureClusters
{
    public static (IReadOnlyList<PictureCluster> Clusters, IReadOnlyList<CollectionFile> Outliers) Of(
        CollectedPictures pictures, ClusterRequest request, ClusterNames names, CancellationToken cancellationToken)
    {
        var labels = Labels(pictures, request, cancellationToken);
        var members = Enumerable.Range(0, pictures.Count).ToLookup(picture => labels[picture]);
        var all = MeanDirection.SumOf(pictures.Vectors.Span, pictures.Dimensions);
        var clusters = new List<PictureCluster>();
        foreach (var group in members.Where(static group => group.Key >= 0).OrderBy(static group => group.Key))
        {
            int[] inside = [.. group];
            var sum = new double[pictures.Dimensions];
            foreach (var picture in inside)
                Add(sum, pictures.Vector(picture));
            var name = names.Of(MeanDirection.Between(all, pictures.Count, sum, inside.Length));
            var typical = inside
                .OrderByDescending(picture => Product(sum, pictures.Vector(picture))).ThenBy(static picture => picture);
            clusters.Add(new PictureCluster(clusters.Count + 1, name, [.. typical.SelectMany(FilesOf)]));
        }
        return (clusters, [.. members[-1].SelectMany(FilesOf)]);

        IEnumerable<CollectionFile> FilesOf(int picture) => pictures.Files[picture].Select(static file =>
            new CollectionFile(file.File.Path, file.Index.Location, file.Caption));
    }

    /// <summary>The group of each picture, −1 for none, the largest first.</summary>
    public static IReadOnlyList<int> Labels(
        CollectedPictures pictures, ClusterRequest request, CancellationToken cancellationToken)
    {
        if (request.Groups is { } count)
            return SphericalKMeans.Cluster(pictures.Vectors, pictures.Dimensions, count, cancellationToken).Labels;
        var options = new HdbscanOptions { MinClusterSize = request.MinGroupSize, MinSamples = request.MinSamples };
        return Hdbscan.Cluster(pictures.Vectors, pictures.Dimensions, options, cancellationToken).Labels;
    }

    private static void Add(double[] sum, ReadOnlySpan<float> vector)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += vector[i];
    }

    private static double Product(double[] sum, ReadOnlySpan<float> vector)
    {
        double product = 0;
        for (var i = 0; i < sum.Length; i++)
            product += sum[i] * vector[i];
        return product;
    }
}
