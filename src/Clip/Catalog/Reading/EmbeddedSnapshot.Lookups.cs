using Clip.Catalog.Database;

namespace Clip.Catalog.Reading;

internal sealed partial class EmbeddedSnapshot
{
    /// <inheritdoc/>
    public override FileRecord? FindFile(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFile(path));
    }

    /// <inheritdoc/>
    public override FileRecord? ReadFile(string relativePath, Span<float> vector)
    {
        var file = FindFile(relativePath);
        return file is not null && CopyVector(file.Entry, vector) ? file : null;
    }

    /// <inheritdoc/>
    internal override FileRecord? ReadContent(UInt128 hash, Span<float> vector)
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

    /// <inheritdoc/>
    public override bool ReadVector(long entry, Span<float> vector) =>
        Read(entry, static (catalog, entry) => catalog.HasPicture(entry) || catalog.HasCaption(entry))
        && CopyVector(entry, vector);

    /// <inheritdoc/>
    internal override long? FindPicture(UInt128 hash) =>
        Read(hash, static (catalog, hash) => catalog.FindPicture(hash));

    /// <summary>The entry of the caption with exactly this text, or null.</summary>
    internal long? FindCaption(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, static (catalog, text) => catalog.FindCaption(text)?.Entry);
    }

    /// <inheritdoc/>
    internal override string? CaptionText(long entry) =>
        Read(entry, static (catalog, entry) => catalog.ReadCaption(entry)?.Text);

    /// <inheritdoc/>
    internal override IReadOnlyList<long> FindCaptions(string relativePath, CaptionOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read((relativePath, origin), static (catalog, key) => catalog.CaptionsOf(key.relativePath, key.origin));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FileRecord> FilesOf(long entry) =>
        Read(entry, static (catalog, entry) => catalog.FilesOf(entry));

    /// <inheritdoc/>
    public override IEnumerable<FileRecord> Files() => CatalogPages.Files(
        _catalog.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FilesAfter(at.after, at.count)));

    /// <inheritdoc/>
    internal override IReadOnlyList<string> Paths() => Read(0, static (catalog, _) => catalog.Paths());

    /// <summary>What is recorded of a file that could not be indexed, or null.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    internal FailureRecord? FindFailure(string relativePath)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        return Read(relativePath, static (catalog, path) => catalog.FindFailure(path));
    }

    /// <inheritdoc/>
    internal override IEnumerable<FailureRecord> Failures() => CatalogPages.Failures(
        _catalog.Path,
        (after, count) => Read((after, count), static (catalog, at) => catalog.FailuresAfter(at.after, at.count)));

    /// <inheritdoc/>
    internal override (long Dated, long Placed, long Undescribed) CountMetadata() => Read(
        State.Pictures,
        static (catalog, pictures) => catalog.HasMetadata ? catalog.CountMetadata() : (0, 0, pictures));

    /// <inheritdoc/>
    internal override string? ModelPrecision =>
        Read(0, static (catalog, _) => catalog.ReadModelOrigin()?.Precision);

    /// <inheritdoc/>
    internal override string? Note(string name) => Read(name, static (catalog, name) => catalog.ReadNote(name));

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

    /// <inheritdoc/>
    internal override bool CopyVector(long entry, Span<float> vector)
    {
        Vectors.VectorLength.Require(vector.Length, Model.Dimensions, nameof(vector));
        if (entry < 0 || entry >= State.Rows)
            return false;
        using var use = Use();
        use.Commit.Vectors().Vector(entry).CopyTo(vector);
        return true;
    }

    /// <inheritdoc/>
    internal override void CopyVectors(ReadOnlySpan<long> entries, Span<float> vectors, Span<bool> isFound)
    {
        for (var i = 0; i < entries.Length; i++)
            isFound[i] = CopyVector(entries[i], vectors.Slice(i * Model.Dimensions, Model.Dimensions));
    }
}
