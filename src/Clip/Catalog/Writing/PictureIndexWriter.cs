using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip.Catalog.Writing;

/// <summary>
/// An index of pictures and captions on disk, open to be changed. An index has one writer at a time, and any number of
/// processes may read it meanwhile.
/// </summary>
/// <remarks>
/// <para>Changes are visible to readers, and durable, once <see cref="Commit"/> returns; disposing the writer before
/// that drops them. Its own lookups see them at once.</para>
/// <para>Thread-safe: calls take turns.</para>
/// </remarks>
internal sealed partial class PictureIndexWriter : IDisposable
{
    private readonly Lock _turn = new();
    private readonly IndexStore _store;
    private readonly WriterLock _lock;
    private readonly HashSet<long> _held = [];
    private int _holds;
    private bool _disposed;

    internal PictureIndexWriter(IndexStore store, WriterLock writerLock)
    {
        _store = store;
        _lock = writerLock;
        Model = store.State.Model;
    }

    /// <summary>Where the index is and which folder it is about.</summary>
    public IndexLocation Location => _store.Location;

    /// <summary>The model that the vectors come from.</summary>
    public IndexModel Model { get; }

    /// <summary>Pictures in the index, uncommitted changes included. Copies of a picture count once.</summary>
    public long PictureCount => Read(0, static (store, _) => store.State.Pictures);

    /// <summary>Captions in the index, uncommitted changes included.</summary>
    public long CaptionCount => Read(0, static (store, _) => store.State.Captions);

    /// <summary>Files in the index, uncommitted changes included; at least as many as pictures.</summary>
    public long FileCount => Read(0, static (store, _) => store.State.Files);

    /// <summary>Files recorded because they could not be indexed, uncommitted changes included.</summary>
    public long FailureCount => Read(0, static (store, _) => store.State.Failures);

    /// <summary>Vectors in the vector file that nothing refers to any more, uncommitted changes included.</summary>
    public long DeadCount => Read(0, static (store, _) => store.State.DeadRows);

    /// <summary>Bytes on disk that a compaction would free.</summary>
    public long DeadBytes => Read(0, static (store, _) => DeadSpace.Bytes(store.State, store.Vectors.Path));

    /// <inheritdoc cref="DeadSpace.IsWorthCompacting"/>
    public bool IsWorthCompacting => Read(0, static (store, _) => DeadSpace.IsWorthCompacting(store.State));

    /// <summary>
    /// Opens an index to change it, creates it if there is none, and removes what an interrupted writer has left.
    /// </summary>
    /// <param name="location">Where it is.</param>
    /// <param name="model">The model that vectors will come from.</param>
    /// <param name="wait">How long to wait for another writer; null to fail at once.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="IndexException">
    /// Another writer is at work, the folder cannot be written, or the index is damaged, of a newer format, of another
    /// model, or about another folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PictureIndexWriter Open(
        IndexLocation location, IndexModel model, WriterWait? wait = null,
        CancellationToken cancellationToken = default) =>
        WriterOpening.Open(location, model, wait ?? WriterWait.None, repairsVectors: false, cancellationToken);

    /// <summary>Makes the changes since the last commit durable and visible to readers, all or none of them.</summary>
    /// <exception cref="IndexException">
    /// The disk is full or failed. The changes since the last commit are dropped, what was stored before is kept, and
    /// the writer can still be used.
    /// </exception>
    public void Commit() => Access(static store =>
    {
        store.Commit();
        return true;
    });

    /// <summary>
    /// Builds the 8-bit codes that a large index lacks, because an older program wrote it or the codes were deleted.
    /// <see cref="Commit"/> does that too, but cannot be stopped meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Stops the building; what was built until then is kept.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void BuildCodes(CancellationToken cancellationToken = default) => Access(store =>
    {
        store.BuildCodes(cancellationToken);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_disposed)
                return;
            _disposed = true;
            _store.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>Calls something that uses everything of the index; no other call does meanwhile.</summary>
    internal T Access<T>(Func<IndexStore, T> use)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return use(_store);
        }
    }

    private T Read<TKey, T>(TKey key, Func<IndexStore, TKey, T> read)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return read(_store, key);
        }
    }

    private T Find<TKey, T>(TKey key, Func<CatalogDatabase, TKey, T> find)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return find(_store.Catalog, key);
        }
    }
}
