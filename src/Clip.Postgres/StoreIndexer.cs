using System.Diagnostics;
using Clip.Catalog;
using Clip.Files;
using Clip.Indexing.Runs;
using Clip.Postgres.Reading;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;

namespace Clip;

/// <summary>
/// Brings a library of a store up to date with its folder: plans what is new or has changed, and encodes it together
/// with whatever workers there are.
/// </summary>
/// <param name="model">The model whose vectors the library holds.</param>
/// <param name="location">The library and its folder (<see cref="PostgresStore.LibraryOf"/>).</param>
/// <param name="options">
/// What to index, and how. <see cref="IndexerOptions.Wait"/>, <see cref="IndexerOptions.Repair"/> and
/// <see cref="IndexerOptions.Compact"/> are not read.
/// </param>
public sealed class StoreIndexer(ClipModel model, IndexLocation location, IndexerOptions? options = null)
{
    private readonly IndexerOptions _options = options ?? new IndexerOptions();

    /// <summary>Plans, encodes with the other workers, waits for them, and removes what is gone.</summary>
    /// <param name="progress">Called with the run's progress.</param>
    /// <param name="onError">Called with each file that cannot be used.</param>
    /// <param name="cancellationToken">Stops the run; what is stored stays, and the rest stays planned.</param>
    /// <exception cref="StoreException">The store cannot be reached or written.</exception>
    /// <exception cref="IndexException">The library has another model or folder.</exception>
    /// <exception cref="FolderException">The folder cannot be used.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => RunHereAsync(progress, onError ?? (static _ => { }), cancellationToken), cancellationToken);

    /// <summary>Only plans; workers encode.</summary>
    /// <param name="onError">Called with each file that cannot be used.</param>
    /// <param name="cancellationToken">Stops the walk; what is planned stays planned.</param>
    /// <returns>How many files are planned.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public Task<long> PlanAsync(Action<ClipException>? onError = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var run = Begin();
                Plan(run, _ => { }, onError ?? (static _ => { }), cancellationToken);
                Remove(run, onError ?? (static _ => { }), cancellationToken);
                return run.Plan.Planned;
            },
            cancellationToken);

    private async Task<IndexReport> RunHereAsync(
        IProgress<IndexProgress>? progress, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var run = Begin();
        var plan = run.Plan;
        Plan(
            run, found => progress?.Report(new IndexProgress(plan.Unchanged, found, false, plan.Unchanged)), onError,
            cancellationToken);
        var failures = new FailureReports(onError, _options.RepeatErrors, _options.MaxFailureReports);
        if (run.Queue.Left().Chunks > 0)
        {
            var worker = new StoreWorker(model, location);
            await worker.RunAsync(
                untilDone: true,
                done => progress?.Report(new IndexProgress(
                    plan.Unchanged + Math.Max(0, plan.Planned - done.Left), plan.Unchanged + plan.Planned, true,
                    plan.Unchanged)),
                error => failures.Add(error, isKnown: false), cancellationToken).ConfigureAwait(false);
        }
        var (_, added, updated, failed, captions) = plan.Plan is { } number ? run.Queue.Progress(number) : default;
        var attached = new CaptionSync(model, location, run.Library, run.Notes)
            .Run(_options.CaptionFiles, plan.CaptionFiles, added > 0, onError, cancellationToken);
        var (removed, moved, absent) = Remove(run, onError, cancellationToken);
        return new IndexReport
        {
            Added = added - moved,
            Updated = updated,
            Moved = moved,
            Removed = removed,
            Absent = absent,
            Captions = captions + attached,
            Skipped = plan.Unchanged,
            Failed = failed + plan.Errors.Count + plan.KnownFailures,
            KnownFailures = plan.KnownFailures,
            UnreportedFailures = failures.Unreported,
            Elapsed = clock.Elapsed,
        };
    }

    private IndexingRun Begin()
    {
        var scope = new FolderScope(location.Root, _options.Paths);
        var walk = FolderWalk.Open(location.Root);
        var library = LibraryCreation.Open(location, model, _options.Decode);
        var store = LibraryCreation.Reader(location).Store;
        var notes = new LibraryNotes(store, library.Id);
        walk = FolderWalk.Open(walk.Root, new FolderWalkOptions
        {
            Inputs = _options.Paths.Count > 0 ? _options.Paths : null,
            Exclude = Excludes(notes),
        });
        if (_options.PictureCaptions is { } takes)
            notes.Write(IndexNotes.TakesPictureCaptions, takes);
        var queue = new WorkQueue(store, library.Id, "planner");
        using var session = store.Begin();
        var before = session.Value<long>("SELECT nextval('clip.entry')");
        return new IndexingRun(
            library, notes, queue, scope, walk, new FolderPlan(store, library.Id, queue, walk, scope), before);
    }

    private IReadOnlyList<string> Excludes(LibraryNotes notes)
    {
        var patterns = ExcludeChoice.Of(
            notes.Text, _options.Exclude, _options.ForgetExcludes, _options.DefaultExcludes);
        if (_options.Exclude.Count > 0 || _options.ForgetExcludes)
        {
            string[] before = _options.ForgetExcludes ? [] : notes.Value(IndexNotes.Excludes);
            notes.Write(IndexNotes.Excludes, [.. before.Concat(_options.Exclude).Distinct()]);
        }
        if (_options.DefaultExcludes is { } defaults)
            notes.Write(IndexNotes.DefaultExcludes, defaults);
        return patterns;
    }

    private void Plan(
        IndexingRun run, Action<long> onFound, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        run.Plan.Run(onFound, cancellationToken);
        foreach (var error in run.Plan.Errors)
            onError(error);
        List<FailureRecord> failures =
        [
            .. run.Plan.Errors.Select(error => (Path: location.Relative(error.Subject), error.Problem))
                .Where(static failure => RelativePath.IsUnicode(failure.Path))
                .Select(static failure => new FailureRecord(failure.Path, 0, 0, failure.Problem)),
        ];
        if (failures.Count == 0)
            return;
        using var session = LibraryCreation.Reader(location).Store.Begin();
        new LibraryWriter(session, run.Library.Id).PutFailures(failures);
        session.Commit();
    }

    private (long Removed, long Moved, long Absent) Remove(
        IndexingRun run, Action<ClipException> onError, CancellationToken cancellationToken) =>
        new MissingFiles(location, run.Library, run.Plan, run.Scope, run.Walk)
            .Run(_options.Prune, run.Before, onError, cancellationToken);

    private sealed record IndexingRun(
        StoredLibrary Library, LibraryNotes Notes, WorkQueue Queue, FolderScope Scope, FolderWalk Walk, FolderPlan Plan,
        long Before);
}
