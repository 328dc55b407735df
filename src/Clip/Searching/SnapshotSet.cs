namespace Clip.Searching;

/// <summary>A snapshot of each index that a request searches, and which of its pictures the request is about.</summary>
internal sealed class SnapshotSet : IDisposable
{
    // A picture that was decoded in another way has nearly the same vector.
    private const float SamePicture = 0.999f;
    private const int MostCopies = 16;

    private readonly List<IndexSnapshot> _all = [];
    private readonly Dictionary<IndexSnapshot, PictureFilter?> _filters = [];
    private List<IndexSnapshot>? _captioned;

    public SnapshotSet(IEnumerable<(PictureIndex Index, PictureFilter? Filter)> indexes)
    {
        try
        {
            foreach (var (index, filter) in indexes)
            {
                _all.Add(index.TakeSnapshot());
                _filters[_all[^1]] = filter;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<IndexSnapshot> All => _all;

    /// <summary>Whether no index holds a picture.</summary>
    public bool HoldsNothing => _all.TrueForAll(static index => index.PictureCount == 0);

    /// <summary>Which pictures of an index the request is about; null for all.</summary>
    public PictureFilter? FilterOf(IndexSnapshot index) => _filters[index];

    /// <summary>The files of all indexes with a content that the request is about.</summary>
    public IEnumerable<(IndexSnapshot Index, string Path)> FilesWith(UInt128 hash) =>
        from index in _all
        let entry = index.FindPicture(hash)
        where entry is not null
        from file in index.PathsOf([entry.Value], FilterOf(index))
        select (index, file.Path);

    /// <summary>Whether the request is about any caption.</summary>
    public bool HasCaptions => Captioned.Count > 0;

    private List<IndexSnapshot> Captioned =>
        _captioned ??= _all.FindAll(index => index.CountCaptionsIn(FolderOf(index)) > 0);

    /// <summary>The captions of all indexes nearest to a picture, best first, each text once.</summary>
    /// <param name="vector">The unit vector of the picture.</param>
    /// <param name="topK">The most captions.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    public IReadOnlyList<(IndexSnapshot Index, CaptionHit Hit)> RankCaptions(
        float[] vector, int topK, CancellationToken cancellationToken)
    {
        var hits = Captioned.SelectMany(index =>
            CaptionsOf(index, vector, topK, cancellationToken).Select(hit => (Index: index, Hit: hit)));
        return
        [
            .. hits.OrderByDescending(static found => found.Hit.Score).DistinctBy(static found => found.Hit.Caption)
                .Take(topK),
        ];
    }

    /// <summary>The distribution of a picture's scores over the captions; there must be some.</summary>
    /// <param name="vector">The unit vector of the picture.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    public ScoreDistribution MeasureCaptions(float[] vector, LogitScale logits, CancellationToken cancellationToken) =>
        Captioned.Select(index => index.MeasureCaptionsIn(vector, FolderOf(index), logits, cancellationToken))
            .Aggregate(static (some, more) => some.With(more));

    /// <summary>The distribution of a query's scores over the pictures of all indexes.</summary>
    /// <param name="vector">The unit vector of the query.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludedIn">The entries of an index that do not count.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    public ScoreDistribution Measure(
        float[] vector, LogitScale logits, Func<IndexSnapshot, IReadOnlyCollection<long>> excludedIn,
        CancellationToken cancellationToken) =>
        _all.Select(index => index.MeasureRanked(
                vector, logits, excludedIn(index), FilterOf(index), cancellationToken))
            .Aggregate(static (some, more) => some.With(more));

    /// <summary>Likewise without the pictures that the vector is of: one alone would widen the distribution.</summary>
    public ScoreDistribution MeasureOthers(
        float[] vector, LogitScale logits, CancellationToken cancellationToken) => Measure(
        vector, logits,
        index => [.. index.RankPictures(vector, MostCopies, FilterOf(index), cancellationToken)
            .Where(static row => row.Score > SamePicture).Select(static row => row.Row)],
        cancellationToken);

    /// <summary>
    /// How many pictures of all indexes meet each condition of the filter; empty where some picture meets all of them.
    /// </summary>
    public IReadOnlyList<FilterCount> CountMatches()
    {
        if (_all.Exists(index => FilterOf(index) is not { IsEmpty: false } filter || index.CountPictures(filter) > 0))
            return [];
        return
        [
            .. _all.SelectMany(index => index.CountMatches(FilterOf(index)!)).GroupBy(static count => count.Condition)
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

    /// <summary>The nearest captions without those of pictures that are left out.</summary>
    private IReadOnlyList<CaptionHit> CaptionsOf(
        IndexSnapshot index, float[] vector, int topK, CancellationToken cancellationToken)
    {
        for (var count = topK; ; count = (int)Math.Min(int.MaxValue, 2L * count))
        {
            var hits = index.RankCaptions(vector, count, FolderOf(index), cancellationToken);
            if (FilterOf(index)?.LeftOut is not { } leftOut)
                return hits;
            List<CaptionHit> kept = [.. hits.Where(hit => hit.Path is null || !leftOut.Contains(hit.Path)).Take(topK)];
            if (kept.Count == topK || hits.Count < count)
                return kept;
        }
    }

    private string FolderOf(IndexSnapshot index) => FilterOf(index)?.Folder ?? "";
}
