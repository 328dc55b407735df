using System.Diagnostics;
using Clip.Indexing.Runs;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// A run that brings a library up to date, whatever its pictures are in: encodes what is planned together with whatever
/// workers there are, waits for them, and says what was done.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="library">The library.</param>
/// <param name="plan">What is planned.</param>
/// <param name="before">The last number that was given before this run: files with a higher one are new.</param>
internal sealed class PlannedRun(PostgresStore store, StoredLibrary library, FolderPlan plan, long before)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>The last number that was given before this run.</summary>
    public long Before => before;

    /// <summary>The store.</summary>
    public PostgresStore Store => store;

    /// <summary>The library.</summary>
    public StoredLibrary Library => library;

    /// <summary>What is planned.</summary>
    public FolderPlan Plan => plan;

    /// <summary>The next number, which no file has yet.</summary>
    public static long NextNumber(PostgresStore store) =>
        store.Change(static session => session.Value<long>("SELECT nextval('clip.entry')"));

    /// <summary>Encodes, and removes what is gone.</summary>
    /// <param name="worker">A worker of this process.</param>
    /// <param name="reports">Takes each file that cannot be used.</param>
    /// <param name="remove">Removes what is gone.</param>
    /// <param name="attach">Attaches caption files, and returns how many captions.</param>
    /// <param name="progress">Called with the run's progress.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<IndexReport> FinishAsync(
        StoreWorker worker, FailureReports reports, Func<(long Removed, long Moved, long Absent)> remove,
        Func<long> attach, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        if (new WorkQueue(store, library.Id, "planner").Left().Chunks > 0)
        {
            await worker.RunAsync(
                untilDone: true,
                done => progress?.Report(new IndexProgress(
                    plan.Unchanged + Math.Max(0, plan.Planned - done.Left), plan.Unchanged + plan.Planned, true,
                    plan.Unchanged)),
                error => reports.Add(error, isKnown: false), cancellationToken).ConfigureAwait(false);
        }
        var (_, added, updated, failed, captions) = plan.Work.Progress();
        var (removed, moved, absent) = remove();
        captions += attach();
        plan.Work.End();
        store.Change(session => new LibraryWriter(session, library.Id).RemoveAllUnused());
        NeighborGraph.Ensure(store, library, cancellationToken);
        return new IndexReport
        {
            Added = added - moved,
            Updated = updated,
            Moved = moved,
            Removed = removed,
            Absent = absent,
            Captions = captions,
            Skipped = plan.Unchanged,
            Failed = failed + plan.Errors.Count + plan.KnownFailures,
            KnownFailures = plan.KnownFailures,
            UnreportedFailures = reports.Unreported,
            Elapsed = _clock.Elapsed,
        };
    }
}
