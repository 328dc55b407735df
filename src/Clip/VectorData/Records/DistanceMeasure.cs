using Microsoft.Extensions.VectorData;

namespace Clip.VectorData.Records;

/// <summary>
/// A distance function of the abstraction. All are computed exactly: those of the dot product by a scan over 8-bit
/// codes that excludes only what cannot be among the best, the others by comparing every vector.
/// </summary>
internal sealed class DistanceMeasure
{
    private static readonly DistanceMeasure[] All =
    [
        new(DistanceFunction.CosineSimilarity) { ScalesToUnit = true },
        new(DistanceFunction.CosineDistance)
        {
            ScalesToUnit = true,
            IsDistance = true,
            ScoreOf = static cosine => 1 - cosine,
        },
        new(DistanceFunction.DotProductSimilarity),
        new(DistanceFunction.NegativeDotProductSimilarity) { IsDistance = true, ScoreOf = static product => -product },
        new(DistanceFunction.EuclideanDistance) { IsDistance = true, Distance = VectorDistances.Euclidean },
        new(DistanceFunction.EuclideanSquaredDistance)
        {
            IsDistance = true,
            Distance = VectorDistances.EuclideanSquared,
        },
        new(DistanceFunction.ManhattanDistance) { IsDistance = true, Distance = VectorDistances.Manhattan },
        new(DistanceFunction.HammingDistance) { IsDistance = true, Distance = VectorDistances.Hamming },
    ];

    private DistanceMeasure(string name) => Name = name;

    /// <summary>The abstraction's name for it.</summary>
    public string Name { get; }

    /// <summary>Whether only the directions of vectors count.</summary>
    public bool ScalesToUnit { get; private init; }

    /// <summary>Whether the nearest has the lowest score.</summary>
    public bool IsDistance { get; private init; }

    /// <summary>Computes the score; null for measures that are computed from the dot product.</summary>
    public VectorDistance? Distance { get; private init; }

    /// <summary>The score of a dot product, for measures that are computed from it.</summary>
    public Func<double, double> ScoreOf { get; private init; } = static product => product;

    /// <summary>The measure of a name; null for a name that is unknown. No name is the cosine.</summary>
    public static DistanceMeasure? Of(string? name) =>
        Array.Find(All, measure => measure.Name == (name ?? DistanceFunction.CosineSimilarity));

    /// <summary>The names of all, for errors.</summary>
    public static string Names => string.Join(", ", All.Select(static measure => measure.Name));

    /// <summary>Whether a score is at least as good as another.</summary>
    public bool Reaches(double score, double threshold) => IsDistance ? score <= threshold : score >= threshold;
}
