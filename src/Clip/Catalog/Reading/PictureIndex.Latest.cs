using Clip.Catalog;
using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip;

/// <summary>Reads the latest commit in one call each.</summary>
public sealed partial class PictureIndex
{
    /// <inheritdoc cref="IndexSnapshot.PictureCount"/>
    public long PictureCount => ReadState().Pictures;

    /// <inheritdoc cref="IndexSnapshot.CaptionCount"/>
    public long CaptionCount => ReadState().Captions;

    /// <inheritdoc cref="IndexSnapshot.FileCount"/>
    public long FileCount => ReadState().Files;

    /// <inheritdoc cref="IndexSnapshot.FailureCount"/>
    public long FailureCount => ReadState().Failures;

    /// <inheritdoc cref="IndexSnapshot.DeadCount"/>
    internal long DeadCount => ReadState().DeadRows;

    /// <inheritdoc cref="DeadSpace.IsWorthCompacting"/>
    internal bool IsWorthCompacting => DeadSpace.IsWorthCompacting(ReadState());

    /// <inheritdoc cref="IndexSnapshot.UpdatedUtc"/>
    public DateTime UpdatedUtc => ReadState().UpdatedUtc;

    /// <inheritdoc cref="IndexSnapshot.CatalogBytes"/>
    internal long CatalogBytes => FileLength.Of(_connections.Path) + FileLength.Of(_connections.Path + "-wal");

    /// <inheritdoc cref="IndexSnapshot.VectorBytes"/>
    internal long VectorBytes
    {
        get
        {
            var path = ReadState().VectorPath(Location);
            return FileLength.Of(path) + FileLength.Of(VectorFileName.CodesOf(path));
        }
    }

    /// <inheritdoc cref="IndexSnapshot.SearchPictures"/>
    public IReadOnlyList<PictureHit> SearchPictures(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchPictures(query, topK, excludeEntry, minScore, filter, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.SearchPicturesBatch"/>
    public IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchPicturesBatch(queries, topK, excludeEntry, minScore, filter, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.SearchCaptions"/>
    public IReadOnlyList<CaptionHit> SearchCaptions(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchCaptions(query, topK, excludeEntry, minScore, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.SearchCaptionsBatch"/>
    public IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.SearchCaptionsBatch(queries, topK, excludeEntry, minScore, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.MeasurePictures"/>
    public ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.MeasurePictures(query, logits, excludeEntry, filter, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.MeasureCaptions"/>
    public ScoreDistribution MeasureCaptions(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null,
        CancellationToken cancellationToken = default)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.MeasureCaptions(query, logits, excludeEntry, cancellationToken);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadVector"/>
    public bool ReadVector(long entry, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadVector(entry, vector);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadFile"/>
    public FileRecord? ReadFile(string relativePath, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadFile(relativePath, vector);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadContent"/>
    internal FileRecord? ReadContent(UInt128 hash, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadContent(hash, vector);
    }

    /// <inheritdoc cref="IndexSnapshot.ReadDeparted"/>
    internal (int Width, int Height)? ReadDeparted(UInt128 hash, Span<float> vector)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.ReadDeparted(hash, vector);
    }

    /// <summary>The folders at which another volume begins, and which volume.</summary>
    internal IReadOnlyList<(string Path, string Identity)> Volumes() =>
        Read(0, static (catalog, _) => catalog.Volumes());

    /// <inheritdoc cref="IndexSnapshot.CountMetadata"/>
    internal (long Dated, long Placed, long Undescribed) CountMetadata()
    {
        using var snapshot = TakeSnapshot();
        return snapshot.CountMetadata();
    }

    /// <inheritdoc cref="IndexSnapshot.FindFile"/>
    public FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFile(path));
    }

    /// <inheritdoc cref="IndexSnapshot.FindPicture"/>
    internal long? FindPicture(UInt128 hash) => Read(hash, static (catalog, hash) => catalog.FindPicture(hash));

    /// <inheritdoc cref="IndexSnapshot.FindCaption"/>
    internal long? FindCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, static (catalog, text) => catalog.FindCaption(text)?.Entry);
    }

    /// <inheritdoc cref="IndexSnapshot.CaptionText"/>
    internal string? CaptionText(long entry) =>
        Read(entry, static (catalog, entry) => catalog.ReadCaption(entry)?.Text);

    /// <inheritdoc cref="IndexSnapshot.FindCaptions"/>
    internal IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        using var snapshot = TakeSnapshot();
        return snapshot.FindCaptions(relativePath, origin);
    }

    /// <inheritdoc cref="IndexSnapshot.FilesOf"/>
    public IReadOnlyList<FileRecord> FilesOf(long entry) =>
        Read(entry, static (catalog, entry) => catalog.FilesOf(entry));

    /// <inheritdoc cref="IndexSnapshot.FindFailure"/>
    internal FailureRecord? FindFailure(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFailure(path));
    }

    /// <summary>
    /// All files in the order of their paths, read in pages, each of the commit that is the latest then: a file that is
    /// added or removed ahead meanwhile is returned or not accordingly.
    /// </summary>
    public IEnumerable<FileRecord> Files() => CatalogPages.Files(
        _connections.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FilesAfter(at.after, at.count)));

    /// <summary>
    /// All files that could not be indexed, in the order of their paths; read as <see cref="Files"/> is.
    /// </summary>
    internal IEnumerable<FailureRecord> Failures() => CatalogPages.Failures(
        _connections.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FailuresAfter(at.after, at.count)));

    /// <summary>What was recorded under a name, or null.</summary>
    internal string? Note(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Read(name, static (catalog, name) => catalog.ReadNote(name));
    }

    /// <summary>The caption files that were read.</summary>
    internal IReadOnlyList<CaptionFileRecord> CaptionFiles() => Read(0, static (catalog, _) => catalog.CaptionFiles());

    /// <summary>How the model was asked for; null in an index that does not know.</summary>
    internal ModelOrigin? ModelOrigin() => Read(0, static (catalog, _) => catalog.ReadModelOrigin());

    /// <summary>Identifies an unchanged file without opening it; null where the file is not known.</summary>
    internal FileStamp? FindStamp(string relativePath) =>
        Read(relativePath, static (catalog, path) => catalog.FindStamp(path));

    /// <summary>
    /// Whether the metadata of some picture or sidecar have not been read, or an older program read them.
    /// </summary>
    internal bool HasUndescribed() => Read(
        0, static (catalog, _) => !catalog.HasSidecars || catalog.UndescribedAfter(-1, 1).Count > 0
            || catalog.UnreadSidecarsAfter(-1, 1).Count > 0);

    /// <summary>
    /// Whether some file's own captions have not been read, or an older program read them.
    /// </summary>
    internal bool HasUnreadCaptions() => Read(
        0, static (catalog, _) => !catalog.HasSidecars || catalog.UnreadCaptionsAfter(-1, 1).Count > 0);

    private CatalogState ReadState() => Read(0, static (catalog, _) => catalog.ReadState());

    /// <summary>Runs a single query, which reads the latest commit without a transaction of its own.</summary>
    private T Read<TKey, T>(TKey key, Func<CatalogDatabase, TKey, T> read)
    {
        var catalog = _connections.Rent();
        try
        {
            return read(catalog, key);
        }
        finally
        {
            _connections.Return(catalog);
        }
    }
}
