using Clip.Catalog.Reading;

namespace Clip.Postgres.Reading;

/// <summary>Opens a library of a store as an index.</summary>
/// <param name="Store">The store.</param>
/// <param name="Name">The library.</param>
internal sealed record LibraryReader(PostgresStore Store, string Name) : IIndexReader
{
    /// <inheritdoc/>
    public string Address => Store.AddressOf(Name);

    /// <inheritdoc/>
    public bool Exists(IndexLocation location) => Find() is not null;

    /// <inheritdoc/>
    public PictureIndex Open(IndexLocation location, ModelIdentity? expected)
    {
        var library = Find() ?? throw IndexException.Missing(Address, location.Root);
        if (expected is not null)
            RequireModel(library, expected, Address);
        return new PostgresIndex(location, Store, library);
    }

    /// <inheritdoc/>
    public ModelOrigin? ReadModelOrigin(IndexLocation location) => Find()?.Origin;

    /// <inheritdoc/>
    public IndexingWork? ReadWork(IndexLocation location)
    {
        using var session = Store.Begin(isSnapshot: true);
        var (planned, leased, workers) = StoreActivity.ReadWork(session, StoredLibrary.Require(session, Name).Id);
        return new IndexingWork(
            planned, leased, workers.Count,
            Math.Round(workers.Sum(static worker => worker.PicturesPerSecond), 1));
    }

    /// <summary>Fails where a library has vectors of another model.</summary>
    /// <exception cref="IndexException">It has.</exception>
    public static void RequireModel(StoredLibrary library, ModelIdentity expected, string address)
    {
        if (library.Model.HasSameVectorsAs(expected))
            return;
        var origin = library.Origin ?? new ModelOrigin(library.Model.Name);
        throw IndexException.OtherModel(
            address, origin.Reference, origin.Variant, origin.Dimensions, origin.Precision, expected.Name,
            $"was made with the model {library.Model.Describe()}{(origin.Precision is { } name ? $" in {name}" : "")}, "
            + $"not with {expected.Describe()}");
    }

    private StoredLibrary? Find()
    {
        using (var session = Store.BeginReading())
        {
            var found = StoredLibrary.Find(session, Name);
            if (found is not null || Store.ReplicaAddress is null)
                return found;
        }
        // A replica may not have it yet.
        using var own = Store.Begin(isSnapshot: true);
        return StoredLibrary.Find(own, Name);
    }
}
