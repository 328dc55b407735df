using Clip.Catalog.Database;

namespace Clip.Catalog.Writing;

/// <summary>Reads the index with the changes so far.</summary>
internal sealed partial class PictureIndexWriter
{
    /// <summary>What the index holds of a file, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Find(relativePath, static (catalog, path) => catalog.FindFile(path));
    }

    /// <summary>The entry of the picture with this content, or null.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    public long? FindPicture(UInt128 hash) => Find(hash, static (catalog, hash) => catalog.FindPicture(hash));

    /// <summary>The entry of the caption with exactly this text, or null.</summary>
    public long? FindCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Find(text, static (catalog, text) => catalog.FindCaption(text)?.Entry);
    }

    /// <summary>The text of a caption, or null where the entry is not a caption.</summary>
    public string? CaptionText(long entry) => Find(entry, static (catalog, entry) => catalog.ReadCaption(entry)?.Text);

    /// <summary>
    /// The entries of a file's captions, each once, in order; empty for a file that is not known.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="origin">Where they come from; null for all.</param>
    public IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Find((relativePath, origin), static (catalog, key) => catalog.CaptionsOf(key.relativePath, key.origin));
    }

    /// <summary>
    /// The files that hold a picture, in the order of their paths; empty where the entry is not a picture.
    /// </summary>
    public IReadOnlyList<FileRecord> FilesOf(long entry) =>
        Find(entry, static (catalog, entry) => catalog.FilesOf(entry));

    /// <summary>
    /// All files in the order of their paths. Read in pages, so memory stays flat, and the index may be changed
    /// meanwhile: a file that is added or removed ahead is returned or not accordingly.
    /// </summary>
    public IEnumerable<FileRecord> Files() => CatalogPages.Files(
        _store.Catalog.Path,
        (after, count) => Find((after, count), static (catalog, at) => catalog.FilesAfter(at.after, at.count)));

    /// <summary>What is recorded of a file that could not be indexed, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public FailureRecord? FindFailure(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Find(relativePath, static (catalog, path) => catalog.FindFailure(path));
    }

    /// <summary>
    /// All files that could not be indexed, in the order of their paths; read as <see cref="Files"/> is.
    /// </summary>
    public IEnumerable<FailureRecord> Failures() => CatalogPages.Failures(
        _store.Catalog.Path,
        (after, count) => Find((after, count), static (catalog, at) => catalog.FailuresAfter(at.after, at.count)));

    /// <summary>Identifies an unchanged file without opening it; null where the file is not known.</summary>
    internal FileStamp? FindStamp(string relativePath) =>
        Find(relativePath, static (catalog, path) => catalog.FindStamp(path));

    /// <summary>What was recorded under a name, or null.</summary>
    public string? Note(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name, static (catalog, name) => catalog.ReadNote(name));
    }

    /// <summary>
    /// The next pictures, in the order of their entries, whose metadata a version of the reader has read; version 0 is
    /// none.
    /// </summary>
    internal IReadOnlyList<long> DescribedAfter(long version, long entry, int count) => Find(
        (version, entry, count), static (catalog, at) => catalog.DescribedAfter(at.version, at.entry, at.count));

    /// <summary>How many pictures have metadata that an older version of the reader has read.</summary>
    internal long CountDescribedByOlder() => Read(0, static (store, _) => store.Catalog.CountDescribedByOlder());

    /// <summary>The next files whose XMP sidecars are to be read.</summary>
    internal IReadOnlyList<(long Id, string Path)> UnreadSidecarsAfter(long file, int count) =>
        Find((file, count), static (catalog, at) => catalog.UnreadSidecarsAfter(at.file, at.count));

    /// <summary>The next files whose own captions have not been read.</summary>
    internal IReadOnlyList<UnreadCaptions> UnreadCaptionsAfter(long file, int count) =>
        Find((file, count), static (catalog, at) => catalog.UnreadCaptionsAfter(at.file, at.count));
}
