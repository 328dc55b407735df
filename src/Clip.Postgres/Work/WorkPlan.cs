using System.IO.Hashing;
using System.Runtime.InteropServices;
using Clip.Postgres.Connections;

namespace Clip.Postgres.Work;

/// <summary>
/// One run of the planner, and what has been done of it. A file that is planned already, by an earlier run or by one
/// that goes on at the same time, is not planned again.
/// </summary>
internal sealed class WorkPlan
{
    private readonly PostgresStore _store;
    private readonly int _library;
    private readonly HashSet<ulong> _planned = [];
    private long? _number;
    private long _newestChunk;

    private WorkPlan(PostgresStore store, int library)
    {
        _store = store;
        _library = library;
    }

    /// <summary>The number of the plan; null until there is work.</summary>
    public long? Number => _number;

    /// <summary>Begins a run.</summary>
    /// <param name="store">The store.</param>
    /// <param name="library">The library's key.</param>
    /// <param name="adopts">
    /// Whether work that is left of earlier plans counts as this one's, because the run works on it too.
    /// </param>
    public static WorkPlan Begin(PostgresStore store, int library, bool adopts)
    {
        var plan = new WorkPlan(store, library);
        plan._number = store.Change(session =>
        {
            RemoveStale(session, library);
            plan.ReadPlanned(session);
            return adopts && plan._newestChunk > 0 ? plan.Adopt(session) : (long?)null;
        });
        return plan;
    }

    /// <summary>What paths are known by: eight bytes each instead of the path itself.</summary>
    public static ulong KeyOf(string path) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(path.AsSpan()));

    /// <summary>Whether a file is planned already.</summary>
    public bool Has(string path) => _planned.Contains(KeyOf(path));

    /// <summary>Adds a chunk of those files that nobody has planned meanwhile.</summary>
    public void Add(IReadOnlyList<string> paths) => _number = _store.Change(session =>
    {
        AdvisoryLock.WaitToPlan(session, _library);
        // Those that others have added since; while the lock is held, no more can.
        ReadPlanned(session);
        string[] unplanned = [.. paths.Where(path => !Has(path))];
        if (unplanned.Length == 0)
            return _number;
        var number = _number ?? NewNumber(session);
        WorkQueue.Insert(session, _library, number, unplanned);
        session.Execute(
            "UPDATE clip.plan SET planned = planned + $3 WHERE library_id = $1 AND plan_id = $2",
            _library, number, (long)unplanned.Length);
        return number;
    });

    /// <summary>What has been done.</summary>
    public (long Planned, long Added, long Updated, long Failed, long Captions) Progress() => _number is not { } number
        ? default
        : _store.Change(session => session.Rows(
            static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
            """
            SELECT planned, added, updated, failed, captions FROM clip.plan WHERE library_id = $1 AND plan_id = $2
            """,
            _library, number)).FirstOrDefault();

    /// <summary>Records that nobody asks for the progress of the plan any more.</summary>
    public void End()
    {
        if (_number is not { } number)
            return;
        _store.Change(session =>
        {
            session.Execute(
                "UPDATE clip.plan SET is_complete = true WHERE library_id = $1 AND plan_id = $2", _library, number);
            RemoveStale(session, _library);
        });
    }

    /// <summary>
    /// Removes plans whose work is done and that nobody asks for any more, those of runs that were killed included, and
    /// workers that are long gone.
    /// </summary>
    private static void RemoveStale(Session session, int library)
    {
        session.Execute(
            """
            DELETE FROM clip.plan p WHERE p.library_id = $1
                AND (p.is_complete OR p.started < clock_timestamp() - interval '7 days')
                AND NOT EXISTS (SELECT 1 FROM clip.chunk c WHERE c.library_id = $1 AND c.plan_id = p.plan_id)
            """,
            library);
        session.Execute(
            "DELETE FROM clip.worker WHERE library_id = $1 AND seen < clock_timestamp() - interval '1 hour'", library);
    }

    private void ReadPlanned(Session session) => session.Each(
        row =>
        {
            _newestChunk = Math.Max(_newestChunk, row.GetInt64(0));
            foreach (var path in row.GetFieldValue<string[]>(1))
                _planned.Add(KeyOf(path));
        },
        "SELECT chunk_id, paths FROM clip.chunk WHERE library_id = $1 AND chunk_id > $2", [_library, _newestChunk],
        CancellationToken.None);

    private long Adopt(Session session)
    {
        var number = NewNumber(session);
        session.Execute(
            """
            WITH adopted AS (
                UPDATE clip.chunk SET plan_id = $2 WHERE library_id = $1 RETURNING files)
            UPDATE clip.plan SET planned = planned + (SELECT coalesce(sum(files), 0) FROM adopted)
            WHERE library_id = $1 AND plan_id = $2
            """,
            _library, number);
        return number;
    }

    private long NewNumber(Session session) => session.Value<long>(
        "INSERT INTO clip.plan (library_id, plan_id) VALUES ($1, nextval('clip.entry')) RETURNING plan_id", _library);
}
