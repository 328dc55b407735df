using System.Globalization;
using System.Numerics;
using Clip.Postgres.Connections;
using Npgsql;

namespace Clip.Postgres.Reading;

/// <summary>
/// The HNSW index of a large library's pictures (Malkov and Yashunin, "Efficient and robust approximate nearest
/// neighbor search using Hierarchical Navigable Small World graphs", 2016), which finds candidates without comparing
/// all. A library has one from a number of pictures on; before, every search is exact.
/// </summary>
/// <remarks>
/// That of a very large library has parts, each with the pictures of one remainder of the number by which they are
/// divided: a part is built in memory, and pictures go on being stored meanwhile. A search asks each part.
/// </remarks>
internal static class NeighborGraph
{
    /// <summary>Index entries that a search looks at, at least.</summary>
    private const int LeastWidth = 100;

    /// <summary>The most parts: a search asks each.</summary>
    private const int MostParts = 256;

    /// <summary>The most that pgvector accepts.</summary>
    public const int MostWidth = 1000;

    /// <summary>Whether a library has one that is complete.</summary>
    public static bool Exists(Session session, int library) => CountParts(session, library) > 0;

    /// <summary>How many parts the one that is complete has; 0 where there is none.</summary>
    public static int CountParts(Session session, int library) =>
        NeighborGraphPart.Complete(NeighborGraphPart.ReadAll(session, library));

    /// <summary>Whether a library has one whose building was interrupted, or goes on.</summary>
    public static bool IsIncomplete(Session session, int library)
    {
        var all = NeighborGraphPart.ReadAll(session, library);
        var complete = NeighborGraphPart.Complete(all);
        return all.Exists(part => !part.IsValid || part.Parts != complete);
    }

    /// <summary>
    /// Builds one where the library has become large and has none yet, and one of more parts where it has outgrown
    /// those that it has. One that was interrupted is gone on with, or removed where the library needs none. How much
    /// searches find through it is measured when it is new, and when the library has grown or shrunk since.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="library">The library.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    /// <exception cref="StoreException">It cannot be built.</exception>
    public static void Ensure(
        PostgresStore store, StoredLibrary library, CancellationToken cancellationToken)
    {
        Build(store, library);
        if (!IsMeasured(store, library))
            store.MeasureRecall(library, cancellationToken);
    }

