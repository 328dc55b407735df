using System.Collections.Concurrent;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Schema;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Npgsql;

namespace Clip;

/// <summary>
/// A PostgreSQL database with pgvector that keeps indexes of pictures, for any number of indexing workers and servers.
/// It holds several libraries: each is the index of one folder, with vectors of one model.
/// </summary>
/// <remarks>Thread-safe: keep one for a database. Connections are opened when they are needed, and shared.</remarks>
/// <example><code>
/// using var store = PostgresStore.At("postgres://clip@db.example.org/pictures");
/// using var search = new PictureSearch(model, store.FindLibrary());
/// </code></example>
public sealed partial class PostgresStore : IDisposable
{
    private const int MostTrials = 5;

    private readonly StoreAddress _address;
    private readonly ConnectionSource _connections;
    private readonly ConcurrentDictionary<int, RecallChoice> _choices = [];
    private readonly ReadReplica? _replica;

    private PostgresStore(StoreAddress address, StoreAddress? replica)
    {
        _address = address;
        _connections = new ConnectionSource(address);
        _replica = replica is null ? null : new ReadReplica(new ConnectionSource(replica));
    }

    /// <summary>The address as it may be shown: without a password.</summary>
    public string Address => _address.Display;

    /// <summary>The library that the address names with <c>?library=NAME</c>, or null.</summary>
    public string? LibraryName => _address.Library;

    /// <summary>
    /// Whether searches compare every picture of a library, however many it has. Otherwise a library of
    /// <see cref="ExactBelow"/> pictures or more is searched through an index that may miss some.
    /// </summary>
    public bool IsExact { get; set; }

    /// <summary>The number of pictures below which every search is exact.</summary>
    public long ExactBelow { get; internal set; } = 100_000;

    /// <summary>
    /// The number of pictures that an index for approximate search holds at most when it is built: that of a larger
    /// library has parts.
    /// </summary>
    internal long GraphPartSize { get; set; } = 10_000_000;

    /// <summary>The address of the replica that searches read from, without a password; null for none.</summary>
    public string? ReplicaAddress => _replica?.Address;

    /// <summary>
    /// Called with the reason each time that the replica cannot be read from, so that the store's own server answers
    /// for a while; from any thread.
    /// </summary>
    public Action<StoreException>? OnReplicaPassedOver
    {
        get => _replica?.OnPassedOver;
        set => _replica?.OnPassedOver = value;
    }

    /// <summary>Opens the object store that a library's root names, to show its pictures.</summary>
    internal Func<string, PictureBucket> OpenBucket { get; set; } = static root => PictureBucket.At(root);

    /// <summary>How a library is searched; null as usual.</summary>
    internal RecallChoice? ChoiceOf(int library) => _choices.TryGetValue(library, out var choice) ? choice : null;

    /// <inheritdoc cref="ConnectionSource.TypePrefix"/>
    internal string TypePrefix => _connections.TypePrefix;

    /// <summary>Where connections come from.</summary>
    internal NpgsqlDataSource Source => _connections.Pool;

    /// <summary>What can be shown of an address, valid or not: everything but what may be a password.</summary>
    internal static string Shown(string address) => StoreAddress.Shown(address);

    /// <summary>Names a database. Nothing is connected yet.</summary>
    /// <param name="address">
    /// <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE</c>, with <c>?library=NAME</c> for one library. Passwords are
    /// better kept in <c>PGPASSWORD</c> or <c>~/.pgpass</c>.
    /// </param>
    /// <exception cref="StoreException">The address is not valid.</exception>
    public static PostgresStore At(string address) => At(address, readAddress: null);

