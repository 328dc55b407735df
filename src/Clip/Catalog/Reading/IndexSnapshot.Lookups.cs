using Clip.Catalog;
using Clip.Catalog.Database;
using Clip.Catalog.Reading;

namespace Clip;

public sealed partial class IndexSnapshot
{
    /// <summary>What the index holds of a file, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    public FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFile(path));
    }

    /// <summary>What the index holds of a file, and the vector of its picture.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="vector">Receives the vector; as long as the model's dimension.</param>
    /// <returns>Null when the file is not known.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public FileRecord? ReadFile(string relativePath, Span<float> vector)
    {
        var file = FindFile(relativePath);
        return file is not null && CopyVector(file.Entry, vector) ? file : null;
    }

    /// <summary>The first of the files that hold a picture, and its vector.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    /// <param name="vector">Receives the vector; as long as the model's dimension.</param>
    /// <returns>Null when no file has this content.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    internal FileRecord? ReadContent(UInt128 hash, Span<float> vector)
    {
        var file = Read(hash, static (catalog, hash) => catalog.FindPicture(hash) is { } entry
            ? catalog.FilesOf(entry).FirstOrDefault()
            : null);
        return file is not null && CopyVector(file.Entry, vector) ? file : null;
    }

    /// <summary>The size and the vector of a picture that has left the index, as long as they are kept.</summary>
    internal (int Width, int Height)? ReadDeparted(UInt128 hash, Span<float> vector) =>
        Read(hash, static (catalog, hash) => catalog.FindDepartedPicture(hash)) is { } kept
        && CopyVector(kept.Entry, vector)
        // Nothing verifies these rows, so a damaged one is encoded again.
        && Vectors.VectorLength.IsUnit(vector, Vectors.VectorLength.EncodedTolerance)
            ? (kept.Width, kept.Height)
            : null;

    /// <summary>Copies the vector of an entry.</summary>
    /// <param name="entry">A picture's or a caption's entry.</param>
    /// <param name="vector">Receives the vector; as long as the model's dimension.</param>
    /// <returns>False when there is no such entry.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public bool ReadVector(long entry, Span<float> vector) =>
        Read(entry, static (catalog, entry) => catalog.HasPicture(entry) || catalog.HasCaption(entry))
        && CopyVector(entry, vector);

    /// <summary>The entry of the picture with this content, or null.</summary>
    /// <param name="hash">As in <see cref="FileRecord.Hash"/>.</param>
    internal long? FindPicture(UInt128 hash) => Read(hash, static (catalog, hash) => catalog.FindPicture(hash));

    /// <summary>The entry of the caption with exactly this text, or null.</summary>
    internal long? FindCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, static (catalog, text) => catalog.FindCaption(text)?.Entry);
    }

    /// <summary>The text of a caption, or null where the entry is not a caption.</summary>
    internal string? CaptionText(long entry) =>
        Read(entry, static (catalog, entry) => catalog.ReadCaption(entry)?.Text);

    /// <summary>
    /// The entries of a file's captions, each once, in order; empty for a file that is not known.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="origin">Where they come from; null for all.</param>
    internal IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read((relativePath, origin), static (catalog, key) => catalog.CaptionsOf(key.relativePath, key.origin));
    }

    /// <summary>
    /// The files that hold a picture, in the order of their paths; empty where the entry is not a picture.
    /// </summary>
    public IReadOnlyList<FileRecord> FilesOf(long entry) =>
        Read(entry, static (catalog, entry) => catalog.FilesOf(entry));

    /// <summary>All files in the order of their paths, read in pages, so that memory stays flat.</summary>
    public IEnumerable<FileRecord> Files() => CatalogPages.Files(
        _catalog.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FilesAfter(at.after, at.count)));

    /// <summary>What is recorded of a file that could not be indexed, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    internal FailureRecord? FindFailure(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFailure(path));
    }

    /// <summary>All files that could not be indexed, in the order of their paths, read in pages.</summary>
    internal IEnumerable<FailureRecord> Failures() => CatalogPages.Failures(
        _catalog.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FailuresAfter(at.after, at.count)));

    /// <summary>
    /// How many pictures have a date, how many have a place, and of how many neither is known yet because an older
    /// program indexed them. The next run of the indexer reads the metadata of those.
    /// </summary>
    internal (long Dated, long Placed, long Undescribed) CountMetadata() => Read(
        State.Pictures,
        static (catalog, pictures) => catalog.HasMetadata ? catalog.CountMetadata() : (0, 0, pictures));

    /// <summary>What was recorded under a name, or null.</summary>
    internal string? Note(string name) => Read(name, static (catalog, name) => catalog.ReadNote(name));

    /// <summary>The arithmetic that the model was asked for with, such as <c>int8</c>; null for its own.</summary>
    internal string? ModelPrecision => Read(0, static (catalog, _) => catalog.ReadModelOrigin()?.Precision);

    /// <summary>The captions that were given to a file, with the caption files that say them.</summary>
    internal IReadOnlyList<KeptCaption> GivenCaptions(string relativePath) => Read(
        relativePath,
        static (catalog, path) => catalog.FindFileId(path) is { } file ? catalog.GivenCaptions(file.Id) : []);

    /// <summary>The captions that are kept of contents that left the index.</summary>
    internal IReadOnlyList<ReturnedCaptions> KeptCaptions() => Read(0, static (catalog, _) => catalog.KeptCaptions());

    /// <summary>The captions that stay without a picture.</summary>
    internal IReadOnlyList<string> StandaloneCaptions() =>
        Read(0, static (catalog, _) => catalog.StandaloneCaptions());

    /// <summary>The folders at which another volume begins, and which volume.</summary>
    internal IReadOnlyList<(string Path, string Identity)> Volumes() =>
        Read(0, static (catalog, _) => catalog.Volumes());

    /// <summary>The caption files that were read.</summary>
    internal IReadOnlyList<CaptionFileRecord> CaptionFiles() => Read(0, static (catalog, _) => catalog.CaptionFiles());

    /// <summary>The captions of no picture that a caption file says.</summary>
    internal IReadOnlyList<long> CaptionsListedBy(CaptionFileRecord file) =>
        Read(file.Source, static (catalog, source) => catalog.CaptionsListedBy(source));

    /// <summary>Calls a verification with everything that it reads; no other call uses the catalog meanwhile.</summary>
    internal T Verify<T>(Func<CatalogDatabase, CommittedIndex, T> verify)
    {
        using var use = Use();
        // Damaged codes change no answer, so they are not reported: the next search finds them and does without. Not
        // while the catalog is in use, because a search that verifies codes reads checksums from it.
        use.Commit.InvalidateCodes();
        return Read((use.Commit, verify), static (catalog, key) => key.verify(catalog, key.Commit));
    }

    /// <summary>Copies a row of the vector file that is known to be an entry's; false where it is not there.</summary>
    internal bool CopyVector(long entry, Span<float> vector)
    {
        Vectors.VectorLength.Require(vector.Length, Model.Dimensions, nameof(vector));
        if (entry < 0 || entry >= State.Rows)
            return false;
        using var use = Use();
        use.Commit.Vectors().Vector(entry).CopyTo(vector);
        return true;
    }
}
