using Clip.Catalog;

namespace Clip;

/// <summary>Lookups in the catalog.</summary>
public abstract partial class IndexSnapshot
{
    /// <summary>What the index holds of a file, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public abstract FileRecord? FindFile(string relativePath);

    /// <summary>What the index holds of a file, and the vector of its picture.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="vector">Receives the vector; as long as the model's dimension.</param>
    /// <returns>Null when the file is not known.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public abstract FileRecord? ReadFile(string relativePath, Span<float> vector);

    /// <summary>The first of the files that hold a picture, and its vector.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    /// <param name="vector">Receives the vector; as long as the model's dimension.</param>
    /// <returns>Null when no file has this content.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    internal abstract FileRecord? ReadContent(UInt128 hash, Span<float> vector);

    /// <summary>Copies the vector of an entry.</summary>
    /// <param name="entry">A picture's or a caption's entry.</param>
    /// <param name="vector">Receives the vector; as long as the model's dimension.</param>
    /// <returns>False when there is no such entry.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public abstract bool ReadVector(long entry, Span<float> vector);

    /// <summary>Copies a row of the vector file that is known to be an entry's; false where it is not there.</summary>
    internal abstract bool CopyVector(long entry, Span<float> vector);

    /// <summary>Copies the vectors of several entries.</summary>
    /// <param name="entries">Entries that a file or a caption names.</param>
    /// <param name="vectors">Receives the vectors, one after the other.</param>
    /// <param name="isFound">Receives for each entry whether its vector is there.</param>
    internal abstract void CopyVectors(ReadOnlySpan<long> entries, Span<float> vectors, Span<bool> isFound);

    /// <summary>The entry of the picture with this content, or null.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    internal abstract long? FindPicture(UInt128 hash);

    /// <summary>The text of a caption, or null where the entry is not a caption.</summary>
    internal abstract string? CaptionText(long entry);

    /// <summary>
    /// The entries of a file's captions, each once, in order; empty for a file that is not known.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="origin">Where they come from; null for all.</param>
    internal abstract IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null);

    /// <summary>
    /// The files that hold a picture, in the order of their paths; empty where the entry is not a picture.
    /// </summary>
    public abstract IReadOnlyList<FileRecord> FilesOf(long entry);

    /// <summary>All files in the order of their paths, read in pages, so that memory stays flat.</summary>
    public abstract IEnumerable<FileRecord> Files();

    /// <summary>The paths of all files, each once, in any order.</summary>
    internal virtual IReadOnlyList<string> Paths() => [.. Files().Select(static file => file.Path)];

    /// <summary>All files that could not be indexed, in the order of their paths, read in pages.</summary>
    internal abstract IEnumerable<FailureRecord> Failures();

    /// <summary>
    /// How many pictures have a date, how many have a place, and of how many neither is known yet because an older
    /// program indexed them. The next run of the indexer reads the metadata of those.
    /// </summary>
    internal abstract (long Dated, long Placed, long Undescribed) CountMetadata();

    /// <summary>
    /// The files of pictures that a filter allows, each with its first caption: in the order of the pictures, then of
    /// their paths. Each names its picture by the index in the list.
    /// </summary>
    internal abstract IReadOnlyList<(int At, string Path, string? Caption)> PathsOf(
        IReadOnlyList<long> entries, PictureFilter? filter);

    /// <summary>The arithmetic that the model was asked for with, such as <c>int8</c>; null for its own.</summary>
    internal virtual string? ModelPrecision => null;

    /// <summary>What was recorded under a name, or null.</summary>
    internal virtual string? Note(string name) => null;

    /// <summary>The first files in an order. Needs no model; memory does not grow with the index.</summary>
    /// <param name="order">The order.</param>
    /// <param name="count">The most files, at least 1.</param>
    /// <param name="filter">Which to list; null for all.</param>
    /// <param name="firstOfCopies">Whether only the first of the files with the same content is listed.</param>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public abstract IReadOnlyList<FileRecord> ListFiles(
        PictureOrder order, int count, PictureFilter? filter = null, bool firstOfCopies = false);

    /// <summary>How many pictures match a filter; copies count once.</summary>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public abstract long CountPictures(PictureFilter filter);

    /// <summary>How many pictures meet each condition of a filter alone; to tell why none meets all.</summary>
    public abstract IReadOnlyList<FilterCount> CountMatches(PictureFilter filter);
}