    /// <summary>Names a database and a replica of it, which searches read from. Nothing is connected yet.</summary>
    /// <param name="address">The database, where all is written: see <see cref="At(string)"/>.</param>
    /// <param name="readAddress">
    /// Its replica: an address without a library. What was written a moment ago may be missing there. While it is
    /// away, or has no tables yet, the database itself is read. Null for none.
    /// </param>
    /// <exception cref="StoreException">An address is not valid.</exception>
    public static PostgresStore At(string address, string? readAddress)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        var replica = readAddress is null ? null : StoreAddress.Parse(readAddress);
        if (replica?.Library is not null)
        {
            throw new StoreException(
                StoreFault.InvalidAddress, replica.Display, "names a library, which only the store's own address does",
                "leave out ?library=");
        }
        return new PostgresStore(StoreAddress.Parse(address), replica);
    }

    /// <summary>
    /// Creates the extension and the tables that the database lacks, or brings tables of an older version up to date.
    /// Programs that do this at the same time wait for each other.
    /// </summary>
    /// <exception cref="StoreException">
    /// The server cannot be reached, the user lacks rights, or a newer program made the tables.
    /// </exception>
    public void CreateTables() => SchemaUpdate.Run(_connections);

    /// <summary>Says what of a database's software and settings should be changed.</summary>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public StoreCheckup Check()
    {
        using var session = Begin(isSnapshot: true);
        return StoreCheckup.Of(session);
    }

    /// <summary>The work on a library, and the software that keeps it.</summary>
    /// <param name="location">The library.</param>
    /// <exception cref="StoreException">The server cannot be reached, or there is no such library.</exception>
    public StoreActivity ReadActivity(IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return StoreActivity.Read(this, LibraryCreation.Reader(location).Name);
    }

    /// <summary>
    /// Makes searches of a large library find a share of what an exact search finds. How many entries of its index they
    /// look at for that is read from a curve that is measured on the library itself, with texts, its captions and its
    /// pictures as queries: the kind that finds the least counts. The library remembers the curve until it has grown or
    /// shrunk by a fifth. Without a call of this, searches look at as much as finds .95 of what texts find, or
    /// .98 of what pictures find where no texts were measured.
    /// </summary>
    /// <param name="location">The library.</param>
    /// <param name="recall">The share of the ten best pictures that are to be found on average, above 0 to 1.</param>
    /// <param name="model">
    /// The library's model, which encodes the texts; null to measure with what the library holds, which says little of
    /// how many pictures texts find.
    /// </param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <returns>
    /// What was chosen: exact searches where the library has no index, or that does not find so much.
    /// </returns>
    /// <exception cref="StoreException">The server cannot be reached, or there is no such library.</exception>
    public RecallChoice ChooseRecall(
        IndexLocation location, double recall, ClipModel? model = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recall);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recall, 1);
        using var index = (PostgresIndex)PictureIndex.Open(location);
        RecallCurve curve;
        using (var snapshot = index.Take())
        {
            if (!snapshot.IsApproximate)
                return new RecallChoice(1, null, 0);
            var known = snapshot.Read(session => RecallCurve.Of(session, index.Library.Id));
            if (known?.Fits(snapshot.PictureCount) == true && (model is null || known.HasTexts))
                return _choices[index.Library.Id] = known.Choose(recall);
            curve = Measure(snapshot, model, cancellationToken);
        }
        Remember(index.Library.Id, curve);
        return _choices[index.Library.Id] = curve.Choose(recall);
    }

    /// <summary>
    /// Reads all of a library and looks for damage: vectors of another length or dimension, 16-bit vectors that are not
    /// those of 32 bits, rows that refer to nothing, and work that nobody can finish.
    /// </summary>
    /// <param name="location">The library.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <exception cref="StoreException">The server cannot be reached, or there is no such library.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public StoreHealth Verify(IndexLocation location, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var name = LibraryCreation.Reader(location).Name;
        using var session = Begin(isSnapshot: true);
        var library = StoredLibrary.Require(session, name);
        return new LibraryVerification(session, library, cancellationToken).Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        _replica?.Dispose();
    }

    /// <summary>Begins to read what searches read: from the replica, where there is one.</summary>
    internal Session BeginReading() => _replica?.TryBegin() ?? Begin(isSnapshot: true);

    /// <summary>How far the replica is behind; null where there is none, or it is away.</summary>
    internal StoreReplicaState? ReadReplicaState(Session own)
    {
        try
        {
            return _replica?.ReadState(own);
        }
        catch (StoreException)
        {
            // Who reads from it says so.
            return null;
        }
    }

    internal Session Begin(bool isSnapshot = false) => Session.Begin(_connections, isSnapshot);

    /// <summary>
    /// Changes the database in one transaction, which is tried again where it stood in the way of another one, or where
    /// its connection was lost before the end.
    /// </summary>
    internal T Change<T>(Func<Session, T> write)
    {
        for (var trial = 1; ; trial++)
        {
            var isEnding = false;
            try
            {
                using var session = Begin();
                var result = write(session);
                isEnding = true;
                session.Commit();
                return result;
            }
            catch (StoreException error) when (trial < MostTrials && StoreErrors.IsConflict(error))
            {
                // The server has ended this one so that the other could go on.
            }
            catch (StoreException error) when (trial == 1 && !isEnding && StoreErrors.IsLost(error))
            {
                Source.Clear();
            }
        }
    }

    /// <inheritdoc cref="Change{T}"/>
    internal void Change(Action<Session> write) => Change(session =>
    {
        write(session);
        return true;
    });

    /// <summary>Measures how much searches through a library's index find, which the library then remembers.</summary>
    internal void MeasureRecall(StoredLibrary library, CancellationToken cancellationToken)
    {
        RecallCurve curve;
        using (var snapshot = new PostgresSnapshot(
            Location(library), library, Begin(isSnapshot: true), isExact: false))
        {
            curve = Measure(snapshot, model: null, cancellationToken);
        }
        // Not within the snapshot: programs that hold a connection of a small pool each would wait for another one.
        Remember(library.Id, curve);
    }

    private static RecallCurve Measure(
        PostgresSnapshot snapshot, ClipModel? model, CancellationToken cancellationToken) =>
        RecallCurve.Measure(snapshot, RecallQueries.Of(snapshot, model, cancellationToken), cancellationToken);

    private void Remember(int library, RecallCurve curve)
    {
        try
        {
            new LibraryNotes(this, library).Write(RecallCurve.NoteName, curve.Format());
        }
        catch (StoreException error) when (StoreErrors.StateOf(error)
            is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // Who may only read measures again.
        }
        catch (StoreException error) when (_replica is not null && error.Fault == StoreFault.Unreachable)
        {
            // So does who searches a replica while the store's own server is away.
        }
    }

    internal string AddressOf(string library) => _address.DisplayOf(library);
}
