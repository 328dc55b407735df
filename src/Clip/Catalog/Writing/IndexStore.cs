using Clip.Catalog.Database;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog.Writing;

/// <summary>
/// The catalog, vectors, codes, checksums and live rows of an index that is open to be changed, and the transaction
/// that keeps them together: changes are committed or abandoned in all of them at once. Not thread-safe.
/// </summary>
internal sealed class IndexStore : IDisposable
{
    private readonly RowChecksums _checksums = new();
    private CodeFile _codes;
    private bool _isChanging;
    private bool _hasNewVectors;

    public IndexStore(IndexLocation location, CatalogDatabase catalog, CatalogState state, VectorFile vectors)
    {
        Location = location;
        Catalog = catalog;
        State = state;
        Vectors = vectors;
        _codes = NewCodes();
    }

    public IndexLocation Location { get; }

    public CatalogDatabase Catalog { get; }

    public VectorFile Vectors { get; private set; }

    public LiveRows Pictures { get; } = new(EntryKind.Picture);

    public LiveRows Captions { get; } = new(EntryKind.Caption);

    /// <summary>The state with the changes so far.</summary>
    public CatalogState State { get; private set; }

    /// <summary>Reads the live rows of the last commit.</summary>
    public void LoadLiveRows()
    {
        Pictures.Load(Catalog, State.Rows);
        Captions.Load(Catalog, State.Rows);
    }

    /// <summary>
    /// Begins a change. Unless it is completed, everything since the last commit is abandoned when it is disposed.
    /// </summary>
    public Change BeginChange()
    {
        if (!_isChanging)
            Catalog.BeginWrite();
        _isChanging = true;
        return new Change(this);
    }

    /// <summary>Adds to the counts. Part of a change.</summary>
    public void Count(int pictures = 0, int captions = 0, int files = 0, int failures = 0) => State = State with
    {
        Pictures = State.Pictures + pictures,
        Captions = State.Captions + captions,
        Files = State.Files + files,
        Failures = State.Failures + failures,
    };

    /// <summary>Appends a vector. Part of a change.</summary>
    /// <returns>Its entry.</returns>
    /// <exception cref="IndexException">The index or the disk is full.</exception>
    public long Append(ReadOnlySpan<float> vector, LiveRows live)
    {
        var entry = State.Rows;
        if (entry == int.MaxValue)
            throw IndexException.Full(Location.Directory);
        _checksums.Add(Catalog, entry, Vectors.Write(entry, vector));
        _hasNewVectors = true;
        State = State with { Rows = entry + 1 };
        live.Add(entry);
        return entry;
    }

    /// <summary>Makes the changes since the last commit durable and visible to readers, all or none of them.</summary>
    /// <exception cref="IndexException">The disk is full or failed; the changes are abandoned.</exception>
    public void Commit()
    {
        if (!_isChanging)
            return;
        using var change = BeginChange();
        // A row that names a vector must never reach the disk before the vector.
        if (_hasNewVectors)
            Vectors.Flush();
        _hasNewVectors = false;
        SaveChecksums();
        Pictures.Save(Catalog);
        Captions.Save(Catalog);
        // Before readers see the commit, so that they find its codes. Codes that cannot be written are not needed.
        BuildCodes(CancellationToken.None);
        CommitState(State);
        change.Complete();
    }

    /// <summary>Writes the checksums of new vectors. Part of a change.</summary>
    public void SaveChecksums()
    {
        if (_isChanging)
            _checksums.Save(Catalog, State.Rows);
    }

    /// <summary>Builds the 8-bit codes that a large index lacks, as far as possible.</summary>
    public void BuildCodes(CancellationToken cancellationToken)
    {
        if (CodeMatrix.IsWorthwhile(State.Rows, State.Model.Dimensions)
            && Vectors.TryMapRows(State.Rows) is { } vectors)
            _codes.TryMap(vectors, ReadChecksums, cancellationToken)?.Dispose();
    }

    /// <summary>Verifies all codes again the next time.</summary>
    public void InvalidateCodes() => _codes.Invalidate();

    /// <summary>Replaces the vector file in memory; the catalog names it with the commit. Part of a change.</summary>
    /// <param name="vectors">The new file; the caller disposes the old one.</param>
    /// <param name="state">The state that names it.</param>
    public void ReplaceVectors(VectorFile vectors, CatalogState state)
    {
        _codes.Dispose();
        Vectors = vectors;
        State = state;
        _codes = NewCodes();
    }

    /// <summary>Commits the change of a state to the catalog. Part of a change.</summary>
    public void CommitState(CatalogState state)
    {
        State = state with { Commits = state.Commits + 1, UpdatedUtc = DateTime.UtcNow };
        Catalog.WriteWords();
        Catalog.UpdateState(State);
        Catalog.Commit();
        _isChanging = false;
    }

    public void Dispose()
    {
        Catalog.Rollback();
        Catalog.Dispose();
        _codes.Dispose();
        Vectors.Dispose();
    }

    private CodeFile NewCodes() =>
        new(VectorFileName.CodesOf(Vectors.Path), State.Model.Dimensions, State.VectorFileId, isWritable: true);

    private ulong?[] ReadChecksums(long firstRow, int count) => RowChecksums.Read(Catalog, firstRow, count);

    /// <summary>Goes back to the last commit, in memory as on disk.</summary>
    private void Abandon()
    {
        _isChanging = false;
        _hasNewVectors = false;
        Catalog.Rollback();
        _checksums.Clear();
        _codes.Invalidate();
        State = Catalog.ReadState() with { Root = State.Root };
        LoadLiveRows();
    }

    /// <summary>A change that abandons everything since the last commit unless it is completed.</summary>
    public ref struct Change(IndexStore store)
    {
        private bool _isComplete;

        public void Complete() => _isComplete = true;

        public readonly void Dispose()
        {
            if (!_isComplete)
                store.Abandon();
        }
    }
}
