using Clip.Catalog.Database;
using Clip.Catalog.Reading;
using Clip.Catalog.Storage;

namespace Clip;

/// <summary>
/// An index of pictures and captions on disk, open to be read: which files there are, what is known about them, and a
/// vector for each, found by exact search. A folder has one index (<see cref="IndexLocation"/>), of one model
/// (<see cref="IndexModel"/>). Any number of processes may read it while one writes.
/// </summary>
/// <remarks>
/// <para>Every call reads the latest commit. For several calls that belong together, take a snapshot
/// (<see cref="TakeSnapshot"/>).</para>
/// <para>Thread-safe, and calls do not wait for one another.</para>
/// <para>An entry is a row of the vector file, a picture's or a caption's. Its number stays the same until the index is
/// compacted.</para>
/// </remarks>
public sealed partial class PictureIndex : IDisposable
{
    private readonly CatalogPool _connections;
    private readonly DamagedEntries _damaged;

    /// <summary>The latest commit that a snapshot was taken of; null once this is disposed.</summary>
    private Shared<CommittedIndex>? _latest;

    private PictureIndex(
        IndexLocation location, CatalogPool connections, Shared<CommittedIndex> latest, DamagedEntries damaged)
    {
        Location = location;
        Model = latest.Value.State.Model;
        _connections = connections;
        _latest = latest;
        _damaged = damaged;
    }

    /// <summary>Where the index is and which folder it is about.</summary>
    public IndexLocation Location { get; }

    /// <summary>The name of the model that the vectors come from.</summary>
    public string ModelName => Model.Name;

    /// <summary>
    /// <see cref="ClipModel.Fingerprint"/> of the model that the vectors come from. Only vectors of the same model can
    /// be compared with them.
    /// </summary>
    public string ModelFingerprint => Model.Fingerprint;

    /// <summary>Dimensions per vector.</summary>
    public int Dimensions => Model.Dimensions;

    /// <summary>The model that the vectors come from.</summary>
    internal IndexModel Model { get; }

    /// <inheritdoc cref="IndexSnapshot.DamagedFound"/>
    internal int DamagedFound => _damaged.Count;

    /// <summary>Whether the last search of a large index read codes.</summary>
    internal bool HasCodes => Volatile.Read(ref _latest)?.Value.HasCodes ?? false;

    /// <summary>Whether there is an index. Says nothing about whether it can be used.</summary>
    public static bool Exists(IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return FileLength.Of(location.CatalogPath) > 0;
    }

    /// <summary>
    /// How the model of an index was asked for, without opening the index itself; null in an index that does not know.
    /// </summary>
    /// <param name="location">Where it is.</param>
    /// <exception cref="IndexException">There is none, it is damaged, or of a newer format.</exception>
    internal static ModelOrigin? ReadModelOrigin(IndexLocation location)
    {
        if (!Exists(location))
            throw IndexException.Missing(location.Directory, location.Root);
        using var catalog = CatalogDatabase.OpenForReading(location.CatalogPath);
        return catalog.ReadModelOrigin();
    }

    /// <summary>What was recorded under names, without opening the index itself; null for what was not.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="IndexException">There is none, it is damaged, or of a newer format.</exception>
    internal static string?[] ReadNotes(IndexLocation location, params string[] names)
    {
        if (!Exists(location))
            throw IndexException.Missing(location.Directory, location.Root);
        using var catalog = CatalogDatabase.OpenForReading(location.CatalogPath);
        return Array.ConvertAll(names, name => catalog.ReadNote(name));
    }

    /// <summary>
    /// Opens the index of a folder to search it, as <see cref="PictureSearch"/> and <see cref="Indexer"/> make it.
    /// Needs no right to write, and no model: compare <see cref="ModelFingerprint"/> before you search with a vector.
    /// </summary>
    /// <param name="folder">The folder that the pictures are in.</param>
    /// <param name="options">Where the index is; null for inside the folder.</param>
    /// <exception cref="IndexException">There is none, it is damaged, or of a newer format.</exception>
    public static PictureIndex Open(string folder, PictureIndexOptions? options = null) =>
        Open(IndexLocation.For(folder, options?.IndexFolder), options?.ModelFingerprint);

    private static PictureIndex Open(IndexLocation location, string? fingerprint)
    {
        var index = Open(location);
        if (fingerprint is null || index.ModelFingerprint == fingerprint)
            return index;
        using (index)
        {
            throw IndexException.OtherModel(
                location.Directory, index.Model.Name, variant: null, dimensions: null, precision: null,
                fingerprint,
                $"was made with {index.Model.Describe()}, not with the model of the fingerprint {fingerprint}");
        }
    }

    /// <summary>Opens an index to search it. Needs no right to write.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that queries come from; null to accept any.</param>
    /// <exception cref="IndexException">
    /// There is none, it is damaged, of a newer format, or of another model.
    /// </exception>
    internal static PictureIndex Open(IndexLocation location, ModelIdentity? expected = null)
    {
        using var first = SnapshotOpening.Open(
            location, expected, state => CommittedIndex.Open(location, state));
        var (connections, latest, damaged) = first.Share();
        return new PictureIndex(location, connections, latest, damaged);
    }

    /// <summary>
    /// Takes a snapshot of the latest commit: everything that is read from it fits together, whatever a writer does
    /// meanwhile. Dispose it soon.
    /// </summary>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    public IndexSnapshot TakeSnapshot()
    {
        var catalog = _connections.Rent();
        try
        {
            var commit = SnapshotOpening.Begin(catalog, Acquire);
            return new IndexSnapshot(Location, _connections, catalog, commit, _damaged);
        }
        catch
        {
            _connections.Return(catalog);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.Exchange(ref _latest, null)?.Release();
        _connections.Dispose();
    }

    /// <summary>What a commit names, acquired for the caller: that of the snapshot before, or opened now.</summary>
    private Shared<CommittedIndex> Acquire(CatalogState state)
    {
        while (true)
        {
            var latest = Volatile.Read(ref _latest);
            ObjectDisposedException.ThrowIf(latest is null, this);
            if (!latest.TryAcquire())
                continue;
            if (latest.Value.State == state)
                return latest;
            try
            {
                var opened = new Shared<CommittedIndex>(latest.Value.Open(state));
                if (state.Commits >= latest.Value.State.Commits)
                    Publish(opened, latest);
                return opened;
            }
            finally
            {
                latest.Release();
            }
        }
    }

    /// <summary>Makes a commit the one that the next snapshots share, unless another thread was faster.</summary>
    private void Publish(Shared<CommittedIndex> opened, Shared<CommittedIndex> before)
    {
        opened.TryAcquire();
        var replaced = Interlocked.CompareExchange(ref _latest, opened, before) == before;
        (replaced ? before : opened).Release();
    }
}
