using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip;

public sealed partial class IndexSnapshot
{
    private const int HitPageSize = 512;

    /// <summary>The pictures nearest to a query, best first; of equal scores the one stored first.</summary>
    /// <param name="query">A vector of the index's model, of unit length if scores are to be cosines.</param>
    /// <param name="topK">The most hits, at least 1. Copies of a picture are separate hits.</param>
    /// <param name="excludeEntry">An entry to leave out, such as the query's own.</param>
    /// <param name="minScore">Hits with a lower score are left out.</param>
    /// <param name="filter">
    /// Which pictures to search; null for all. The best among them are found, however few they are.
    /// </param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <exception cref="ArgumentException">
    /// The query has another dimension or a number that is not finite.
    /// </exception>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public IReadOnlyList<PictureHit> SearchPictures(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        return SearchPicturesBatch(query, topK, excludeEntry, minScore, filter, cancellationToken)[0];
    }

    /// <summary>Answers several queries in one pass over the vectors; faster than one after the other.</summary>
    /// <param name="queries">The queries one after the other.</param>
    /// <param name="topK">The most hits per query, at least 1.</param>
    /// <param name="excludeEntry">An entry to leave out of all answers.</param>
    /// <param name="minScore">Hits with a lower score are left out.</param>
    /// <param name="filter">Which pictures to search; null for all.</param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <returns>One list per query, as <see cref="SearchPictures"/> returns it.</returns>
    /// <exception cref="ArgumentException">
    /// The queries have another dimension or a number that is not finite.
    /// </exception>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var best = Search(EntryKind.Picture, queries, topK, excludeEntry, minScore, filter, cancellationToken);
        return Array.ConvertAll(best, rows => PictureHits(rows, topK, excludeEntry, filter));
    }

    /// <summary>The captions nearest to a query, best first; of equal scores the one stored first.</summary>
    /// <inheritdoc cref="SearchPictures"/>
    public IReadOnlyList<CaptionHit> SearchCaptions(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        return SearchCaptionsBatch(query, topK, excludeEntry, minScore, cancellationToken)[0];
    }

    /// <returns>One list per query, as <see cref="SearchCaptions"/> returns it.</returns>
    /// <inheritdoc cref="SearchPicturesBatch"/>
    public IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        var best = Search(EntryKind.Caption, queries, topK, excludeEntry, minScore, null, cancellationToken);
        return Array.ConvertAll(best, rows => CaptionHits(rows, topK, excludeEntry));
    }

    /// <summary>The distribution of a query's scores over all pictures; copies of a picture count once.</summary>
    /// <param name="query">A vector of the index's model, of unit length.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludeEntry">A picture to leave out, such as the query itself.</param>
    /// <param name="filter">Which pictures to count; null for all.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <inheritdoc cref="SearchPictures" path="/exception"/>
    public ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default) =>
        Measure(EntryKind.Picture, query, logits, excludeEntry, filter, cancellationToken);

    /// <summary>The distribution of a query's scores over all captions.</summary>
    /// <param name="query">A vector of the index's model, of unit length.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludeEntry">A caption to leave out, such as the query itself.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <inheritdoc cref="SearchPictures" path="/exception"/>
    public ScoreDistribution MeasureCaptions(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null,
        CancellationToken cancellationToken = default) =>
        Measure(EntryKind.Caption, query, logits, excludeEntry, filter: null, cancellationToken);

    private ScoredRow[][] Search(
        EntryKind kind, ReadOnlySpan<float> queries, int topK, long? excludeEntry, float minScore,
        PictureFilter? filter, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        using var batch = new QueryBatch(queries, Model.Dimensions);
        using var use = Use();
        var rows = RowsToSearch(use.Commit, kind, filter);
        // Every entry has at least one hit, so the best entries are enough; one more where one may be left out.
        var entries = excludeEntry is null || topK == int.MaxValue ? topK : topK + 1;
        return Scan(use.Commit, batch, rows, entries, minScore, cancellationToken);
    }

    private ScoredRow[][] Scan(
        CommittedIndex commit, QueryBatch queries, RowBitmap rows, int count, float minScore,
        CancellationToken cancellationToken)
    {
        var vectors = commit.Vectors();
        while (true)
        {
            var best = ExactScan.Find(
                vectors, queries, rows, count, minScore, codes: commit.Codes(ReadChecksums, cancellationToken),
                cancellationToken: cancellationToken);
            var damaged = FindDamaged(best, vectors);
            if (damaged.Count == 0)
                return best;
            // Again without them: what they have displaced must be found.
            rows = rows.Without(damaged);
        }
    }

    private ScoreDistribution Measure(
        EntryKind kind, ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry, PictureFilter? filter,
        CancellationToken cancellationToken)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        using var one = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        var rows = RowsToSearch(use.Commit, kind, filter);
        return DistributionScan.Of(use.Commit.Vectors(), one, rows, excludeEntry, logits, cancellationToken);
    }

    private RowBitmap RowsToSearch(CommittedIndex commit, EntryKind kind, PictureFilter? filter) => Read(
        (commit, kind, filter),
        static (catalog, key) =>
        {
            var live = key.commit.Live(key.kind, catalog);
            if (key.filter is not { IsEmpty: false } filter)
                return live;
            if (key.commit.FindFiltered(filter) is { } known)
                return known;
            var rows = FilteredPictures.Read(catalog, filter, live)
                ?? throw IndexException.TooOld(key.commit.Location.Directory, key.commit.Location.Root);
            key.commit.KeepFiltered(filter, rows);
            return rows;
        });

    /// <summary>
    /// The damaged vectors among the best. Checksums are read only for vectors that cannot be embeddings, so that a
    /// sound index pays a microsecond.
    /// </summary>
    private List<long> FindDamaged(ScoredRow[][] best, VectorMatrix vectors)
    {
        SortedSet<long>? suspects = null;
        foreach (var answers in best)
        {
            foreach (var (row, _) in answers)
            {
                if (!VectorLength.IsUnit(vectors.Vector(row), VectorLength.StoredTolerance))
                    (suspects ??= []).Add(row);
            }
        }
        if (suspects is null)
            return [];
        var stored = Read(suspects, static (catalog, rows) => RowChecksums.Read(catalog, rows).ToList());
        List<long> damaged = [.. suspects.Zip(stored)
            .Where(pair => pair.Second is { } checksum && checksum != VectorFile.Checksum(vectors, pair.First))
            .Select(static pair => pair.First)];
        damaged.ForEach(_damaged.Add);
        return damaged;
    }

    private ulong?[] ReadChecksums(long firstRow, int count) => Read(
        (firstRow, count), static (catalog, rows) => RowChecksums.Read(catalog, rows.firstRow, rows.count));

    private List<PictureHit> PictureHits(ScoredRow[] rows, int topK, long? excludeEntry, PictureFilter? filter)
    {
        var hits = new List<PictureHit>();
        foreach (var page in rows.Where(row => row.Row != excludeEntry).Chunk(HitPageSize))
        {
            var files = Read(
                (page, filter),
                static (catalog, key) => catalog.ReadPaths(key.page.Select(static row => row.Row))
                    .Where(file => FilteredPictures.Allows(catalog, key.filter, file.Path)).ToList());
            foreach (var (at, path, caption) in files)
            {
                if (hits.Count == topK)
                    return hits;
                hits.Add(new PictureHit(hits.Count + 1, path, page[at].Score, caption, page[at].Row));
            }
        }
        return hits;
    }

    private List<CaptionHit> CaptionHits(ScoredRow[] rows, int topK, long? excludeEntry, string folder = "")
    {
        var hits = new List<CaptionHit>();
        foreach (var (entry, score) in rows.Where(row => row.Row != excludeEntry).Take(topK))
        {
            var found = Read((entry, folder), static (catalog, key) => catalog.ReadCaption(key.entry, key.folder));
            if (found is { } caption)
                hits.Add(new CaptionHit(hits.Count + 1, caption.Text, score, caption.Path, entry));
        }
        return hits;
    }
}
