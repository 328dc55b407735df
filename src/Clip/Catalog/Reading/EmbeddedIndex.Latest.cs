using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip.Catalog.Reading;

/// <summary>Reads the latest commit in one call each.</summary>
internal sealed partial class EmbeddedIndex
{
    /// <inheritdoc/>
    public override long PictureCount => ReadState().Pictures;

    /// <inheritdoc/>
    public override long CaptionCount => ReadState().Captions;

    /// <inheritdoc/>
    public override long FileCount => ReadState().Files;

    /// <inheritdoc/>
    public override long FailureCount => ReadState().Failures;

    /// <inheritdoc cref="EmbeddedSnapshot.DeadCount"/>
    internal long DeadCount => ReadState().DeadRows;

    /// <inheritdoc cref="DeadSpace.IsWorthCompacting"/>
    internal bool IsWorthCompacting => DeadSpace.IsWorthCompacting(ReadState());

    /// <inheritdoc/>
    public override DateTime UpdatedUtc => ReadState().UpdatedUtc;

    /// <inheritdoc cref="EmbeddedSnapshot.CatalogBytes"/>
    internal long CatalogBytes => FileLength.Of(_connections.Path) + FileLength.Of(_connections.Path + "-wal");

    /// <inheritdoc cref="EmbeddedSnapshot.VectorBytes"/>
    internal long VectorBytes
    {
        get
        {
            var path = ReadState().VectorPath(Location);
            return FileLength.Of(path) + FileLength.Of(VectorFileName.CodesOf(path));
        }
    }

    /// <inheritdoc cref="EmbeddedSnapshot.ReadDeparted"/>
    internal (int Width, int Height)? ReadDeparted(UInt128 hash, Span<float> vector)
    {
        using var snapshot = Take();
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

    /// <inheritdoc/>
    public override FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFile(path));
    }

    /// <inheritdoc/>
    internal override long? FindPicture(UInt128 hash) =>
        Read(hash, static (catalog, hash) => catalog.FindPicture(hash));

    /// <inheritdoc cref="EmbeddedSnapshot.FindCaption"/>
    internal long? FindCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, static (catalog, text) => catalog.FindCaption(text)?.Entry);
    }

    /// <inheritdoc/>
    internal override string? CaptionText(long entry) =>
        Read(entry, static (catalog, entry) => catalog.ReadCaption(entry)?.Text);

    /// <inheritdoc/>
    public override IReadOnlyList<FileRecord> FilesOf(long entry) =>
        Read(entry, static (catalog, entry) => catalog.FilesOf(entry));

    /// <inheritdoc cref="EmbeddedSnapshot.FindFailure"/>
    internal FailureRecord? FindFailure(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFailure(path));
    }

    /// <inheritdoc/>
    public override IEnumerable<FileRecord> Files() => CatalogPages.Files(
        _connections.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FilesAfter(at.after, at.count)));

    /// <summary>The files in a folder, in the order of their paths; read as <see cref="Files"/> is.</summary>
    /// <param name="folder">The folder, relative to the root and separated by <c>/</c>.</param>
    internal IEnumerable<FileRecord> FilesIn(string folder) => StorableText.IsStorable(folder)
        ? CatalogPages.FilesIn(
            _connections.Path, folder + "/",
            (after, count) => Read(
                (folder, after, count),
                static (catalog, at) => catalog.FilesAfter(at.folder + "/", at.after, at.count)))
        : [];

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

    /// <inheritdoc/>
    internal override ModelOrigin? ModelOrigin() => Read(0, static (catalog, _) => catalog.ReadModelOrigin());

    /// <inheritdoc/>
    internal override FileStamp? FindStamp(string relativePath) =>
        Read(relativePath, static (catalog, path) => catalog.FindStamp(path));

    /// <summary>What identifies the next files, in the order of the code points of their paths.</summary>
    internal IReadOnlyList<(string Path, FileStamp Stamp)> StampsAfter(string relativePath, int count) =>
        Read((relativePath, count), static (catalog, at) => catalog.StampsAfter(at.relativePath, at.count));

    /// <summary>
    /// Whether the metadata of some picture or sidecar have not been read, or an older program wrote the index.
    /// </summary>
    internal bool HasUndescribed() => Read(
        0, static (catalog, _) => catalog.HasOlderFormat || catalog.HasUndescribed()
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
