using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Vectors;

namespace Clip.Searching;

/// <summary>A snapshot of each index that a request searches.</summary>
internal sealed class SnapshotSet : IDisposable
{
    private readonly List<IndexSnapshot> _all = [];

    public SnapshotSet(IEnumerable<PictureIndex> indexes)
    {
        try
        {
            foreach (var index in indexes)
                _all.Add(index.TakeSnapshot());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<IndexSnapshot> All => _all;

    /// <summary>The distribution of a query's scores over the pictures of all indexes.</summary>
    /// <param name="vector">The unit vector of the query.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludedIn">The entries of an index that do not count.</param>
    /// <param name="filter">Which pictures count; null for all.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    public ScoreDistribution Measure(
        float[] vector, LogitScale logits, Func<IndexSnapshot, IReadOnlyCollection<long>> excludedIn,
        PictureFilter? filter, CancellationToken cancellationToken) =>
        _all.Select(index => index.MeasureRanked(vector, logits, excludedIn(index), filter, cancellationToken))
            .Aggregate(static (some, more) => some.With(more));

    /// <summary>
    /// How many pictures of all indexes meet each condition of a filter; empty where some picture meets all of them.
    /// </summary>
    public IReadOnlyList<FilterCount> CountMatches(PictureFilter? filter)
    {
        if (filter is null || filter.IsEmpty || _all.Exists(index => index.CountPictures(filter) > 0))
            return [];
        return
        [
            .. _all.SelectMany(index => index.CountMatches(filter)).GroupBy(static count => count.Condition)
                .Select(static counts => new FilterCount(
                    counts.Key, counts.Sum(static count => count.Matching), counts.Sum(static count => count.Known),
                    counts.Sum(static count => count.Pictures))),
        ];
    }

    /// <summary>Reports damaged vectors that searches met.</summary>
    public void ReportDamage(NoticeLog notices)
    {
        var damaged = _all.Sum(static index => index.DamagedFound);
        if (damaged > 0)
            notices.Add(new SearchNotice.DamagedVectors(damaged));
    }

    public void Dispose() => _all.ForEach(static index => index.Dispose());
}
