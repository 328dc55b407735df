namespace Clip.Evaluation;

/// <summary>Computes measures from how often each rank occurs.</summary>
internal static class RankMeasures
{
    /// <summary>How many measures there are; arrays of them are in the order of the public record.</summary>
    public const int Count = 5;

    private static readonly int[] Depths = [1, 5, 10];

    public static RetrievalMeasures OfRanks(IReadOnlyList<int> ranks)
    {
        var counts = new int[ranks.Count == 0 ? 1 : ranks.Max() + 1];
        foreach (var rank in ranks)
            counts[rank]++;
        return ToRecord(Of(counts));
    }

    /// <summary>The measures as numbers.</summary>
    /// <param name="counts">How often each rank occurs; the rank 0 never does.</param>
    public static double[] Of(ReadOnlySpan<int> counts)
    {
        long total = 0;
        foreach (var count in counts)
            total += count;
        var values = new double[Count];
        if (total == 0)
            return values;
        var reciprocal = 0.0;
        for (var rank = 1; rank < counts.Length; rank++)
            reciprocal += (double)counts[rank] / rank;
        for (var i = 0; i < Depths.Length; i++)
        {
            long found = 0;
            for (var rank = 1; rank <= Depths[i] && rank < counts.Length; rank++)
                found += counts[rank];
            values[i] = (double)found / total;
        }
        values[3] = (RankAt(counts, (total - 1) / 2) + RankAt(counts, total / 2)) / 2.0;
        values[4] = reciprocal / total;
        return values;
    }

    public static RetrievalMeasures ToRecord(double[] values) =>
        new(values[0], values[1], values[2], values[3], values[4]);

    public static RetrievalIntervals ToRecord(ConfidenceInterval[] values) =>
        new(values[0], values[1], values[2], values[3], values[4]);

    /// <summary>The rank at a position of the sorted ranks, from 0.</summary>
    private static int RankAt(ReadOnlySpan<int> counts, long position)
    {
        var rank = 0;
        for (long seen = 0; rank < counts.Length; rank++)
        {
            seen += counts[rank];
            if (seen > position)
                break;
        }
        return rank;
    }
}
