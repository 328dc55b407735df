using System.Numerics;
using System.Runtime.Intrinsics;

namespace Clip.Vectors;

/// <summary>
/// Computes the score of every selected row, keeping only their sums. The rows are cut into the same chunks on every
/// machine and the chunks' sums are added in order, so the result does not depend on the number of cores.
/// </summary>
/// <remarks>Reads the vectors themselves: every score adds to the sums, and a row's codes only bound it.</remarks>
internal static unsafe class DistributionScan
{
    private const int ChunkWords = 1024;

    /// <summary>Below this, starting other threads takes longer than they save.</summary>
    private const int ParallelFromBytes = 8 << 20;

    /// <summary>Scans the selected rows.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="query">One query of the same dimension.</param>
    /// <param name="selected">The rows to compare.</param>
    /// <param name="exclude">A row to leave out, or null.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    public static ScoreDistribution Of(
        VectorMatrix rows, QueryBatch query, RowBitmap selected, long? exclude, LogitScale logits,
        CancellationToken cancellationToken)
    {
        var words = (int)Math.Min(selected.Words.Length, (rows.RowCount + 63) / 64);
        var chunks = new Sums[(words + ChunkWords - 1) / ChunkWords];
        void Scan(int chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, end) = (chunk * ChunkWords, Math.Min(words, (chunk + 1) * ChunkWords));
            chunks[chunk] = Vector512.IsHardwareAccelerated
                ? Scan<Lanes512>(rows, query, selected, exclude, logits.Scale, start, end)
                : Vector256.IsHardwareAccelerated
                ? Scan<Lanes256>(rows, query, selected, exclude, logits.Scale, start, end)
                : Scan<Lanes128>(rows, query, selected, exclude, logits.Scale, start, end);
        }

        if (selected.Count * rows.Stride * sizeof(float) < ParallelFromBytes)
        {
            for (var chunk = 0; chunk < chunks.Length; chunk++)
                Scan(chunk);
        }
        else
        {
            Parallel.For(0, chunks.Length, new ParallelOptions { CancellationToken = cancellationToken }, Scan);
        }

        var all = Sums.None;
        foreach (var chunk in chunks)
            all = all.Plus(chunk);
        var deviation = all.Count == 0 ? 0 : Math.Sqrt(all.Squares / all.Count);
        return new ScoreDistribution(all.Count, all.Mean, deviation, logits, all.Highest + Math.Log(all.Exponentials));
    }

    private static Sums Scan<TLanes>(
        VectorMatrix rows, QueryBatch query, RowBitmap selected, long? exclude, double scale, int firstWord,
        int endWord)
        where TLanes : struct, ILanes<TLanes>
    {
        var sums = Sums.None;
        for (var word = firstWord; word < endWord; word++)
        {
            for (var bits = selected.Words[word]; bits != 0; bits &= bits - 1)
            {
                var row = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                if (row >= rows.RowCount)
                    return sums;
                if (row != exclude)
                    sums.Add(DotProduct.Of<TLanes>(rows[row], query.Vectors[0], rows.Stride), scale);
            }
        }
        return sums;
    }

    /// <summary>
    /// Sums that stay accurate over millions of scores: deviations from a running mean (Welford, "Note on a method for
    /// calculating corrected sums of squares and products", 1962) and exponentials relative to the highest logit.
    /// </summary>
    private struct Sums
    {
        public long Count;
        public double Mean;
        public double Squares;
        public double Highest;
        public double Exponentials;

        public static Sums None => new() { Highest = double.NegativeInfinity };

        public void Add(double score, double scale)
        {
            Count++;
            var difference = score - Mean;
            Mean += difference / Count;
            Squares += difference * (score - Mean);

            var logit = scale * score;
            if (logit > Highest)
            {
                Exponentials *= Math.Exp(Highest - logit);
                Highest = logit;
            }
            Exponentials += Math.Exp(logit - Highest);
        }

        public readonly Sums Plus(Sums other)
        {
            if (Count == 0 || other.Count == 0)
                return Count == 0 ? other : this;
            var count = Count + other.Count;
            var difference = other.Mean - Mean;
            var highest = Math.Max(Highest, other.Highest);
            return new Sums
            {
                Count = count,
                Mean = Mean + difference * other.Count / count,
                Squares = Squares + other.Squares + difference * difference * Count * other.Count / count,
                Highest = highest,
                Exponentials = Exponentials * Math.Exp(Highest - highest)
                    + other.Exponentials * Math.Exp(other.Highest - highest),
            };
        }
    }
}
