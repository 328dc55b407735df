using Clip.Vectors;

namespace Clip.Catalog.Reading;

/// <summary>Ranks pictures, whatever files hold them, for searches that combine several orders.</summary>
internal sealed partial class EmbeddedSnapshot
{
    private volatile FolderCaptions? _captionsIn;

    /// <inheritdoc/>
    internal override bool HasWords => Read(0, static (catalog, _) => catalog.HasWords);

    /// <inheritdoc/>
    public override IReadOnlyList<WordHit> SearchWords(string text, int topK, PictureFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        if (!HasWords)
            throw IndexException.TooOldForWords(Location.Directory, Location.Root);
        using var use = Use();
        var rows = RowsToSearch(use.Commit, EntryKind.Picture, filter);
        return Read((text, topK, rows, filter), static (catalog, key) => new WordMatches(catalog).Find(
            key.text, key.topK, key.rows.Contains, path => FilteredPictures.Allows(catalog, key.filter, path)));
    }

    /// <inheritdoc/>
    internal override ScoredRow[] RankPictures(
        ReadOnlySpan<float> query, int count, PictureFilter? filter, CancellationToken cancellationToken) =>
        Search(
            EntryKind.Picture, query, count, excludeEntry: null, float.NegativeInfinity, filter, cancellationToken)[0];

    /// <inheritdoc/>
    internal override ScoredRow[] ScorePictures(
        ReadOnlySpan<float> query, IReadOnlyCollection<long> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return [];
        using var batch = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        var rows = new RowBitmap();
        foreach (var entry in entries)
            rows.Add(entry);
        return Scan(use.Commit, batch, rows, entries.Count, float.NegativeInfinity, cancellationToken)[0];
    }

    /// <inheritdoc/>
    internal override long CountCaptionsIn(string folder) => CaptionsIn(folder).Count;

    /// <inheritdoc/>
    internal override IReadOnlyList<CaptionHit> RankCaptions(
        ReadOnlySpan<float> query, int topK, string folder, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        using var one = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        var best = Scan(
            use.Commit, one, CaptionsIn(folder), topK, float.NegativeInfinity, cancellationToken)[0];
        return CaptionHits(best, topK, excludeEntry: null, folder);
    }

    /// <inheritdoc/>
    internal override ScoreDistribution MeasureCaptionsIn(
        ReadOnlySpan<float> query, string folder, LogitScale logits, CancellationToken cancellationToken)
    {
        using var one = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        return DistributionScan.Of(
            use.Commit.Vectors(), one, CaptionsIn(folder), exclude: null, logits, cancellationToken);
    }

    /// <inheritdoc/>
    internal override ScoreDistribution MeasureRanked(
        ReadOnlySpan<float> query, LogitScale logits, IReadOnlyCollection<long> excluded, PictureFilter? filter,
        CancellationToken cancellationToken)
    {
        using var one = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        var rows = RowsToSearch(use.Commit, EntryKind.Picture, filter);
        return DistributionScan.Of(
            use.Commit.Vectors(), one, excluded.Count == 0 ? rows : rows.Without(excluded), exclude: null, logits,
            cancellationToken);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<(int At, string Path, string? Caption)> PathsOf(
        IReadOnlyList<long> entries, PictureFilter? filter) => Read(
        (entries, filter),
        static (catalog, key) => catalog.ReadPaths(key.entries)
            .Where(file => FilteredPictures.Allows(catalog, key.filter, file.Path)).ToList());

    /// <summary>The captions of a folder; those of the folder that was asked for last are remembered.</summary>
    private RowBitmap CaptionsIn(string folder)
    {
        if (_captionsIn is { } last && last.Folder == folder)
            return last.Captions;
        using var use = Use();
        var captions = Read((use.Commit, folder), static (catalog, key) =>
        {
            var live = key.Commit.Live(EntryKind.Caption, catalog);
            if (key.folder.Length == 0)
                return live;
            var rows = new RowBitmap();
            foreach (var entry in catalog.CaptionsIn(key.folder).Where(live.Contains))
                rows.Add(entry);
            return rows;
        });
        _captionsIn = new FolderCaptions(folder, captions);
        return captions;
    }

    private sealed record FolderCaptions(string Folder, RowBitmap Captions);
}
