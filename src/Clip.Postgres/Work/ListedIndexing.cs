using Clip.Files;
using Clip.Indexing.Runs;
using Clip.Postgres.Writing;

namespace Clip.Postgres.Work;

/// <summary>
/// Brings a library up to date with pictures that are listed, and are no files of a folder: plans what is new or has
/// changed, encodes it together with whatever workers there are, and removes what is gone.
/// </summary>
/// <param name="model">The model whose vectors the library holds.</param>
/// <param name="location">The library.</param>
/// <param name="options">What to index, and how.</param>
/// <param name="source">What is listed, for messages.</param>
/// <param name="list">Lists it.</param>
internal sealed class ListedIndexing(
    ClipModel model, IndexLocation location, IndexerOptions options, string source, PictureListing list)
{
    /// <summary>Whether a path belongs to what is listed, after the listing: if it was not found, it is gone.</summary>
    public Predicate<string> Covers { get; init; } = static _ => true;

    /// <inheritdoc cref="FolderPlan.HashOf"/>
    public Func<PictureFile, UInt128?>? HashOf { get; init; }

    /// <summary>Plans, encodes with the other workers, waits for them, and removes what is gone.</summary>
    /// <param name="worker">A worker of this process.</param>
    /// <param name="progress">Called with the run's progress.</param>
    /// <param name="onError">Called with each picture that cannot be used.</param>
    /// <param name="cancellationToken">Stops the run; what is stored stays, and the rest stays planned.</param>
    public async Task<IndexReport> RunAsync(
        StoreWorker worker, IProgress<IndexProgress>? progress, Action<ClipException> onError,
        CancellationToken cancellationToken)
    {
        var run = Plan(adopts: true, onError, cancellationToken);
        return await run.FinishAsync(
            worker, new FailureReports(onError, options.RepeatErrors, options.MaxFailureReports),
            () => Remove(run, onError, cancellationToken), static () => 0, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Only plans, and removes what is gone; workers encode.</summary>
    /// <param name="onError">Called with each picture that cannot be used.</param>
    /// <param name="cancellationToken">Stops the listing; what is planned stays planned.</param>
    /// <returns>How many pictures are planned, those that were already included.</returns>
    public long Plan(Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var run = Plan(adopts: false, onError, cancellationToken);
        Remove(run, onError, cancellationToken);
        run.Plan.Work.End();
        return run.Plan.Planned;
    }

    private PlannedRun Plan(bool adopts, Action<ClipException> onError, CancellationToken cancellationToken)
    {
        var library = LibraryCreation.Open(location, model, options.Decode);
        var store = LibraryCreation.Reader(location).Store;
        var notes = new LibraryNotes(store, library.Id);
        if (model.Precision == ModelPrecision.Int8 && notes.Value(IndexNotes.Precision).Length == 0)
        {
            throw new ClipException(
                source, "its pictures cannot be used to measure the model in 8 bits first",
                "use the model in 32 bits, or index a folder of such pictures into the library first");
        }
        var excluded = new ExcludePatterns(notes.UpdateExcludes(options));
        if (options.PictureCaptions is { } takes)
            notes.Write(IndexNotes.TakesPictureCaptions, takes);
        var before = PlannedRun.NextNumber(store);
        var plan = new FolderPlan(
            store, library.Id, WorkPlan.Begin(store, library.Id, adopts), location,
            (report, onCaptionFile, stop) => list(report, onCaptionFile, stop)
                .Where(picture => !RelativePath.AnyLevel(picture.Path, excluded.Match)),
            new FolderScope(location.Root, []))
        {
            HashOf = HashOf,
        };
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
            .. removal.Known().Where(file =>
                    file.Id <= run.Before && !run.Plan.HasFound(file.Path) && Covers(file.Path))
                .Select(static file => file.Path),
        ];
        if (gone.Count > 0 && !run.Plan.HasFoundAny && !options.Prune)
        {
            onError(FolderException.AllMissing(source, location.Directory));
            return (0, 0, gone.Count);
        }
        gone.AddRange(removal.Failures().Where(path => !run.Plan.HasFound(path) && Covers(path)));
        var (removed, moved) = removal.Run(gone, run.Before, cancellationToken);
        return (removed, moved, 0);
    }
}
