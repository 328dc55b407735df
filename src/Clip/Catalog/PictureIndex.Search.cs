using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>The pictures nearest to a query, best first; of equal scores the one stored first.</summary>
    /// <param name="query">A vector of the index's model, of unit length if scores are to be cosines.</param>
    /// <param name="topK">How many hits at most, at least 1. Copies of a picture are hits of their own.</param>
    /// <param name="excludeEntry">An entry to leave out, such as the query's own.</param>
    /// <param name="minScore">Hits below are left out.</param>
    /// <param name="filter">Which pictures to search; null for all. The best among them are found, however few they are.</param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <exception cref="ArgumentException">The query has another dimension or a number that is not finite.</exception>
    /// <exception cref="IndexException">The index became unreadable, or is of a format that lacks what the filter asks for.</exception>
    public IReadOnlyList<PictureHit> SearchPictures(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        CheckQuery(query);
        return SearchPicturesMany(query, topK, excludeEntry, minScore, filter, cancellationToken)[0];
    }

    /// <summary>Answers several queries in one pass over the vectors; faster than one after the other.</summary>
    /// <param name="queries">The queries one after the other.</param>
    /// <param name="topK">How many hits a query at most, at least 1.</param>
    /// <param name="excludeEntry">An entry to leave out of all answers.</param>
    /// <param name="minScore">Hits below are left out.</param>
    /// <param name="filter">Which pictures to search; null for all.</param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <returns>One list a query, as <see cref="SearchPictures"/> gives it.</returns>
    /// <exception cref="ArgumentException">The queries have another dimension or a number that is not finite.</exception>
    /// <exception cref="IndexException">The index became unreadable, or is of a format that lacks what the filter asks for.</exception>
    public IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesMany(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default) =>
        Search(_pictures, queries, topK, excludeEntry, minScore, filter, (rows, count) => PictureHits(rows, count, filter), cancellationToken);

    /// <summary>The captions nearest to a query, best first; of equal scores the one stored first.</summary>
    /// <inheritdoc cref="SearchPictures"/>
    public IReadOnlyList<CaptionHit> SearchCaptions(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        CheckQuery(query);
        return SearchCaptionsMany(query, topK, excludeEntry, minScore, cancellationToken)[0];
    }

    /// <returns>One list a query, as <see cref="SearchCaptions"/> gives it.</returns>
    /// <inheritdoc cref="SearchPicturesMany"/>
    public IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsMany(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default) =>
        Search(_captions, queries, topK, excludeEntry, minScore, filter: null, CaptionHits, cancellationToken);

    /// <summary>Copies an entry's vector out.</summary>
    /// <param name="entry">A picture's or a caption's entry.</param>
    /// <param name="vector">Gets the vector; as long as the model's dimension.</param>
    /// <returns>False when there is no such entry.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public bool ReadVector(long entry, Span<float> vector)
    {
        CheckLength(vector);
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            if (entry < 0 || entry >= _state.Rows || !(_catalog.HasPicture(entry) || _catalog.HasCaption(entry)))
                return false;
            _vectors.Rows(_state.Rows).Vector(entry).CopyTo(vector);
            return true;
        }
    }

    private void CheckLength(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Model.Dimension)
            throw new ArgumentException($"{vector.Length} numbers where {Model.Dimension} are needed.", nameof(vector));
    }

    private void CheckQuery(ReadOnlySpan<float> query)
    {
        if (query.Length != Model.Dimension)
            throw new ArgumentException($"{query.Length} numbers where {Model.Dimension} are needed.", nameof(query));
    }

    private List<THit>[] Search<THit>(
        LiveRows live, ReadOnlySpan<float> queries, int topK, long? excludeEntry, float minScore, PictureFilter? filter,
        Func<IEnumerable<ScoredRow>, int, List<THit>> toHits, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        using var batch = new QueryBatch(queries, Model.Dimension);
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            if (!IsWriter && live.AsOf != _state.Commits)
                live.Load(_catalog, _state.Commits, _state.Rows);
            // Every entry gives at least one hit, so the best entries are enough; one more where one may be left out.
            var entries = excludeEntry is null || topK == int.MaxValue ? topK : topK + 1;
            var vectors = _vectors.Rows(_state.Rows);
            var searched = filter is { IsEmpty: false } ? Filtered(filter) : live.Rows;
            var best = FindSound(searched, rows => ExactScan.Find(
                vectors, batch, rows, entries, minScore, codes: Codes(vectors, cancellationToken), cancellation: cancellationToken));
            return Array.ConvertAll(best, rows => toHits(rows.Where(row => row.Row != excludeEntry), topK));
        }
    }

    private List<PictureHit> PictureHits(IEnumerable<ScoredRow> rows, int topK, PictureFilter? filter)
    {
        var hits = new List<PictureHit>();
        foreach (var some in rows.Chunk(PageSize))
        {
            foreach (var (at, path, caption) in _catalog.ReadPaths(some.Select(static row => row.Row)))
            {
                if (filter is not null && !filter.AllowsPath(path))
                    continue;
                if (hits.Count == topK)
                    return hits;
                hits.Add(new PictureHit(hits.Count + 1, path, some[at].Score, caption, some[at].Row));
            }
        }
        return hits;
    }

    private List<CaptionHit> CaptionHits(IEnumerable<ScoredRow> rows, int topK)
    {
        var hits = new List<CaptionHit>();
        foreach (var (entry, score) in rows.Take(topK))
        {
            if (_catalog.ReadCaption(entry) is var (text, path))
                hits.Add(new CaptionHit(hits.Count + 1, text, score, path, entry));
        }
        return hits;
    }
}
