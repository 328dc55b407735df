using Clip.Catalog.Database;
using Clip.Catalog.Reading;
using Clip.Catalog.Storage;

namespace Clip;

/// <summary>
/// An index as of one commit. It does not change, whatever a writer does meanwhile: what one call returns fits to what
/// the next one returns. Taking one costs microseconds, and any number of them may exist at a time.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Searches run side by side, each on all cores; only lookups in the catalog by one and the same
/// snapshot take turns, and those of different snapshots do not.</para>
/// <para>Dispose it soon: while it exists, the catalog's log cannot be shortened, and a compacted index keeps the space
/// of its old vectors. It may outlive the <see cref="PictureIndex"/> that it was taken from.</para>
/// </remarks>
public sealed partial class IndexSnapshot : IDisposable
{
    private readonly Lock _turn = new();
    private readonly CatalogPool _connections;
    private readonly CatalogDatabase _catalog;
    private readonly Shared<CommittedIndex> _commit;
    private readonly DamagedEntries _damaged;
    private bool _disposed;

    /// <param name="location">The index.</param>
    /// <param name="connections">Gets the connection back in the end.</param>
    /// <param name="catalog">A connection in a read transaction, from now on this snapshot's.</param>
    /// <param name="commit">What that transaction reads; acquired for this snapshot.</param>
    /// <param name="damaged">Gets the damaged vectors that searches find.</param>
    internal IndexSnapshot(
        IndexLocation location, CatalogPool connections, CatalogDatabase catalog, Shared<CommittedIndex> commit,
        DamagedEntries damaged)
    {
        Location = location;
        _connections = connections;
        _catalog = catalog;
        _commit = commit;
        _damaged = damaged;
    }

    /// <summary>Where the index is and which folder it is about.</summary>
    public IndexLocation Location { get; }

    /// <summary>The model that the vectors come from.</summary>
    internal IndexModel Model => State.Model;

    /// <summary>Pictures in the index. Copies of a picture count once.</summary>
    public long PictureCount => State.Pictures;

    /// <summary>Captions in the index.</summary>
    public long CaptionCount => State.Captions;

    /// <summary>Files in the index; at least as many as pictures.</summary>
    public long FileCount => State.Files;

    /// <summary>Files recorded because they could not be indexed.</summary>
    public long FailureCount => State.Failures;

    /// <summary>Vectors in the vector file that nothing refers to any more.</summary>
    internal long DeadCount => State.DeadRows;

    /// <summary>Bytes on disk that a compaction would free.</summary>
    internal long DeadBytes => DeadSpace.Bytes(State, _commit.Value.VectorPath);

    /// <inheritdoc cref="DeadSpace.IsWorthCompacting"/>
    internal bool IsWorthCompacting => DeadSpace.IsWorthCompacting(State);

    /// <summary>When the index was created.</summary>
    public DateTime CreatedUtc => State.CreatedUtc;

    /// <summary>When the index was last changed.</summary>
    public DateTime UpdatedUtc => State.UpdatedUtc;

    /// <summary>Bytes on disk of the catalog, its log included.</summary>
    internal long CatalogBytes => FileLength.Of(_catalog.Path) + FileLength.Of(_catalog.Path + "-wal");

    /// <summary>Bytes on disk of the vectors and their 8-bit codes.</summary>
    internal long VectorBytes
    {
        get
        {
            var path = _commit.Value.VectorPath;
            return FileLength.Of(path) + FileLength.Of(VectorFileName.CodesOf(path));
        }
    }

    /// <summary>
    /// Why the vectors cannot be searched; null where they can. Only a snapshot that was opened to be verified exists
    /// with unusable vectors.
    /// </summary>
    internal IndexException? VectorFileProblem => _commit.Value.VectorFileProblem;

    /// <summary>
    /// Damaged vectors that searches of this index left out since it was opened: those that would have been among the
    /// best. A verification finds all of them.
    /// </summary>
    internal int DamagedFound => _damaged.Count;

    /// <summary>Whether the last search of a large index read codes.</summary>
    internal bool HasCodes => _commit.Value.HasCodes;

    private CatalogState State => _commit.Value.State;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_disposed)
                return;
            _disposed = true;
            _connections.Return(_catalog);
        }
        _commit.Release();
    }

    /// <summary>Makes this snapshot part of an index that goes on reading.</summary>
    /// <returns>The connections and the commit, which the caller releases.</returns>
    internal (CatalogPool Connections, Shared<CommittedIndex> Commit, DamagedEntries Damaged) Share() =>
        _commit.TryAcquire()
            ? (_connections, _commit, _damaged)
            : throw new ObjectDisposedException(nameof(IndexSnapshot));

    /// <summary>Calls something with the commit, which cannot be released meanwhile.</summary>
    private CommitUse Use()
    {
        ObjectDisposedException.ThrowIf(!_commit.TryAcquire(), this);
        return new CommitUse(_commit);
    }

    /// <summary>Reads from the catalog; calls take turns, because a connection does one thing at a time.</summary>
    private T Read<TKey, T>(TKey key, Func<CatalogDatabase, TKey, T> read)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return read(_catalog, key);
            }
            catch (IndexException error)
            {
                error.Locate(Location.Root, Location.Directory);
                throw;
            }
        }
    }

    private readonly ref struct CommitUse(Shared<CommittedIndex> commit)
    {
        public CommittedIndex Commit => commit.Value;

        public void Dispose() => commit.Release();
    }
}
