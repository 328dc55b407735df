using System.Globalization;
using Clip.Postgres.Connections;
using Clip.Vectors;
using Npgsql;

namespace Clip.Postgres.Reading;

/// <summary>
/// Reads all rows of a library and looks for what programs never store: vectors of another length or dimension, 16-bit
/// vectors that are not those of 32 bits, rows that refer to nothing or that nothing refers to, and work that nobody
/// can finish.
/// </summary>
/// <param name="session">A snapshot of the database.</param>
/// <param name="library">The library.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class LibraryVerification(
    Session session, StoredLibrary library, CancellationToken cancellationToken)
{
    private readonly List<string> _problems = [];

    /// <summary>Verifies everything.</summary>
    public StoreHealth Run()
    {
        var vectors = VerifyVectors("clip.picture", "picture") + VerifyVectors("clip.caption", "caption");
        VerifyReferences();
        VerifyWork();
        // While it is being built, another program has the right to.
        if (NeighborGraph.IsIncomplete(session, library.Id) && AdvisoryLock.TryToBuildGraph(session, library.Id))
            _problems.Add("the index for approximate search is incomplete; the next run builds it again");
        return new StoreHealth(vectors, _problems);
    }

    private long VerifyVectors(string table, string name)
    {
        var tolerance = VectorLength.EncodedTolerance.ToString("R", CultureInfo.InvariantCulture);
        var dimensions = library.Model.Dimensions.ToString(CultureInfo.InvariantCulture);
        var vectors = 0L;
        // Each vector is read once. The offset keeps the server from computing a condition for each of its uses.
        session.Each(
            row =>
            {
                vectors = row.GetInt64(0);
                Add($"{name}s whose vector has not {dimensions} dimensions", row, 1);
                Add($"{name}s whose vector is not of unit length", row, 3);
                Add($"{name}s whose 16-bit vector is not that of 32 bits", row, 5);
            },
            $"""
            SELECT count(*), count(*) FILTER (WHERE other), min(entry) FILTER (WHERE other)::text,
                count(*) FILTER (WHERE longer), min(entry) FILTER (WHERE longer)::text,
                count(*) FILTER (WHERE rounded), min(entry) FILTER (WHERE rounded)::text
            FROM (SELECT v.entry,
                    vector_dims(v.embedding) <> {dimensions} OR vector_dims(v.code) <> {dimensions} AS other,
                    abs(vector_norm(v.embedding) - 1) > {tolerance} AS longer,
                    CASE WHEN vector_dims(v.embedding) = vector_dims(v.code)
                        THEN v.code <> v.embedding::halfvec ELSE false END AS rounded
                FROM {table} v WHERE v.library_id = $1 OFFSET 0) vector
            """,
            [library.Id], cancellationToken);
        return vectors;
    }

    private void VerifyReferences()
    {
        Find(
            "files without a picture",
            """
            SELECT f.path FROM clip.file f WHERE f.library_id = $1 AND NOT EXISTS (
                SELECT 1 FROM clip.picture p WHERE p.library_id = $1 AND p.entry = f.entry)
            """);
        Find(
            "pictures without a file",
            """
            SELECT p.entry::text FROM clip.picture p WHERE p.library_id = $1 AND NOT EXISTS (
                SELECT 1 FROM clip.file f WHERE f.library_id = $1 AND f.entry = p.entry)
            """);
        Find(
            "captions that no file has",
            """
            SELECT c.text FROM clip.caption c WHERE c.library_id = $1 AND NOT c.standalone AND NOT EXISTS (
                SELECT 1 FROM clip.file_caption f WHERE f.library_id = $1 AND f.caption = c.entry)
            """);
        Find(
            "captions of files that are not there",
            """
            SELECT x.file_id::text FROM clip.file_caption x WHERE x.library_id = $1 AND (NOT EXISTS (
                SELECT 1 FROM clip.file f WHERE f.library_id = $1 AND f.file_id = x.file_id) OR NOT EXISTS (
                SELECT 1 FROM clip.caption c WHERE c.library_id = $1 AND c.entry = x.caption))
            """);
        Find(
            "files that are also recorded as unreadable",
            """
            SELECT f.path FROM clip.file f JOIN clip.failure x USING (library_id, path)
            WHERE f.library_id = $1 AND x.size = f.size AND x.modified = f.modified
            """);
        Find(
            "files without words",
            "SELECT f.path FROM clip.file f WHERE f.library_id = $1 AND f.word_count <> 0 AND f.words = ''");
    }

    private void VerifyWork()
    {
        Find(
            "chunks of work leased to a worker that is not there",
            """
            SELECT coalesce(c.worker, 'nobody') FROM clip.chunk c
            WHERE c.library_id = $1 AND c.lease_until > clock_timestamp() AND NOT EXISTS (
                SELECT 1 FROM clip.worker w WHERE w.library_id = $1 AND w.name = c.worker)
            """);
        Find(
            "chunks of work of a plan that is not there",
            """
            SELECT c.chunk_id::text FROM clip.chunk c WHERE c.library_id = $1 AND NOT EXISTS (
                SELECT 1 FROM clip.plan p WHERE p.library_id = $1 AND p.plan_id = c.plan_id)
            """);
    }

    /// <summary>Records a problem where a query for the subjects that have it finds some.</summary>
    private void Find(string problem, string query) => session.Each(
        row => Add(problem, row, 0),
        $"SELECT count(*), min(subject) FROM ({query}) found (subject)", [library.Id], cancellationToken);

    /// <summary>Records a problem if a row counts some subjects that have it, followed by the first of them.</summary>
    private void Add(string problem, NpgsqlDataReader row, int column)
    {
        if (row.GetInt64(column) is > 0 and var count)
        {
            _problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{problem}: {count:N0}, such as {row.GetString(column + 1)}"));
        }
    }
}
