using Clip.Postgres.Connections;
using Clip.Postgres.Schema;
using Npgsql;

namespace Clip.Postgres.Reading;

/// <summary>A library as its row describes it.</summary>
internal sealed record StoredLibrary(int Id, string Name, string Root, IndexModel Model, ModelOrigin? Origin)
{
    private const string Columns = """
        SELECT library_id, name, root, model_name, model_fingerprint, dimensions, decode,
               origin_reference, origin_variant, origin_dimensions, origin_precision
        FROM clip.library
        """;

    /// <summary>All libraries; none where the store has no tables yet.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isOwn">Whether the store's own server is asked, also where there is a replica.</param>
    /// <exception cref="StoreException">
    /// The server cannot be reached, a newer program made the tables, or an older one did and the user may not bring
    /// them up to date.
    /// </exception>
    public static List<StoredLibrary> ReadAll(PostgresStore store, bool isOwn = false)
    {
        using (var session = isOwn ? store.Begin(isSnapshot: true) : store.BeginReading())
        {
            var version = SchemaUpdate.Read(session);
            SchemaUpdate.RequireKnown(session, version);
            if (version == 0)
                return [];
            if (version == SchemaVersions.Newest)
                return session.Rows(Read, $"{Columns} ORDER BY name");
        }
        store.CreateTables();
        return ReadAll(store, isOwn);
    }

    /// <summary>A library, or null where there is none of this name.</summary>
    public static StoredLibrary? Find(Session session, string name) =>
        HasTables(session) ? session.Rows(Read, $"{Columns} WHERE name = $1", name).FirstOrDefault() : null;

    /// <summary>A library that has to be there.</summary>
    /// <exception cref="StoreException">There is none of this name.</exception>
    public static StoredLibrary Require(Session session, string name) => Find(session, name)
        ?? throw new StoreException(StoreFault.NoLibrary, session.Address, $"has no library named {name}");

    private static bool HasTables(Session session)
    {
        var version = SchemaUpdate.Read(session);
        SchemaUpdate.RequireKnown(session, version);
        return version > 0;
    }

    private static StoredLibrary Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2),
        new IndexModel(row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetString(6)),
        row.IsDBNull(7)
            ? null
            : new ModelOrigin(
                row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.IsDBNull(9) ? null : row.GetInt32(9),
                row.IsDBNull(10) ? null : row.GetString(10)));
}
