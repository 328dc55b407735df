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
    /// <param name="best">The one with the least probability, also where it is left out; null without any.</param>
    public List<RankedPicture> Keep(IReadOnlyList<RankedPicture> ranked, out RankedPicture? best)
    {
        List<RankedPicture> kept = [];
        best = null;
        foreach (var picture in ranked)
        {
            var index = picture.Key.Index;
            var vector = new float[index.Model.Dimensions];
            if (!index.ReadVector(picture.Key.Entry, vector))
                continue;
            var chance = calibration.ChanceOf(picture.Cosine - calibration.Bias(vector));
            var judged = picture with { Chance = chance };
            if (!(chance >= best?.Chance))
                best = judged;
            if (chance < cutoff)
                kept.Add(judged);
        }
        return kept;
    }
}
