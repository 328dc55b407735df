using System.Globalization;
using Clip.Postgres.Connections;

namespace Clip.Postgres.Reading;

/// <summary>A part of the index for approximate search of a library, which is an index of the database.</summary>
/// <param name="Library">The library's key.</param>
/// <param name="Number">Its number among the parts, from 0.</param>
/// <param name="Parts">How many parts there are; the only one has all pictures.</param>
internal sealed record NeighborGraphPart(int Library, int Number, int Parts)
{
    /// <summary>Whether the database has built it to the end.</summary>
    public bool IsValid { get; init; }

    /// <summary>About how many pictures it has, as the database estimates.</summary>
    public long Pictures { get; init; }

    /// <summary>Its name.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"picture_nearest_{Library}{(Parts == 1 ? "" : $"_{Number}_of_{Parts}")}");

    /// <summary>The statement that removes it.</summary>
    public string Drop => $"DROP INDEX CONCURRENTLY IF EXISTS clip.{Name}";

    /// <summary>The statement that builds it.</summary>
    /// <param name="dimensions">The dimension of the vectors.</param>
    /// <param name="types">The schema of pgvector's types with a dot, where the connection does not look there.</param>
    public string Create(int dimensions, string types = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        CREATE INDEX CONCURRENTLY {Name} ON clip.picture
        USING hnsw ((code::{types}halfvec({dimensions})) {types}halfvec_ip_ops) WHERE {Condition("")}
        """);

    /// <summary>What its pictures meet: word for word as the index has it, or the database does not use it.</summary>
    public string Condition(string table) => string.Create(
        CultureInfo.InvariantCulture,
        $"{table}library_id = {Library}{(Parts == 1 ? "" : $" AND {table}entry % {Parts} = {Number}")}");

    /// <summary>All parts of a library, also of those that are being built or were not built to the end.</summary>
    public static List<NeighborGraphPart> ReadAll(Session session, int library) =>
    [
        .. session.Rows(
            static row => (Name: row.GetString(0), IsValid: row.GetBoolean(1), Pictures: row.GetInt64(2)),
            """
            SELECT c.relname, i.indisvalid, greatest(c.reltuples, 0)::bigint
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'clip' AND c.relname ~ ('^picture_nearest_' || $1 || '(_[0-9]+_of_[0-9]+)?$')
            ORDER BY c.relname
            """,
            library).Select(found => Parse(library, found.Name) with
            {
                IsValid = found.IsValid,
                Pictures = found.Pictures,
            }),
    ];

    /// <summary>How many parts the index has of which every part is built; of several, the one with the most.</summary>
    public static int Complete(IEnumerable<NeighborGraphPart> all) => all.Where(static part => part.IsValid)
        .GroupBy(static part => part.Parts).Where(static group => group.Count() == group.Key)
        .Select(static group => group.Key).DefaultIfEmpty().Max();

    private static NeighborGraphPart Parse(int library, string name)
    {
        var words = name.Split('_');
        return words.Length == 3
            ? new NeighborGraphPart(library, 0, 1)
            : new NeighborGraphPart(
                library, int.Parse(words[3], CultureInfo.InvariantCulture),
                int.Parse(words[5], CultureInfo.InvariantCulture));
    }
}
