using System.Globalization;
using Clip.Postgres.Connections;
using Clip.Vectors;

namespace Clip.Postgres.Reading;

/// <summary>
/// Reads all rows of a library and looks for what programs never store: vectors of another length or dimension, 16-bit
/// vectors that are not those of 32 bits, rows that refer to nothing or that nothing refers to, and work that nobody
/// can finish.
/// </summary>
/// <param name="session">A snapshot of the database.</param>
/// <param name="library">The library.</param>
internal sealed class LibraryVerification(Session session, StoredLibrary library)
{
    private readonly List<string> _problems = [];

    /// <summary>Verifies everything.</summary>
    public StoreHealth Run(CancellationToken cancellationToken)
    {
        var vectors = 0L;
        foreach (var (table, name) in (ReadOnlySpan<(string, string)>)
            [("clip.picture", "picture"), ("clip.caption", "caption")])
        {
            cancellationToken.ThrowIfCancellationRequested();
            vectors += VerifyVectors(table, name);
        }
        cancellationToken.ThrowIfCancellationRequested();
        VerifyReferences();
        VerifyWork();
        if (NeighborGraph.IsIncomplete(session, library.Id))
            _problems.Add("the index for approximate search is incomplete; the next run builds it again");
        return new StoreHealth(vectors, _problems);
    }

    private long VerifyVectors(string table, string name)
    {
        var tolerance = VectorLength.EncodedTolerance.ToString("R", CultureInfo.InvariantCulture);
        var subject = $"SELECT v.entry::text FROM {table} v WHERE v.library_id = $1 AND ";
        var dimensions = library.Model.Dimensions.ToString(CultureInfo.InvariantCulture);
        Find(
            $"{name}s whose vector has not {dimensions} dimensions",
            subject + $"(vector_dims(v.embedding) <> {dimensions} OR vector_dims(v.code) <> {dimensions})");
        Find(
            $"{name}s whose vector is not of unit length",
            subject + $"abs(vector_norm(v.embedding) - 1) > {tolerance}");
        Find(
            $"{name}s whose 16-bit vector is not that of 32 bits",
            subject + "vector_dims(v.embedding) = vector_dims(v.code) AND v.code <> v.embedding::halfvec");
        return session.Value<long>($"SELECT count(*) FROM {table} WHERE library_id = $1", library.Id);
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
    private void Find(string problem, string query)
    {
        var (count, first) = session.Rows(
            static row => (row.GetInt64(0), row.IsDBNull(1) ? "" : row.GetString(1)),
            $"SELECT count(*), min(subject) FROM ({query}) found (subject)", library.Id)[0];
        if (count > 0)
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{problem}: {count:N0}, such as {first}"));
    }
}
