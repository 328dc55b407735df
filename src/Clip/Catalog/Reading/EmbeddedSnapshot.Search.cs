using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog.Reading;

internal sealed partial class EmbeddedSnapshot
{
    private const int HitPageSize = 512;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var best = Search(EntryKind.Picture, queries, topK, excludeEntry, minScore, filter, cancellationToken);
        return Array.ConvertAll(best, rows => PictureHits(rows, topK, excludeEntry, filter));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        var best = Search(EntryKind.Caption, queries, topK, excludeEntry, minScore, null, cancellationToken);
        return Array.ConvertAll(best, rows => CaptionHits(rows, topK, excludeEntry));
    }

    /// <inheritdoc/>
    public override ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default) =>
        Measure(EntryKind.Picture, query, logits, excludeEntry, filter, cancellationToken);

    /// <inheritdoc/>
    public override ScoreDistribution MeasureCaptions(
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
