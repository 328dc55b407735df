using Clip.Files;
using Clip.Indexing.Runs;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;

namespace Clip;

/// <summary>
/// Brings a library of a store up to date with the pictures of an object store: plans what is new or has changed, and
/// encodes it together with whatever workers there are.
/// </summary>
/// <param name="model">The model whose vectors the library holds.</param>
/// <param name="location">
/// The library (<see cref="PostgresStore.LibraryOf"/>), whose root is the address of the bucket.
/// </param>
/// <param name="bucket">The pictures.</param>
/// <param name="options">
/// What to index, and how: of these, excluded names, the decoding of JPEGs, captions of pictures, what is pruned, and
/// the reports of failures are read. A name is excluded wherever it stands in a key.
/// </param>
/// <remarks>
/// An object is known by its key, size, time and ETag. Files beside a picture, such as sidecars, are not read.
/// </remarks>
public sealed class StoreBucketIndexer(
    ClipModel model, IndexLocation location, PictureBucket bucket, IndexerOptions? options = null)
{
    private readonly IndexerOptions _options = options ?? new IndexerOptions();

    /// <summary>Plans, encodes with the other workers, waits for them, and removes what is gone.</summary>
    /// <param name="progress">Called with the run's progress.</param>
    /// <param name="onError">Called with each object that cannot be used.</param>
    /// <param name="cancellationToken">Stops the run; what is stored stays, and the rest stays planned.</param>
    /// <exception cref="StoreException">The store cannot be reached or written.</exception>
    /// <exception cref="IndexException">The library has another model.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="ClipException">The bucket cannot be listed or read.</exception>
    public Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => RunHereAsync(progress, onError ?? (static _ => { }), cancellationToken), cancellationToken);

    /// <summary>Only plans, and removes what is gone; workers encode.</summary>
    /// <param name="onError">Called with each object that cannot be used.</param>
    /// <param name="cancellationToken">Stops the listing; what is planned stays planned.</param>
    /// <returns>How many objects are planned, those that were already included.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public Task<long> PlanAsync(Action<ClipException>? onError = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var run = Plan(adopts: false, onError ?? (static _ => { }), cancellationToken);
                Remove(run, onError ?? (static _ => { }), cancellationToken);
                run.Plan.Work.End();
                return run.Plan.Planned;
            },
            cancellationToken);

    private async Task<IndexReport> RunHereAsync(
        IProgress<IndexProgress>? progress, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var run = Plan(adopts: true, onError, cancellationToken);
        var worker = new StoreWorker(model, location) { Bucket = bucket, KnowsRoot = true };
        return await run.FinishAsync(
            worker, new FailureReports(onError, _options.RepeatErrors, _options.MaxFailureReports),
            () => Remove(run, onError, cancellationToken), static () => 0, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    private PlannedRun Plan(bool adopts, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var library = LibraryCreation.Open(location, model, _options.Decode);
        var store = LibraryCreation.Reader(location).Store;
        var notes = new LibraryNotes(store, library.Id);
        if (model.Precision == ModelPrecision.Int8 && notes.Value(IndexNotes.Precision).Length == 0)
        {
            throw new ClipException(
                bucket.Address, "its pictures cannot be used to measure the model in 8 bits first",
                "use the model in 32 bits, or index a folder of such pictures into the library first");
        }
        var excluded = new ExcludePatterns(notes.UpdateExcludes(_options));
        if (_options.PictureCaptions is { } takes)
            notes.Write(IndexNotes.TakesPictureCaptions, takes);
        var before = PlannedRun.NextNumber(store);
        var plan = new FolderPlan(
            store, library.Id, WorkPlan.Begin(store, library.Id, adopts), location,
            (report, _, stop) => bucket.Pictures(report, stop)
                .Where(picture => !RelativePath.AnyLevel(picture.Path, excluded.Match)),
            new FolderScope(location.Root, []));
        plan.Run(static _ => { }, cancellationToken);
        plan.Record(onError);
        return new PlannedRun(store, library, plan, before);
    }

    /// <summary>Removes what the listing did not have. One without any pictures is more likely a mistake.</summary>
    private (long Removed, long Moved, long Absent) Remove(
        PlannedRun run, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var removal = new FileRemoval(run.Store, run.Library.Id);
        List<string> gone =
        [
            .. removal.Known().Where(file => file.Id <= run.Before && !run.Plan.HasFound(file.Path))
                .Select(static file => file.Path),
        ];
        if (gone.Count > 0 && !run.Plan.HasFoundAny && !_options.Prune)
        {
            onError(FolderException.AllMissing(location.Root, location.Directory));
            return (0, 0, gone.Count);
        }
        gone.AddRange(removal.Failures().Where(path => !run.Plan.HasFound(path)));
        var (removed, moved) = removal.Run(gone, run.Before, cancellationToken);
        return (removed, moved, 0);
    }
}
