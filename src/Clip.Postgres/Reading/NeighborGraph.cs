using System.Globalization;
using Clip.Postgres.Connections;
using Npgsql;

namespace Clip.Postgres.Reading;

/// <summary>
/// The HNSW index of a large library's pictures (Malkov and Yashunin, "Efficient and robust approximate nearest
/// neighbor search using Hierarchical Navigable Small World graphs", 2016), which finds candidates without comparing
/// all. A library has one from a number of pictures on; before, every search is exact.
/// </summary>
internal static class NeighborGraph
{
    /// <summary>Index entries that a search looks at, at least.</summary>
    private const int LeastWidth = 100;

    /// <summary>The most that pgvector accepts.</summary>
    public const int MostWidth = 1000;

    /// <summary>Whether a library has one that is complete.</summary>
    public static bool Exists(Session session, int library) => IsThere(session, library, isComplete: true);

    /// <summary>Whether a library has one whose building was interrupted, or goes on.</summary>
    public static bool IsIncomplete(Session session, int library) => IsThere(session, library, isComplete: false);

    private static bool IsThere(Session session, int library, bool isComplete) => session.Value<bool>(
        """
        SELECT EXISTS (SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'clip' AND c.relname = $1 AND i.indisvalid = $2)
        """,
        NameOf(library), isComplete);

    /// <summary>
    /// Builds one where the library has become large and has none yet. One that was interrupted is removed, or replaced
    /// where the library still needs one.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="library">The library.</param>
    /// <exception cref="StoreException">It cannot be built.</exception>
    public static void Ensure(PostgresStore store, StoredLibrary library)
    {
        var isDue = IsDue(store, library);
        if (!isDue && !IsLeft(store, library))
            return;
        // Another program may be at it.
        using var turn = store.Begin();
        if (!AdvisoryLock.TryToBuildGraph(turn, library.Id) || Exists(turn, library.Id))
            return;
        // The transaction has not read the table, and now not even a snapshot: the building would wait for either.
        turn.Execute("SAVEPOINT building");
        try
        {
            using var connection = store.Source.OpenConnection();
            // Others write meanwhile, so it is built beside them, which no transaction can. One that was interrupted is
            // left incomplete.
            var create = string.Create(
                CultureInfo.InvariantCulture,
                $"""
                CREATE INDEX CONCURRENTLY {NameOf(library.Id)} ON clip.picture
                USING hnsw ((code::halfvec({library.Model.Dimensions})) halfvec_ip_ops)
                WHERE library_id = {library.Id}
                """);
            var drop = $"DROP INDEX CONCURRENTLY IF EXISTS clip.{NameOf(library.Id)}";
            foreach (var sql in (string[])(isDue ? [drop, create] : [drop]))
            {
                using var command = new NpgsqlCommand(sql, connection);
                command.ExecuteNonQuery();
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Only the owner of the tables may; searches are exact until then.
        }
        catch (NpgsqlException error)
        {
            throw StoreErrors.From(store.Address, error);
        }
    }

    private static bool IsLeft(PostgresStore store, StoredLibrary library)
    {
        using var session = store.Begin(isSnapshot: true);
        return IsIncomplete(session, library.Id);
    }

    private static bool IsDue(PostgresStore store, StoredLibrary library)
    {
        using var session = store.Begin(isSnapshot: true);
        return !Exists(session, library.Id) && session.Value<long>(
            "SELECT count(*) FROM clip.picture WHERE library_id = $1", library.Id) >= store.ExactBelow;
    }

    /// <summary>The nearest pictures, by their 16-bit vectors.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="library">The library.</param>
    /// <param name="direction">The query, of unit length.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="width">Index entries that the search looks at; null for what usually does.</param>
    /// <param name="addConditions">Adds what the pictures must meet.</param>
    public static long[] Find(
        Session session, StoredLibrary library, float[] direction, long count, int? width,
        Action<SqlText> addConditions)
    {
        var entries = width ?? Math.Clamp(2 * count, LeastWidth, MostWidth);
        // Goes on until enough pictures meet the conditions, in the order of their distance.
        session.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"SET LOCAL hnsw.ef_search = {entries}; SET LOCAL hnsw.iterative_scan = strict_order"));
        var sql = new SqlText();
        var type = string.Create(CultureInfo.InvariantCulture, $"halfvec({library.Model.Dimensions})");
        sql.Add(string.Create(
            CultureInfo.InvariantCulture, $"SELECT p.entry FROM clip.picture p WHERE p.library_id = {library.Id}"));
        addConditions(sql);
        sql.Add($" ORDER BY (p.code::{type}) <#> {sql.Value(direction)}::real[]::{type} LIMIT {sql.Value(count)}");
        return [.. session.Rows(static row => row.GetInt64(0), sql.ToString(), sql.Values)];
    }

    private static string NameOf(int library) =>
        string.Create(CultureInfo.InvariantCulture, $"picture_nearest_{library}");
}
