using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Schema;
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
    private readonly StoreAddress _address;

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

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    internal Session Begin(bool isSnapshot = false) => Session.Begin(Source, Address, isSnapshot);

    internal string AddressOf(string library) => _address.DisplayOf(library);

    private IndexLocation Location(StoredLibrary library) =>
        IndexLocation.In(new LibraryReader(this, library.Name), library.Root);
}
