using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Vectors;

namespace Clip;

/// <summary>Ranks pictures, whatever files hold them, for searches that combine several orders.</summary>
public sealed partial class IndexSnapshot
{
    /// <summary>Whether the index holds the words of names and captions; one of an older format does not.</summary>
    internal bool HasWords => Read(0, static (catalog, _) => catalog.HasWords);

    /// <summary>
    /// The pictures whose captions, names and folders have the words of a text, best first (BM25); of equal scores the
    /// one stored first. Case and accents do not count. A picture is found if it has those words that tell most: rare
    /// ones tell more than common ones, so a picture is not found by "a" alone.
    /// </summary>
    /// <param name="text">Any text; nothing in it is an operator.</param>
    /// <param name="topK">The most pictures, at least 1. Copies of a picture count once.</param>
    /// <param name="filter">Which pictures to search; null for all.</param>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without words or without what the filter asks for.
    /// </exception>
    public IReadOnlyList<WordHit> SearchWords(string text, int topK, PictureFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        if (!HasWords)
            throw IndexException.TooOldForWords(Location.Directory, Location.Root);
        using var use = Use();
        var rows = RowsToSearch(use.Commit, EntryKind.Picture, filter);
        return Read((text, topK, rows, filter), static (catalog, key) => new WordMatches(catalog).Find(
            key.text, key.topK, key.rows, path => FilteredPictures.Allows(catalog, key.filter, path)));
    }

    /// <summary>The pictures nearest to a query, best first.</summary>
    internal ScoredRow[] RankPictures(
        ReadOnlySpan<float> query, int count, PictureFilter? filter, CancellationToken cancellationToken) =>
        Search(
            EntryKind.Picture, query, count, excludeEntry: null, float.NegativeInfinity, filter, cancellationToken)[0];

    /// <summary>The scores of some pictures, best first; those with a damaged vector are left out.</summary>
    internal ScoredRow[] ScorePictures(
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

    /// <summary>
    /// The captions of a folder: those of its pictures, and those of no picture that caption files in it say.
    /// </summary>
    /// <param name="folder">Relative to the root and separated by <c>/</c>; empty for all captions.</param>
    internal RowBitmap CaptionsIn(string folder)
    {
        using var use = Use();
        return Read((use.Commit, folder), static (catalog, key) =>
        {
            var live = key.Commit.Live(EntryKind.Caption, catalog);
            if (key.folder.Length == 0)
                return live;
            var rows = new RowBitmap();
            foreach (var entry in catalog.CaptionsIn(key.folder).Where(live.Contains))
                rows.Add(entry);
            return rows;
        });
    }

    /// <summary>The nearest of some captions, best first, each with a picture in the folder.</summary>
    internal IReadOnlyList<CaptionHit> RankCaptions(
        ReadOnlySpan<float> query, RowBitmap captions, int topK, string folder, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        using var one = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        var best = Scan(use.Commit, one, captions, topK, float.NegativeInfinity, cancellationToken)[0];
        return CaptionHits(best, topK, excludeEntry: null, folder);
    }

    /// <summary>The distribution of a query's scores over some captions.</summary>
    internal ScoreDistribution MeasureRanked(
        ReadOnlySpan<float> query, RowBitmap captions, LogitScale logits, CancellationToken cancellationToken)
    {
        using var one = new QueryBatch(query, Model.Dimensions);
        using var use = Use();
        return DistributionScan.Of(use.Commit.Vectors(), one, captions, exclude: null, logits, cancellationToken);
    }

    /// <summary>The distribution of a query's scores over the pictures that match a filter, without some.</summary>
    internal ScoreDistribution MeasureRanked(
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

    /// <summary>
    /// The files of pictures that a filter allows, each with its first caption: in the order of the pictures, then of
    /// their paths. Each names its picture by the index in the list.
    /// </summary>
    internal IReadOnlyList<(int At, string Path, string? Caption)> PathsOf(
        IReadOnlyList<long> entries, PictureFilter? filter) => Read(
        (entries, filter),
        static (catalog, key) => catalog.ReadPaths(key.entries)
            .Where(file => FilteredPictures.Allows(catalog, key.filter, file.Path)).ToList());
}
