using System.Collections.Concurrent;
using Clip.Catalog.Database;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog.Reading;

/// <summary>
/// What all snapshots of one commit share: its state, mapped vectors and codes, bitmaps and the pictures of the last
/// filter. Everything is read on first use and does not change afterwards. Thread-safe: where two threads read the same
/// at once, one result is kept.
/// </summary>
internal sealed class CommittedIndex : IDisposable
{

    private readonly Shared<VectorFile> _vectors;
    private readonly Shared<CodeFile> _codes;
    private readonly RowBitmap?[] _live = new RowBitmap?[2];

    /// <summary>Views that were replaced, which other threads may still be reading.</summary>
    private readonly ConcurrentBag<MappedCodes> _retired = [];

    private MappedCodes? _mappedCodes;
    private FilteredRows? _filtered;

    private CommittedIndex(
        IndexLocation location, CatalogState state, Shared<VectorFile> vectors, Shared<CodeFile> codes)
    {
        Location = location;
        _vectors = vectors;
        _codes = codes;
        State = state;
    }

    public IndexLocation Location { get; }

    public CatalogState State { get; }

    /// <summary>Why the vectors cannot be searched; null where they can.</summary>
    public IndexException? VectorFileProblem => _vectors.Value.Problem;

    public string VectorPath => _vectors.Value.Path;

    /// <summary>Whether the last search read codes.</summary>
    public bool HasCodes => Volatile.Read(ref _mappedCodes)?.View is not null;

    /// <summary>Opens what a commit names.</summary>
    /// <exception cref="IndexException">The vector file is missing, damaged or of another index.</exception>
    public static CommittedIndex Open(IndexLocation location, CatalogState state) =>
        Open(location, state, VectorFile.OpenToRead(location, state));

    /// <summary>Opens what a commit names, with a vector file that may be unusable.</summary>
    public static CommittedIndex Open(IndexLocation location, CatalogState state, VectorFile vectors) =>
        new(location, state, new Shared<VectorFile>(vectors), NewCodes(location, state));

    /// <summary>Opens another commit. What has not changed is shared with this one.</summary>
    /// <inheritdoc cref="Open(IndexLocation, CatalogState)"/>
    public CommittedIndex Open(CatalogState state)
    {
        var isSameFile = state.VectorFileId == State.VectorFileId && VectorFileProblem is null;
        var vectors = isSameFile && state.Rows <= _vectors.Value.MappedRows && _vectors.TryAcquire()
            ? _vectors
            : new Shared<VectorFile>(VectorFile.OpenToRead(Location, state));
        var codes = isSameFile && _codes.TryAcquire() ? _codes : NewCodes(Location, state);
        return new CommittedIndex(Location, state, vectors, codes);
    }

    /// <summary>The vectors of all rows.</summary>
    /// <exception cref="IndexException">They cannot be used.</exception>
    public VectorMatrix Vectors() => _vectors.Value.Rows(State.Rows);

    /// <summary>The vectors as far as the file holds them.</summary>
    public VectorMatrix VectorsThere() => _vectors.Value.RowsThere(State.Rows);

    /// <summary>The entries of a kind.</summary>
    /// <exception cref="IndexException">The catalog is damaged.</exception>
    public RowBitmap Live(EntryKind kind, CatalogDatabase catalog)
    {
        ref var live = ref _live[(int)kind];
        return Volatile.Read(ref live)
            ?? Interlocked.CompareExchange(ref live, LiveRows.Read(catalog, kind, State.Rows), null)
            ?? live;
    }

    /// <summary>The pictures that match a filter, if this is the last filter that was used.</summary>
    public RowBitmap? FindFiltered(PictureFilter filter) =>
        Volatile.Read(ref _filtered) is { } last && ReferenceEquals(last.Filter, filter) ? last.Rows : null;

    /// <summary>Keeps the pictures that match a filter for the next search.</summary>
    public void KeepFiltered(PictureFilter filter, RowBitmap rows) =>
        Volatile.Write(ref _filtered, new FilteredRows(filter, rows));

    /// <summary>
    /// The codes of all vectors; null where there are none, or where the vectors are too few to need any.
    /// </summary>
    /// <param name="checksums">Reads the checksums of consecutive vectors.</param>
    /// <param name="cancellationToken">Stops the verification of the codes.</param>
    public CodeMatrix? Codes(Func<long, int, ulong?[]> checksums, CancellationToken cancellationToken)
    {
        var vectors = Vectors();
        if (!CodeMatrix.IsWorthwhile(vectors))
            return null;
        var mapped = Volatile.Read(ref _mappedCodes);
        if (mapped is null)
        {
            // Where there are none, they are not looked for again before the next commit, which may bring them.
            var added = new MappedCodes(_codes.Value.TryMap(vectors, checksums, cancellationToken));
            mapped = Interlocked.CompareExchange(ref _mappedCodes, added, null);
            if (mapped is null)
                mapped = added;
            else
                added.Dispose();
        }
        return mapped.View?.Matrix;
    }

    /// <summary>Verifies the codes again before the next search reads them.</summary>
    public void InvalidateCodes()
    {
        _codes.Value.Invalidate();
        if (Interlocked.Exchange(ref _mappedCodes, null) is { } mapped)
            _retired.Add(mapped);
    }

    public void Dispose()
    {
        _mappedCodes?.Dispose();
        foreach (var mapped in _retired)
            mapped.Dispose();
        _codes.Release();
        _vectors.Release();
    }

    private static Shared<CodeFile> NewCodes(IndexLocation location, CatalogState state) => new(new CodeFile(
        VectorFileName.CodesOf(state.VectorPath(location)), state.Model.Dimensions, state.VectorFileId,
        isWritable: false));

    private sealed record MappedCodes(CodeView? View) : IDisposable
    {
        public void Dispose() => View?.Dispose();
    }

    private sealed record FilteredRows(PictureFilter Filter, RowBitmap Rows);
}
