using Clip.Statistics;

namespace Clip.Evaluation;

/// <summary>Computes how well pictures and captions find each other from their embeddings.</summary>
internal static class RetrievalFigures
{
    /// <param name="pairs">The embeddings.</param>
    /// <param name="resampling">Draws of pictures.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public static RetrievalReport Evaluate(
        PairedVectors pairs, Resampling resampling, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        var toPicture = new (int Rank, bool IsTied)[pairs.Captions.Count];
        Parallel.For(0, toPicture.Length, options, i =>
            toPicture[i] = RankCount.Of(pairs.Captions[i], pairs.Pictures, [pairs.PictureOf[i]]));
        var toCaption = new (int Rank, bool IsTied)[pairs.Pictures.Count];
        Parallel.For(0, toCaption.Length, options, i =>
            toCaption[i] = RankCount.Of(pairs.Pictures[i], pairs.Captions, pairs.CaptionsOf[i]));
        return new RetrievalReport(
            pairs.Pictures.Count, pairs.Captions.Count,
            Describe(toPicture, TextDraws(pairs.CaptionsOf), resampling),
            Describe(toCaption, static picture => [picture], resampling));
    }

    /// <summary>By how much a second model is better, each resample of pictures compared with itself.</summary>
    public static RetrievalDifference Compare(
        RetrievalDirection first, RetrievalDirection second, Func<int, IReadOnlyList<int>> queriesOf,
        Resampling resampling)
    {
        var a = Values(first.Ranks, queriesOf, resampling);
        var b = Values(second.Ranks, queriesOf, resampling);
        var intervals = a.Zip(b, static (x, y) => Resampling.Interval(y.Zip(x, static (of, from) => of - from)));
        var (m, n) = (first.Measures, second.Measures);
        return new RetrievalDifference(
            new RetrievalMeasures(
                n.R1 - m.R1, n.R5 - m.R5, n.R10 - m.R10, n.MedianRank - m.MedianRank, n.Mrr - m.Mrr),
            RankMeasures.ToRecord([.. intervals]));
    }

    /// <summary>The captions that a drawn picture brings with it.</summary>
    public static Func<int, IReadOnlyList<int>> TextDraws(IReadOnlyList<IReadOnlyList<int>> captionsOf) =>
        picture => captionsOf[picture];

    private static RetrievalDirection Describe(
        (int Rank, bool IsTied)[] found, Func<int, IReadOnlyList<int>> queriesOf, Resampling resampling)
    {
        int[] ranks = [.. found.Select(static query => query.Rank)];
        var intervals = Values(ranks, queriesOf, resampling).Select(Resampling.Interval);
        return new RetrievalDirection(
            ranks, RankMeasures.OfRanks(ranks), RankMeasures.ToRecord([.. intervals]),
            found.Count(static query => query.IsTied));
    }

    /// <summary>Each measure in all draws.</summary>
    private static double[][] Values(
        IReadOnlyList<int> ranks, Func<int, IReadOnlyList<int>> queriesOf, Resampling resampling)
    {
        var longest = ranks.Max() + 1;
        return resampling.Values(pictures =>
        {
            var counts = new int[longest];
            foreach (var picture in pictures)
            {
                foreach (var query in queriesOf(picture))
                    counts[ranks[query]]++;
            }
            return RankMeasures.Of(counts);
        });
    }
}
