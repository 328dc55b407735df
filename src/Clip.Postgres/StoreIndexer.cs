using Clip.Files;
using Clip.Indexing;
using Clip.Indexing.Runs;
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
    /// <returns>How many of the files are planned, those that were already included.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public Task<long> PlanAsync(Action<ClipException>? onError = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            async () =>
            {
                var run = Begin(adopts: false);
                await ProvePrecisionAsync(run, cancellationToken).ConfigureAwait(false);
                Plan(run, _ => { }, onError ?? (static _ => { }), cancellationToken);
                Remove(run, onError ?? (static _ => { }), cancellationToken);
                run.Planned.Plan.Work.End();
                return run.Planned.Plan.Planned;
            },
            cancellationToken);

    private async Task<IndexReport> RunHereAsync(
        IProgress<IndexProgress>? progress, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var run = Begin(adopts: true);
        await ProvePrecisionAsync(run, cancellationToken).ConfigureAwait(false);
        var (planned, plan) = (run.Planned, run.Planned.Plan);
        Plan(
            run, found => progress?.Report(new IndexProgress(plan.Unchanged, found, false, plan.Unchanged)), onError,
            cancellationToken);
        // Its files were listed a moment ago.
        var worker = new StoreWorker(model, location) { KnowsRoot = true };
        return await planned.FinishAsync(
            worker, new FailureReports(onError, _options.RepeatErrors, _options.MaxFailureReports),
            () => Remove(run, onError, cancellationToken),
            () => !_options.ReadCaptionFiles ? 0 : new CaptionSync(model, location, planned.Library, run.Notes, plan)
                .Run(_options.CaptionFiles, CaptionFiles(run), _options.Prune, onError, cancellationToken),
            progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The caption files with a usual name: those that the walk found, and those in the root, which the walk of a part
    /// of the folder does not enter.
    /// </summary>
    private IReadOnlyList<string> CaptionFiles(FolderRun run)
    {
        var excluded = run.Walk.Exclusions();
        return
        [
            .. CaptionFileName.Usual.Where(name => Path.Exists(location.Full(name)) && !excluded.Match(name))
                .Concat(run.Planned.Plan.CaptionFiles).Distinct(),
        ];
    }

    /// <summary>Measures a model in 8 bits before a library gets vectors of it, as an index in a folder does.</summary>
    private async Task ProvePrecisionAsync(FolderRun run, CancellationToken cancellationToken)
    {
        if (model.Precision != ModelPrecision.Int8 || run.Notes.Value(IndexNotes.Precision).Length > 0)
            return;
        var reports = await PrecisionProof.MeasureAsync(
            model, run.Walk, location.Root, DecodeModeWords.Parse(run.Planned.Library.Model.Decode) ?? DecodeMode.Exact,
            cancellationToken).ConfigureAwait(false);
        run.Notes.Write(IndexNotes.Precision, reports);
    }

    private FolderRun Begin(bool adopts)
    {
        var scope = new FolderScope(location.Root, _options.Paths);
        var walk = FolderWalk.Open(location.Root);
        var library = LibraryCreation.Open(location, model, _options.Decode);
        var store = LibraryCreation.Reader(location).Store;
        var notes = new LibraryNotes(store, library.Id);
        walk = FolderWalk.Open(walk.Root, new FolderWalkOptions
        {
            Inputs = _options.Paths.Count > 0 ? _options.Paths : null,
            Exclude = notes.UpdateExcludes(_options),
        });
        if (_options.PictureCaptions is { } takes)
            notes.Write(IndexNotes.TakesPictureCaptions, takes);
        var before = PlannedRun.NextNumber(store);
        var plan = new FolderPlan(
            store, library.Id, WorkPlan.Begin(store, library.Id, adopts), location, walk.Files, scope);
        return new FolderRun(new PlannedRun(store, library, plan, before), notes, scope, walk);
    }

    private static void Plan(
        FolderRun run, Action<long> onFound, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        run.Planned.Plan.Run(onFound, cancellationToken);
        run.Planned.Plan.Record(onError);
    }

    private (long Removed, long Moved, long Absent) Remove(
        FolderRun run, Action<ClipException> onError, CancellationToken cancellationToken) =>
        new MissingFiles(location, run.Planned.Library, run.Planned.Plan, run.Scope, run.Walk)
            .Run(_options.Prune, run.Planned.Before, onError, cancellationToken);

    private sealed record FolderRun(PlannedRun Planned, LibraryNotes Notes, FolderScope Scope, FolderWalk Walk);
}
