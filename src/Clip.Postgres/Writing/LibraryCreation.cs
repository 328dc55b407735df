using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Npgsql;

namespace Clip.Postgres.Writing;

/// <summary>Finds the library that a run writes, or creates it.</summary>
internal static class LibraryCreation
{
    /// <summary>The library of a location.</summary>
    /// <param name="location">The library, as <see cref="PostgresStore.LibraryOf"/> names it.</param>
    /// <param name="model">The model that vectors will come from.</param>
    /// <param name="decode">How JPEGs are decoded; null for as the library says, or else fast.</param>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    /// <exception cref="IndexException">
    /// The library has vectors of another model, was decoded in another way, or is about another folder.
    /// </exception>
    public static StoredLibrary Open(IndexLocation location, ClipModel model, DecodeMode? decode)
    {
        var reader = Reader(location);
        reader.Store.CreateTables();
        using var session = reader.Store.Begin();
        try
        {
            Insert(session, reader.Name, location.Root, model, decode ?? DecodeMode.Fast);
            var library = StoredLibrary.Find(session, reader.Name)!;
            session.Commit();
            Check(library, location, model, decode, reader.Address);
            return library;
        }
        catch (NpgsqlException error)
        {
            throw StoreErrors.From(reader.Store.Address, error);
        }
    }

    /// <summary>What keeps a location that is in a store.</summary>
    public static LibraryReader Reader(IndexLocation location) => location.Store as LibraryReader
        ?? throw new ArgumentException("The location is not in a PostgreSQL store.", nameof(location));

    private static void Insert(Session session, string name, string root, ClipModel model, DecodeMode decode) =>
        session.Execute(
            """
            INSERT INTO clip.library (name, root, model_name, model_fingerprint, dimensions, decode,
                                      origin_reference, origin_variant, origin_dimensions)
            VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), nullif($9, 0)) ON CONFLICT (name) DO NOTHING
            """,
            name, root, model.Name, model.Fingerprint, model.Dimensions, decode.Word(), model.Reference,
            model.RequestedVariant ?? "", model.RequestedDimensions ?? 0);

    private static void Check(
        StoredLibrary library, IndexLocation location, ClipModel model, DecodeMode? decode, string address)
    {
        LibraryReader.RequireModel(
            library, new ModelIdentity(model.Name, model.Fingerprint, model.Dimensions), address);
        if (decode is { } mode && mode.Word() != library.Model.Decode)
            throw IndexException.OtherDecodeMode(address, library.Model.Decode, mode.Word());
        // Its folder may be mounted elsewhere on this machine.
        if (library.Root != location.Root && Directory.Exists(library.Root))
            throw IndexException.OtherFolder(address, library.Root, location.Root);
    }
}
