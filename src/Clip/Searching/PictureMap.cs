namespace Clip.Searching;

/// <summary>Places the pictures of a collection on a map.</summary>
internal static class PictureMap
{
    private const int Neighbors = 10;
    private const int FewestToMeasure = 30;
    private const int MostToMeasure = 4_000;

    public static MapAnswer Of(
        CollectedPictures pictures, MapRequest request, ClipModel model, ClusterNames names,
        NoticeLog notices, CancellationToken cancellationToken)
    {
        var positions = Positions(pictures, request, model, notices, cancellationToken);
        var groups = Array.Empty<PictureCluster>();
        if (request.WithGroups)
            groups = [.. PictureClusters.Of(pictures, new ClusterRequest(), names, cancellationToken).Clusters];
        var groupOf = groups.SelectMany(static group => group.Files.Select(file => (file.FullPath, group.Number)))
            .ToDictionary(static file => file.FullPath, static file => file.Number - 1);
        var files = Enumerable.Range(0, pictures.Count).SelectMany(picture => pictures.Files[picture].Select(file =>
            new MapFile(
                file.File.Path, file.Index.Location, file.Caption, positions[2 * picture], positions[(2 * picture) + 1],
                groupOf.GetValueOrDefault(file.FullPath, -1), Taken(file.File))));
        return new MapAnswer([.. files], [.. groups.Select(static group => group.Name)])
        {
            Trustworthiness = pictures.Count is >= FewestToMeasure and <= MostToMeasure
                ? MapQuality.Trustworthiness(
                    pictures.Vectors, pictures.Dimensions, Array.ConvertAll(positions, static one => (float)one),
                    Neighbors, cancellationToken)
                : null,
        };
    }

    private static double[] Positions(
        CollectedPictures pictures, MapRequest request, ClipModel model, NoticeLog notices,
        CancellationToken cancellationToken)
    {
        if (request.Axes is { } axes)
        {
            var (x, y) = (Along(axes.X), Along(axes.Y));
            return [.. x.Zip(y).SelectMany(static pair => new[] { pair.First, pair.Second })];
        }
        var map = request.Method switch
        {
            MapMethod.Pca => VectorMap.Pca(pictures.Vectors, pictures.Dimensions, cancellationToken),
            MapMethod.Umap => VectorMap.Umap(
                pictures.Vectors, pictures.Dimensions, cancellationToken: cancellationToken),
            _ => VectorMap.Tsne(pictures.Vectors, pictures.Dimensions, cancellationToken: cancellationToken),
        };
        return Array.ConvertAll(map.ToArray(), static one => (double)one);

        double[] Along(MapAxis axis) => TextAxis.Measure(
            pictures, CheckedText.Encode(model, axis.From, known: null, notices, cancellationToken),
            CheckedText.Encode(model, axis.To, known: null, notices, cancellationToken)).Positions;
    }

    private static DateTime Taken(FileRecord file) =>
        file.Metadata?.Captured ?? new DateTime(
            Math.Clamp(file.ModifiedUtcTicks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
}
