namespace Clip.Searching;

/// <summary>What a request wants done with a ranking: leave out what does not fit, and vary the rest.</summary>
/// <param name="others">The queries that scores are calibrated with.</param>
/// <param name="snapshots">The indexes that are searched.</param>
/// <param name="cutoff">See <see cref="PictureRequest.Cutoff"/>.</param>
/// <param name="diversity">See <see cref="PictureRequest.Diversity"/>.</param>
internal sealed class RankRefinement(
    CalibrationQueries others, SnapshotSet snapshots, double? cutoff, double? diversity)
{
    /// <summary>How many pictures were left out.</summary>
    public int BeyondCutoff { get; private set; }

    /// <summary>The least chance of all pictures that were ranked; null without a cutoff.</summary>
    public double? LeastChance { get; private set; }

    /// <summary>The picture with the least chance of all that were ranked; null without a cutoff.</summary>
    public RankedPicture? Likeliest { get; private set; }

    /// <summary>How many pictures to rank where so many are wanted.</summary>
    public int DepthFor(int count) => Math.Max(
        count, Math.Max(cutoff is null ? 0 : PictureCutoff.Depth, diversity is null ? 0 : DiverseRanking.Depth));

    /// <param name="mix">The query.</param>
    /// <param name="ranked">The pictures, best first.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public IReadOnlyList<RankedPicture> Apply(
        QueryMix mix, IReadOnlyList<RankedPicture> ranked, int count, CancellationToken cancellationToken)
    {
        if (cutoff is { } probability && ranked.Count > 0)
        {
            var queries = others.Like(mix.Terms, snapshots, cancellationToken);
            var calibration = ScoreCalibration.Measure(snapshots, queries, cancellationToken);
            var kept = new PictureCutoff(calibration, probability).Keep(ranked, out var likeliest);
            BeyondCutoff = ranked.Count - kept.Count;
            (LeastChance, Likeliest) = (likeliest?.Chance ?? 1, likeliest);
            ranked = kept;
        }
        return diversity is { } share ? DiverseRanking.Order(ranked, share, count) : ranked;
    }
}
