using System.Collections.Concurrent;
using Clip.Files;
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
public sealed class PostgresStore : IDisposable
{
    private const int MostTrials = 5;

    private readonly StoreAddress _address;
    private readonly ConcurrentDictionary<int, RecallChoice> _choices = [];

    private PostgresStore(StoreAddress address)
    {
        _address = address;
        var builder = new NpgsqlSlimDataSourceBuilder(address.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        Source = builder.Build();
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

    /// <summary>How a library is searched; null as usual.</summary>
    internal RecallChoice? ChoiceOf(int library) => _choices.TryGetValue(library, out var choice) ? choice : null;

    /// <summary>Where connections come from.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>Names a database. Nothing is connected yet.</summary>
    /// <param name="address">
    /// <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE</c>, with <c>?library=NAME</c> for one library. Passwords are
    /// better kept in <c>PGPASSWORD</c> or <c>~/.pgpass</c>.
    /// </param>
    /// <exception cref="StoreException">The address is not valid.</exception>
    public static PostgresStore At(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        return new PostgresStore(StoreAddress.Parse(address));
    }

    /// <summary>
    /// Creates the extension and the tables that the database lacks, or brings tables of an older version up to date.
    /// Programs that do this at the same time wait for each other.
    /// </summary>
    /// <exception cref="StoreException">
    /// The server cannot be reached, the user lacks rights, or a newer program made the tables.
    /// </exception>
    public void CreateTables() => SchemaUpdate.Run(Source, Address);

    /// <summary>The libraries, in the order of their names: all, or the one that the address names.</summary>
    /// <exception cref="StoreException">
    /// The server cannot be reached, or the store has no library of that name.
    /// </exception>
    public IReadOnlyList<IndexLocation> FindLibraries()
    {
        var all = StoredLibrary.ReadAll(this);
        if (LibraryName is not { } name)
            return [.. all.Select(Location)];
        return all.Find(library => library.Name == name) is { } one
            ? [Location(one)]
            : throw new StoreException(
                StoreFault.NoLibrary, Address, $"has no library named {name}",
                all.Count == 0 ? null : $"it has: {string.Join(", ", all.Select(static library => library.Name))}");
    }

    /// <summary>As <see cref="FindLibraries"/>, where there is to be one.</summary>
    /// <exception cref="IndexException">There is no library.</exception>
    /// <inheritdoc cref="FindLibraries" path="/exception"/>
    public IReadOnlyList<IndexLocation> FindAllLibraries() => FindLibraries() is { Count: > 0 } all
        ? all
        : throw IndexException.Missing(Address, Address);

    /// <summary>The only library, or the one that the address names.</summary>
    /// <exception cref="IndexException">There is no library.</exception>
    /// <exception cref="StoreException">
    /// The server cannot be reached, the store has no library of that name, or there are several.
    /// </exception>
    public IndexLocation FindLibrary() => FindLibraries() switch
    {
        [] => throw IndexException.Missing(Address, Address),
        [var one] => one,
        var several => throw new StoreException(
            StoreFault.SeveralLibraries, Address, "has several libraries", "name one in the address: "
            + string.Join(" or ", several.Select(static library => library.Directory))),
    };

    /// <summary>Names the library of a folder, which indexing creates.</summary>
    /// <param name="root">The folder that the pictures are in, as this machine reaches it.</param>
    /// <returns>
    /// The library that the address names, else the one whose folder this is, else a new one with the folder's path as
    /// its name.
    /// </returns>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public IndexLocation LibraryOf(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var name = LibraryName ?? StoredLibrary.ReadAll(this).Find(library => library.Root == full)?.Name ?? full;
        return IndexLocation.In(new LibraryReader(this, name), full);
    }

    /// <summary>The library that a folder is a part of, or null; none where the address names a library.</summary>
    /// <param name="folder">The folder, as this machine reaches it.</param>
    /// <returns>Of several, the one of the nearest folder above.</returns>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public IndexLocation? FindEnclosingLibrary(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (LibraryName is not null)
            return null;
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return StoredLibrary.ReadAll(this)
            .Where(library => library.Root != full && !RelativePath.IsOutside(RelativePath.Of(library.Root, full)))
            .MaxBy(static library => library.Root.Length) is { } nearest ? Location(nearest) : null;
    }

    /// <summary>Says what of a database's software and settings should be changed.</summary>
    /// <exception cref="StoreException">The server cannot be reached.</exception>
    public StoreCheckup Check()
    {
        using var session = Begin(isSnapshot: true);
        return StoreCheckup.Of(session);
    }

    /// <summary>The library whose pictures a folder has, where a worker is given the folder.</summary>
    /// <param name="libraries">The libraries to choose from.</param>
    /// <param name="root">The folder, as this machine reaches it; null for as the library says.</param>
    /// <exception cref="StoreException">Several fit, and the address names none.</exception>
    internal IndexLocation LibraryAt(IReadOnlyList<IndexLocation> libraries, string? root)
    {
        var full = root is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var one = libraries.FirstOrDefault(library => library.Root == full)
            ?? (libraries.Count == 1 ? libraries[0] : FindLibrary());
        return IndexLocation.In(one.Store!, full ?? one.Root);
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
    /// look at for that is read from a curve that is measured on the library itself, with its captions and pictures as
    /// queries; the library remembers it until it has grown or shrunk by a fifth.
    /// </summary>
    /// <param name="location">The library.</param>
    /// <param name="recall">The share of the ten best pictures that are to be found on average, above 0 to 1.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <returns>
    /// What was chosen: exact searches where the library has no index, or that does not find so much.
    /// </returns>
    /// <exception cref="StoreException">The server cannot be reached, or there is no such library.</exception>
    public RecallChoice ChooseRecall(
        IndexLocation location, double recall, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recall);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recall, 1);
        using var index = (PostgresIndex)PictureIndex.Open(location);
        using var snapshot = index.Take();
        if (!snapshot.IsApproximate)
            return new RecallChoice(1, null, 0);
        var curve = RecallCurve.Parse(snapshot.Note(RecallCurve.NoteName));
        if (curve?.Fits(snapshot.PictureCount) != true)
        {
            curve = RecallCurve.Measure(snapshot, cancellationToken);
            Remember(index.Library.Id, curve);
        }
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
    public void Dispose() => Source.Dispose();

    internal Session Begin(bool isSnapshot = false) => Session.Begin(Source, Address, isSnapshot);

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
    }

    internal string AddressOf(string library) => _address.DisplayOf(library);

    private IndexLocation Location(StoredLibrary library) =>
        IndexLocation.In(new LibraryReader(this, library.Name), library.Root);
}
