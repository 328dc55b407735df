namespace Clip.Searching;

/// <summary>Leaves out pictures that a query without a fitting picture could find as well.</summary>
/// <param name="calibration">What scores mean in the indexes.</param>
/// <param name="cutoff">The probability at and above which a picture is left out.</param>
internal sealed class PictureCutoff(ScoreCalibration calibration, double cutoff)
{
    /// <summary>The least pictures to rank, because the order of cosines is not that of probabilities.</summary>
    public const int Depth = 200;

    /// <summary>Keeps the pictures that are likely to fit, in their order.</summary>
    /// <param name="ranked">The pictures.</param>
    /// <param name="best">The least probability of all, those left out included; 1 where there is none.</param>
    public List<RankedPicture> Keep(IReadOnlyList<RankedPicture> ranked, out double best)
    {
        List<RankedPicture> kept = [];
        best = 1;
        foreach (var picture in ranked)
        {
            var index = picture.Key.Index;
            var vector = new float[index.Model.Dimensions];
            if (!index.ReadVector(picture.Key.Entry, vector))
                continue;
            var chance = calibration.ChanceOf(picture.Cosine - calibration.Bias(vector));
            best = Math.Min(best, chance);
            if (chance < cutoff)
                kept.Add(picture with { Chance = chance });
        }
        return kept;
    }
}
