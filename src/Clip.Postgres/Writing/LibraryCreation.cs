using Clip.Postgres.Connections;
using Clip.Postgres.Reading;

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
    public static StoredLibrary Open(IndexLocation location, ClipModel model, DecodeMode? decode) => Open(
        location,
        new IndexModel(model.Name, model.Fingerprint, model.Dimensions, (decode ?? DecodeMode.Fast).Word()),
        new ModelOrigin(
            model.Reference, model.RequestedVariant, model.RequestedDimensions, model.RequestedPrecisionName),
        decode?.Word());

    /// <summary>The library of a location.</summary>
    /// <param name="location">The library, as <see cref="PostgresStore.LibraryOf"/> names it.</param>
    /// <param name="model">The model that vectors come from, and how JPEGs are decoded for a new library.</param>
    /// <param name="origin">How the model was asked for; null where that is not known.</param>
    /// <param name="decode">How JPEGs must be decoded; null for as the library says.</param>
    /// <inheritdoc cref="Open(IndexLocation, ClipModel, DecodeMode?)" path="/exception"/>
    public static StoredLibrary Open(IndexLocation location, IndexModel model, ModelOrigin? origin, string? decode)
    {
        var reader = Reader(location);
        reader.Store.CreateTables();
        var library = reader.Store.Change(session =>
        {
            Insert(session, reader.Name, location.Root, model, origin);
            return StoredLibrary.Find(session, reader.Name)!;
        });
        Check(library, location, model, decode, reader.Address);
        return library;
    }

    /// <summary>What keeps a location that is in a store.</summary>
    public static LibraryReader Reader(IndexLocation location) => location.Store as LibraryReader
        ?? throw new ArgumentException("The location is not in a PostgreSQL store.", nameof(location));

    private static void Insert(Session session, string name, string root, IndexModel model, ModelOrigin? origin) =>
        session.Execute(
            """
            INSERT INTO clip.library (name, root, model_name, model_fingerprint, dimensions, decode,
                                      origin_reference, origin_variant, origin_dimensions, origin_precision)
            VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''), nullif($8, ''), nullif($9, 0), nullif($10, ''))
            ON CONFLICT (name) DO NOTHING
            """,
            name, root, model.Name, model.Fingerprint, model.Dimensions, model.Decode, origin?.Reference ?? "",
            origin?.Variant ?? "", origin?.Dimensions ?? 0, origin?.Precision ?? "");

    private static void Check(
        StoredLibrary library, IndexLocation location, IndexModel model, string? decode, string address)
    {
        LibraryReader.RequireModel(library, model, address);
        if (decode is not null && decode != library.Model.Decode)
            throw IndexException.OtherDecodeMode(address, library.Model.Decode, decode);
        // Its folder may be mounted elsewhere on this machine.
        if (library.Root != location.Root && Directory.Exists(library.Root))
            throw IndexException.OtherFolder(address, library.Root, location.Root);
    }
}
