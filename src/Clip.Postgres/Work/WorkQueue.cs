using Clip.Catalog;
using Clip.Postgres.Connections;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// The chunks of a library that are to be encoded. Each method is a transaction, and may be called by any number of
/// workers at a time.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="library">The library's key.</param>
/// <param name="worker">What the worker calls itself.</param>
internal sealed class WorkQueue(PostgresStore store, int library, string worker)
{
    /// <summary>A file that ended so many programs is not tried again.</summary>
    private const int MostAttempts = 3;

    /// <summary>How long a worker may be silent before others take its chunk.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Adds a chunk to a plan, and numbers its files.</summary>
    public static void Insert(Session session, int library, long plan, string[] paths) => session.Execute(
        """
        INSERT INTO clip.chunk (library_id, chunk_id, plan_id, paths, entries)
        VALUES ($1, nextval('clip.entry'), $2, $3,
                ARRAY(SELECT nextval('clip.entry') FROM generate_series(1, cardinality($3))))
        """,
        library, plan, paths);

    /// <summary>
    /// Takes a chunk that nobody works on, or whose worker has been silent for too long. One that has ended a worker is
    /// cut in halves first, so that in the end a file that ends programs stands alone, and is recorded as unreadable.
    /// </summary>
    /// <returns>Null where there is none now.</returns>
    public WorkChunk? Take()
    {
        while (true)
        {
            var (taken, isDivided) = store.Change<(WorkChunk?, bool)>(session =>
            {
                var taken = Claim(session);
                if (taken is null)
                    return (null, false);
                // A lease always names a worker that is known.
                Report(session, pictures: 0);
                return (taken, Divide(session, taken));
            });
            if (!isDivided)
                return taken;
        }
    }

    /// <summary>Says that the worker is alive.</summary>
    /// <returns>False where the chunk is not the worker's any more.</returns>
    public bool Renew(WorkChunk chunk) => store.Change(session =>
    {
        var renewed = session.Execute(
            """
            UPDATE clip.chunk SET lease_until = clock_timestamp() + $4 * interval '1 second'
            WHERE library_id = $1 AND chunk_id = $2 AND fence = $3
            """,
            library, chunk.Id, chunk.Fence, Lease.TotalSeconds);
        Report(session, pictures: 0);
        return renewed > 0;
    });

    /// <summary>Says that the worker is there, and waits for work.</summary>
    public void Greet() => store.Change(session => Report(session, pictures: 0));

    /// <summary>Gives a chunk back that was not finished, because the worker is told to stop.</summary>
    public void Return(WorkChunk chunk) => store.Change(session => session.Execute(
        """
        UPDATE clip.chunk SET lease_until = '-infinity', worker = NULL, fence = fence + 1,
            attempts = greatest(0, attempts - 1)
        WHERE library_id = $1 AND chunk_id = $2 AND fence = $3
        """,
        library, chunk.Id, chunk.Fence));

    /// <summary>Stores what a worker has made of a chunk, and removes the chunk: all or nothing.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="write">Stores it.</param>
    /// <returns>False where the chunk is not the worker's any more; nothing is stored then.</returns>
    public bool Finish(WorkChunk chunk, Func<Session, (WrittenCounts Written, int Failed)> write) =>
        store.Change(session =>
        {
            // A run that works on what others have planned counts it as its own.
            if (session.Value<long?>(
                "DELETE FROM clip.chunk WHERE library_id = $1 AND chunk_id = $2 AND fence = $3 RETURNING plan_id",
                library, chunk.Id, chunk.Fence) is not { } plan)
            {
                return false;
            }
            var (written, failed) = write(session);
            Count(session, plan, written, failed);
            Report(session, written.Added + written.Updated);
            return true;
        });

    /// <summary>How much work is left: chunks, and files in them.</summary>
    public (long Chunks, long Files) Left() => store.Change(session => session.Rows(
        static row => (row.GetInt64(0), row.GetInt64(1)),
        "SELECT count(*), coalesce(sum(files), 0) FROM clip.chunk WHERE library_id = $1", library)[0]);

    private WorkChunk? Claim(Session session) => session.Rows(
        static row => new WorkChunk(
            row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<string[]>(2), row.GetInt32(3), row.GetInt64(4))
        {
            Entries = row.IsDBNull(5) ? null : row.GetFieldValue<long[]>(5),
        },
        """
        WITH next AS (
            SELECT library_id, chunk_id FROM clip.chunk
            WHERE library_id = $1 AND lease_until < clock_timestamp()
            ORDER BY chunk_id LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE clip.chunk c SET lease_until = clock_timestamp() + $2 * interval '1 second', fence = c.fence + 1,
            attempts = c.attempts + 1, worker = $3
        FROM next WHERE c.library_id = next.library_id AND c.chunk_id = next.chunk_id
        RETURNING c.chunk_id, c.plan_id, c.paths, c.attempts, c.fence, c.entries
        """,
        library, Lease.TotalSeconds, worker).FirstOrDefault();

    /// <summary>Replaces a chunk that has ended a worker; false where it is to be worked on.</summary>
    private bool Divide(Session session, WorkChunk chunk)
    {
        if (chunk.Attempts < 2 || (chunk.Paths.Length == 1 && chunk.Attempts <= MostAttempts))
            return false;
        session.Execute(
            "DELETE FROM clip.chunk WHERE library_id = $1 AND chunk_id = $2", library, chunk.Id);
        if (chunk.Paths.Length > 1)
        {
            var half = chunk.Paths.Length / 2;
            InsertPart(session, chunk, ..half);
            InsertPart(session, chunk, half..);
            return true;
        }
        new LibraryWriter(session, library).PutFailures(
            [new FailureRecord(chunk.Paths[0], 0, 0, $"ended each of {MostAttempts} programs that read it")]);
        Count(session, chunk.Plan, default, failed: 1);
        return true;
    }

    private void InsertPart(Session session, WorkChunk chunk, Range part) => session.Execute(
        """
        INSERT INTO clip.chunk (library_id, chunk_id, plan_id, paths, entries)
        VALUES ($1, nextval('clip.entry'), $2, $3, nullif($4, '{}'))
        """,
        library, chunk.Plan, chunk.Paths[part], chunk.Entries is { } entries ? entries[part] : []);

    private void Count(Session session, long plan, WrittenCounts written, int failed) => session.Execute(
        """
        UPDATE clip.plan SET added = added + $3, updated = updated + $4, captions = captions + $5, failed = failed + $6
        WHERE library_id = $1 AND plan_id = $2
        """,
        library, plan, written.Added, written.Updated, written.Captions, (long)failed);

    private void Report(Session session, long pictures) => session.Execute(
        """
        INSERT INTO clip.worker AS w (library_id, name, pictures) VALUES ($1, $2, $3)
        ON CONFLICT (library_id, name) DO UPDATE SET seen = clock_timestamp(), pictures = w.pictures + excluded.pictures
        """,
        library, worker, pictures);
}
