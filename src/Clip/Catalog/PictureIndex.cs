using Clip.Catalog.Storage;

namespace Clip.Catalog;

/// <summary>
/// An index of pictures and captions on disk: which files there are, what is known about them, and a vector each, found
/// by exact search. A folder has one index (<see cref="IndexLocation"/>), of one model (<see cref="IndexModel"/>). Any
/// number of processes may read it while one writes.
/// </summary>
/// <remarks>
/// <para>A writer's changes are seen by others, and are safe, once <see cref="Commit"/> returns; disposing the index
/// before that forgets them. A reader's every search sees one commit, the latest at that moment.</para>
/// <para>Thread-safe: calls take turns. A search of a large index uses all cores by itself.</para>
/// <para>An entry is a row of the vector file, a picture's or a caption's. Its number stays the same until the index is
/// compacted.</para>
/// </remarks>
public sealed partial class PictureIndex : IDisposable
{
    private readonly Lock _turn = new();
    private readonly CatalogDatabase _catalog;
    private VectorFile _vectors;
    private readonly WriterLock? _lock;
    private readonly LiveRows _pictures = new(EntryKind.Picture);
    private readonly LiveRows _captions = new(EntryKind.Caption);
    private CatalogState _state;
    private bool _disposed;

    private PictureIndex(
        IndexLocation location, CatalogDatabase catalog, CatalogState state, VectorFile vectors, WriterLock? writerLock)
    {
        Location = location;
        _catalog = catalog;
        _state = state;
        _vectors = vectors;
        _lock = writerLock;
    }

    /// <summary>Where the index is and which folder it is about.</summary>
    public IndexLocation Location { get; }

    /// <summary>The model that the vectors come from.</summary>
    public IndexModel Model => _state.Model;

    /// <summary>Whether this is the index's writer.</summary>
    public bool IsWriter => _lock is not null;

    /// <summary>Pictures held. Copies of a picture count once.</summary>
    public long PictureCount => Current().Pictures;

    /// <summary>Captions held.</summary>
    public long CaptionCount => Current().Captions;

    /// <summary>Files held; at least as many as pictures.</summary>
    public long FileCount => Current().Files;

    /// <summary>Files remembered because they could not be indexed.</summary>
    public long FailureCount => Current().Failures;

    /// <summary>Vectors in the vector file that nothing refers to any more.</summary>
    public long DeadCount => Current() is var state ? state.Rows - state.Pictures - state.Captions : 0;

    /// <summary>When the index was made.</summary>
    public DateTime CreatedUtc => _state.CreatedUtc;

    /// <summary>When the index was last changed.</summary>
    public DateTime UpdatedUtc => Current().UpdatedUtc;

    /// <summary>Bytes on disk of the catalog, its log included.</summary>
    public long CatalogBytes => Length(_catalog.Path) + Length(_catalog.Path + "-wal");

    /// <summary>Bytes on disk of the vectors and their 8-bit codes.</summary>
    public long VectorBytes => Length(_vectors.Path) + Length(CodesPath);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_disposed)
                return;
            _disposed = true;
            _catalog.Rollback();
            _catalog.Dispose();
            CloseCodes();
            _vectors.Dispose();
            _lock?.Dispose();
        }
    }

    private static long Length(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private CatalogState Current()
    {
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            return _state;
        }
    }

    /// <summary>
    /// Makes everything read until it is disposed be of one moment: the latest commit for a reader, its own changes too
    /// for the writer.
    /// </summary>
    private Snapshot TakeSnapshot()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsWriter)
            return default;
        try
        {
            var (state, vectors) = BeginRead(Location, _catalog, _state.VectorFileId);
            if (vectors is not null)
            {
                CloseCodes();
                _vectors.Dispose();
                _vectors = vectors;
            }
            _state = state;
            return new Snapshot(_catalog);
        }
        catch
        {
            _catalog.Rollback();
            throw;
        }
    }

    private readonly ref struct Snapshot(CatalogDatabase? catalog)
    {
        public void Dispose() => catalog?.Rollback();
    }
}
