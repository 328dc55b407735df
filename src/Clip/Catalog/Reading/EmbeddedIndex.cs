using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip.Catalog.Reading;

/// <summary>An index in a folder.</summary>
internal sealed partial class EmbeddedIndex : PictureIndex
{
    private readonly CatalogPool _connections;
    private readonly DamagedEntries _damaged;

    /// <summary>The latest commit that a snapshot was taken of; null once this is disposed.</summary>
    private Shared<CommittedIndex>? _latest;

    private EmbeddedIndex(
        IndexLocation location, CatalogPool connections, Shared<CommittedIndex> latest, DamagedEntries damaged)
    {
        Location = location;
        Model = latest.Value.State.Model;
        _connections = connections;
        _latest = latest;
        _damaged = damaged;
    }

    /// <inheritdoc/>
    public override IndexLocation Location { get; }

    /// <inheritdoc/>
    internal override IndexModel Model { get; }

    /// <inheritdoc cref="IndexSnapshot.DamagedFound"/>
    internal int DamagedFound => _damaged.Count;

    /// <summary>Whether the last search of a large index read codes.</summary>
    internal bool HasCodes => Volatile.Read(ref _latest)?.Value.HasCodes ?? false;

    /// <summary>What was recorded under names, without opening the index itself; null for what was not.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="IndexException">There is none, it is damaged, or of a newer format.</exception>
    internal static string?[] ReadNotes(IndexLocation location, params string[] names)
    {
        if (!PictureIndex.Exists(location))
            throw IndexException.Missing(location.Directory, location.Root);
        using var catalog = CatalogDatabase.OpenForReading(location.CatalogPath);
        return Array.ConvertAll(names, name => catalog.ReadNote(name));
    }

    /// <summary>Opens an index to search it. Needs no right to write.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that queries come from; null to accept any.</param>
    /// <exception cref="IndexException">
    /// There is none, it is damaged, of a newer format, or of another model.
    /// </exception>
    public static new EmbeddedIndex Open(IndexLocation location, ModelIdentity? expected = null)
    {
        using var first = SnapshotOpening.Open(
            location, expected, state => CommittedIndex.Open(location, state));
        var (connections, latest, damaged) = first.Share();
        return new EmbeddedIndex(location, connections, latest, damaged);
    }

    /// <inheritdoc/>
    public override IndexSnapshot TakeSnapshot() => Take();

    /// <inheritdoc cref="TakeSnapshot"/>
    public EmbeddedSnapshot Take()
    {
        var catalog = _connections.Rent();
        try
        {
            var commit = SnapshotOpening.Begin(catalog, Acquire);
            return new EmbeddedSnapshot(Location, _connections, catalog, commit, _damaged);
        }
        catch
        {
            _connections.Return(catalog);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
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
