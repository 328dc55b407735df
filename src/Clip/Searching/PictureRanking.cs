using Clip.Vectors;

namespace Clip.Searching;

/// <summary>Puts the pictures of one or more indexes in the order of a query.</summary>
/// <param name="snapshots">Snapshots of indexes of the same model.</param>
/// <param name="vector">The unit vector of the query.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed class PictureRanking(SnapshotSet snapshots, float[] vector, CancellationToken cancellationToken)
{
    /// <summary>
    /// How many places of each order count when two are fused, at least. What comes later adds less than a thousandth.
    /// </summary>
    private const int FusionDepth = 1000;

    /// <summary>The pictures, best first.</summary>
    /// <param name="rank">What decides.</param>
    /// <param name="words">The words of the query; null where it has none.</param>
    /// <param name="count">The most pictures to return.</param>
    public IReadOnlyList<RankedPicture> Rank(RankBy rank, string? words, int count)
    {
        using var scan = ClipTelemetry.Activities.StartActivity("scan");
        if (rank == RankBy.Words)
            return ByWords(snapshots.All, words, count);
        if (rank == RankBy.Embedding || words is null)
            return ByEmbedding(count);
        var depth = Math.Max(count, FusionDepth);
        // An index of an older format has no words; its pictures are found by their embeddings.
        var byWords = ByWords(snapshots.All.Where(static index => index.HasWords), words, depth);
        return byWords.Count == 0 ? ByEmbedding(count) : Fuse(byWords, ByEmbedding(depth), count);
    }

    private List<RankedPicture> ByEmbedding(int count)
    {
        var all = snapshots.All;
        var rows = new ScoredRow[all.Count][];
        var next = -1;
        // Each scan of a large index uses all cores; those of small ones run side by side.
        new ParallelRun(_ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < all.Count;)
                rows[i] = all[i].RankPictures(vector, count, snapshots.FilterOf(all[i]), cancellationToken);
        }).Run(Math.Min(all.Count, Environment.ProcessorCount));
        var ranked = all.Zip(rows).SelectMany(static index => index.Second
            .Select(row => new RankedPicture(new PictureKey(index.First, row.Row), row.Score)));
        // A stable sort: of equal scores the picture of the first index, and there the one stored first.
        return all.Count == 1
            ? [.. ranked]
            : [.. TiedPictures.Order([.. ranked.OrderByDescending(static picture => picture.Cosine)]).Take(count)];
    }

    private List<RankedPicture> ByWords(IEnumerable<IndexSnapshot> indexes, string? words, int count)
    {
        if (words is null)
            return [];
        List<(RankedPicture Picture, double Score)> found = [];
        foreach (var index in indexes)
        {
            var hits = index.SearchWords(words, count, snapshots.FilterOf(index));
            var cosines = index.ScorePictures(vector, [.. hits.Select(static hit => hit.Entry)], cancellationToken)
                .ToDictionary(static row => row.Row, static row => row.Score);
            foreach (var hit in hits)
            {
                // Of a damaged vector there is no score.
                if (!cosines.TryGetValue(hit.Entry, out var cosine))
                    continue;
                var picture = new RankedPicture(new PictureKey(index, hit.Entry), cosine)
                {
                    By = FoundBy.Words,
                    BestPath = hit.Path,
                };
                found.Add((picture, hit.Score));
            }
        }
        // Pictures that fit the words equally well are in the order of their embeddings.
        return
        [
            .. found.OrderByDescending(static hit => (float)hit.Score)
                .ThenByDescending(static hit => hit.Picture.Cosine)
                .Select(static hit => hit.Picture).Take(count),
        ];
    }

    private static List<RankedPicture> Fuse(
        List<RankedPicture> byWords, List<RankedPicture> byEmbedding, int count)
    {
        var nearest = byEmbedding.Take(count).Select(static picture => picture.Key).ToHashSet();
        var pictures = byEmbedding.ToDictionary(static picture => picture.Key);
        foreach (var picture in byWords)
        {
            pictures[picture.Key] = picture with
            {
                By = nearest.Contains(picture.Key) ? FoundBy.Both : FoundBy.Words,
            };
        }
        var fused = ReciprocalRank.Fuse<PictureKey>(
        [
            [.. byEmbedding.Select(static picture => picture.Key)],
            [.. byWords.Select(static picture => picture.Key)],
        ]);
        return [.. fused.Take(count).Select(item => pictures[item.Item])];
    }
}