    private static void Build(PostgresStore store, StoredLibrary library)
    {
        if (Missing(store, library, Wanted(store, library)).Count == 0)
            return;
        // Another program may be at it.
        using var turn = store.Begin();
        if (!AdvisoryLock.TryToBuildGraph(turn, library.Id))
            return;
        // The transaction has not read the table, and now not even a snapshot: the building would wait for either.
        turn.Execute("SAVEPOINT building");
        try
        {
            using var connection = store.Source.OpenConnection();
            // Others write meanwhile, so it is built beside them, which no transaction can. One that was interrupted is
            // left incomplete. What is wanted stays the same for the whole of it, however the library grows meanwhile.
            var wanted = Wanted(store, library);
            while (Missing(store, library, wanted) is [var sql, ..])
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

    /// <summary>Whether the library remembers how much searches find; none is needed without an index.</summary>
    private static bool IsMeasured(PostgresStore store, StoredLibrary library)
    {
        using var session = store.Begin(isSnapshot: true);
        var all = NeighborGraphPart.ReadAll(session, library.Id);
        var complete = NeighborGraphPart.Complete(all);
        return complete == 0
            || RecallCurve.Of(session, library.Id)?.Fits(
                all.Where(part => part.Parts == complete).Sum(static part => part.Pictures)) == true;
    }

    /// <summary>The statements that are left to do; none where all is as it should be.</summary>
    private static List<string> Missing(PostgresStore store, StoredLibrary library, int wanted)
    {
        using var session = store.Begin(isSnapshot: true);
        var all = NeighborGraphPart.ReadAll(session, library.Id);
        var complete = NeighborGraphPart.Complete(all);
        // What is complete is of use until the other is.
        var kept = all.Where(part => part.IsValid && (part.Parts == wanted || part.Parts == complete)).ToList();
        var parts = Enumerable.Range(0, wanted).Select(number => new NeighborGraphPart(library.Id, number, wanted));
        List<string> statements =
        [
            .. all.Except(kept).Select(static part => part.Drop),
            .. parts.Where(part => !kept.Exists(one => one.Name == part.Name))
                .Select(part => part.Create(library.Model.Dimensions, store.TypePrefix)),
        ];
        return statements.Count > 0
            ? statements
            : [.. kept.Where(part => part.Parts != wanted).Select(static part => part.Drop)];
    }

    /// <summary>How many parts there should be: a power of two, which changes where the library doubles.</summary>
    private static int Wanted(PostgresStore store, StoredLibrary library)
    {
        using var session = store.Begin(isSnapshot: true);
        var all = NeighborGraphPart.ReadAll(session, library.Id);
        var complete = NeighborGraphPart.Complete(all);
        // To count them takes long where there are many.
        var count = complete > 0
            ? all.Where(part => part.Parts == complete).Sum(static part => part.Pictures)
            : session.Value<long>("SELECT count(*) FROM clip.picture WHERE library_id = $1", library.Id);
        if (Fits(complete))
            return complete;
        if (count < store.ExactBelow)
            return 0;
        // A build that was interrupted goes on.
        if (all.Where(static part => part.IsValid).Max(static part => (int?)part.Parts) is { } begun && Fits(begun))
            return begun;
        var parts = (count + store.GraphPartSize - 1) / store.GraphPartSize;
        return (int)Math.Min(MostParts, (long)BitOperations.RoundUpToPowerOf2((ulong)parts));

        bool Fits(int parts) => parts > 0 && count <= 2 * parts * store.GraphPartSize;
    }

    /// <summary>The nearest pictures, by their 16-bit vectors.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="library">The library.</param>
    /// <param name="parts">How many parts its index has.</param>
    /// <param name="direction">The query, of unit length.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="width">Index entries to look at in each part, if more than the least.</param>
    /// <param name="addConditions">Adds what the pictures must meet.</param>
    public static long[] Find(
        Session session, StoredLibrary library, int parts, float[] direction, long count, int width,
        Action<SqlText> addConditions)
    {
        var entries = Math.Max(width, Math.Clamp(2 * count, LeastWidth, MostWidth));
        // Goes on until enough pictures meet the conditions, in the order of their distance.
        session.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"SET LOCAL hnsw.ef_search = {entries}; SET LOCAL hnsw.iterative_scan = strict_order"));
        var sql = Query(library, parts, direction, count, addConditions);
        return [.. session.Rows(static row => row.GetInt64(0), sql.ToString(), sql.Values)];
    }

    /// <summary>The statement that asks each part, and takes the nearest of all.</summary>
    internal static SqlText Query(
        StoredLibrary library, int parts, float[] direction, long count, Action<SqlText> addConditions)
    {
        var sql = new SqlText();
        var type = string.Create(CultureInfo.InvariantCulture, $"halfvec({library.Model.Dimensions})");
        var distance = $"(p.code::{type}) <#> {sql.Value(direction)}::real[]::{type}";
        var limit = sql.Value(count);
        sql.Add("SELECT entry FROM (");
        for (var part = 0; part < parts; part++)
        {
            sql.Add(part == 0 ? "(" : " UNION ALL (");
            sql.Add($"SELECT p.entry, {distance} AS distance FROM clip.picture p WHERE ");
            sql.Add(new NeighborGraphPart(library.Id, part, parts).Condition("p."));
            addConditions(sql);
            sql.Add($" ORDER BY {distance} LIMIT {limit})");
        }
        return sql.Add($") nearest ORDER BY distance LIMIT {limit}");
    }
}
