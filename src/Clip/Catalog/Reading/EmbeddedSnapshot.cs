using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip.Catalog.Reading;

/// <summary>A commit of an index in a folder.</summary>
internal sealed partial class EmbeddedSnapshot : IndexSnapshot
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
    public EmbeddedSnapshot(
        IndexLocation location, CatalogPool connections, CatalogDatabase catalog, Shared<CommittedIndex> commit,
        DamagedEntries damaged)
    {
        Location = location;
        _connections = connections;
        _catalog = catalog;
        _commit = commit;
        _damaged = damaged;
    }

    /// <inheritdoc/>
    public override IndexLocation Location { get; }

    /// <inheritdoc/>
    internal override IndexModel Model => State.Model;

    /// <inheritdoc/>
    public override long PictureCount => State.Pictures;

    /// <inheritdoc/>
    public override long CaptionCount => State.Captions;

    /// <inheritdoc/>
    public override long FileCount => State.Files;

    /// <inheritdoc/>
    public override long FailureCount => State.Failures;

    /// <inheritdoc/>
    internal override long DeadCount => State.DeadRows;

    /// <inheritdoc/>
    internal override long DeadBytes => DeadSpace.Bytes(State, _commit.Value.VectorPath);

    /// <inheritdoc cref="DeadSpace.IsWorthCompacting"/>
    internal bool IsWorthCompacting => DeadSpace.IsWorthCompacting(State);

    /// <inheritdoc/>
    public override DateTime CreatedUtc => State.CreatedUtc;

    /// <inheritdoc/>
    public override DateTime UpdatedUtc => State.UpdatedUtc;

    /// <inheritdoc/>
    internal override long Bytes => CatalogBytes + VectorBytes;

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

    /// <inheritdoc/>
    internal override int DamagedFound => _damaged.Count;

    /// <summary>Whether the last search of a large index read codes.</summary>
    internal bool HasCodes => _commit.Value.HasCodes;

    private CatalogState State => _commit.Value.State;

    /// <inheritdoc/>
    public override void Dispose()
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
            : throw new ObjectDisposedException(nameof(EmbeddedSnapshot));

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
