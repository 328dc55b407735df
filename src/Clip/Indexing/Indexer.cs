using System.Diagnostics;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing;
using Clip.Indexing.Captions;
using Clip.Indexing.Maintenance;
using Clip.Indexing.Runs;
using Clip.Metadata;

namespace Clip;

/// <summary>
/// Brings an index up to date with its folder: finds added, changed, moved and removed pictures, encodes new ones, and
/// attaches captions. Unchanged files are not opened. Not thread-safe: one run at a time per instance.
/// </summary>
/// <param name="model">The model whose vectors the index holds.</param>
/// <param name="location">The folder and its index.</param>
/// <param name="options">What to index, and how.</param>
public sealed class Indexer(ClipModel model, IndexLocation location, IndexerOptions? options = null)
{
    private readonly IndexerOptions _options = options ?? new IndexerOptions();
    private readonly ModelOrigin _origin = new(
        model.Reference, model.RequestedVariant, model.RequestedDimensions, model.RequestedPrecisionName);

    /// <summary>
    /// Whether the run that created an index has not ended yet, so that it holds only a part of its folder.
    /// </summary>
    internal static bool IsInFirstRun(EmbeddedIndex index) =>
        IndexNotes.IsFirstRun.ValueOf(index.Note(IndexNotes.IsFirstRun.Name));

    /// <summary>
    /// Whether an index leaves out a folder: by patterns that it was given, by the usual ones, or by a
    /// <c>.clipignore</c> file.
    /// </summary>
    /// <param name="location">Where the index is.</param>
    /// <param name="folder">The folder, relative to the root and separated by <c>/</c>.</param>
    internal static bool LeavesOut(IndexLocation location, string folder) =>
        FolderWalk.Open(location.Root, new FolderWalkOptions { Exclude = ExcludeChoice.Remembered(location) })
            .Exclusions().MatchAny(folder);

    /// <summary>Runs once over the folder.</summary>
    /// <param name="progress">Called with the run's progress, from several threads.</param>
    /// <param name="onError">
    /// Called with each file that cannot be used, from several threads; the run continues.
    /// </param>
    /// <param name="cancellationToken">Cancels the run; pictures encoded so far are kept.</param>
    /// <exception cref="IndexException">
    /// The index cannot be read or written, another writer is active, or it holds another model's vectors.
    /// </exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="FolderException">The folder or a path of the options cannot be used.</exception>
    /// <exception cref="ClipException">A caption file of the options cannot be used.</exception>
    public Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default) =>
        // The run walks, waits and computes; the caller, who may be a user interface, does not.
        Task.Run(() => RunHereAsync(progress, onError, cancellationToken), cancellationToken);

    private async Task<IndexReport> RunHereAsync(
        IProgress<IndexProgress>? progress, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var scope = new FolderScope(location.Root, _options.Paths, _options.Changed);
        CheckCaptionFiles();
        WaitForOtherWriter(cancellationToken);

        var report = onError ?? (static _ => { });
        var anchor = new FolderAnchor(location.Root);
        try
        {
            return await RunAsync(scope, anchor, new RunProgress(progress), report, clock, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or FolderException))
        {
            // Whatever it looked like: nothing can be opened by its old path.
            anchor.Check(error);
            (error as IndexException)?.Locate(location.Root, location.Directory);
            throw;
        }
    }

    private async Task<IndexReport> RunAsync(
        FolderScope scope, FolderAnchor anchor, RunProgress counter, Action<ClipException> report, Stopwatch clock,
        CancellationToken cancellationToken)
    {
        IndexLeftovers.Restore(location);
        var damagedCaptions = _options.Repair && PictureIndex.Exists(location)
            ? DamagedVectors.Mark(model, location, _options.Wait, report, cancellationToken)
            : [];
        using var known = KnownFiles.Open(location, model, _options.Decode);
        using var changes = new IndexChanges(
            location, known.IndexModel, _origin, _options.Wait, anchor, _options.OnChange, cancellationToken);
        using var neighbors = new NeighborContent(_options.Neighbors, model, known.IndexModel);
        var failures = new FailureReports(report, _options.RepeatErrors, _options.MaxFailureReports);
        var run = new IndexRun(model, location, known, changes, failures, report)
        {
            Changed = _options.Changed,
            Neighbors = neighbors,
        };
        if (!known.Exists)
        {
            changes.WriteOnOpen(IndexNotes.IsFirstRun, true);
            changes.WriteOnOpen(IndexNotes.SidecarReader, MetadataReader.Version);
        }
        try
        {
            var walk = FolderWalk.Open(location.Root, new FolderWalkOptions
            {
                Inputs = _options.Paths.Count > 0 ? _options.Paths : null,
                Exclude = ExcludeChoice.Apply(
                    known, changes, _options.Exclude, _options.ForgetExcludes, _options.DefaultExcludes),
                Changed = _options.Changed,
                OnLinkedFolder = _options.OnLinkedFolder,
                FollowsLink = _options.FollowsLink,
            });
            run = run with
            {
                TakesPictureCaptions = PictureCaptionChoice.Apply(run, _options.PictureCaptions, cancellationToken),
            };
            if (!known.Exists && _options.ProvePrecision)
                await PrecisionProof.RunAsync(run, walk, cancellationToken).ConfigureAwait(false);
            await new PictureUpdate(run, _options, scope, walk, anchor, counter).RunAsync(cancellationToken)
                .ConfigureAwait(false);
            anchor.Check();
            foreach (var step in StepsAfterEncoding(run, scope, walk, counter, damagedCaptions))
                step.Run(cancellationToken);
            RememberModel(run);
            if (changes.IsOpen && changes.Read(IndexNotes.IsFirstRun))
            {
                changes.Write(IndexNotes.IsFirstRun, false);
                changes.CommitIfDue();
            }
        }
        finally
        {
            // Also after an error or a cancellation, so that pictures encoded so far are not lost.
            changes.Commit();
        }
        anchor.Check();
        var compacted = Compact(run, cancellationToken);
        return new IndexReport
        {
            Added = changes.Counts.Added,
            Updated = changes.Counts.Updated,
            Moved = changes.Counts.Moved,
            Removed = changes.Counts.Removed,
            Absent = changes.Counts.Absent,
            Captions = changes.Counts.Captions,
            Skipped = counter.Skipped,
            Verified = changes.Counts.Verified,
            Reread = changes.Counts.Reread,
            Failed = counter.Failed,
            KnownFailures = run.Failures.Known,
            UnreportedFailures = run.Failures.Unreported,
            Compacted = compacted,
            RemovedLeftovers = changes.RemovedLeftovers,
            UnfinishedRebuild = changes.UnfinishedRebuild,
            Elapsed = clock.Elapsed,
        };
    }

    private IIndexStep[] StepsAfterEncoding(
        IndexRun run, FolderScope scope, FolderWalk walk, RunProgress counter,
        IReadOnlyList<string> damagedCaptions) =>
    [
        new MissingFileStep(run, scope, walk, _options.Prune),
        new CatchUpStep(run, ignoresFailure: _options.IsBestEffort),
        new MetadataStep(run, counter.SetToReread, counter.CountReread),
        new ReturnedCaptionStep(run),
        .. _options.ReadCaptionFiles
            ? (IIndexStep[])
            [
                new CaptionFileStep(
                    run, walk, _options.CaptionFiles, _options.Prune, ignoresFailure: _options.IsBestEffort),
            ]
            : [],
        new PictureCaptionStep(run),
        new CaptionRepairStep(run, damagedCaptions),
        // A search that looks for changes first does not look through the folder for this too.
        .. _options.IsBestEffort || _options.Changed is not null
            ? (IIndexStep[])[]
            : [new LeftoverStep(run, _options.Prune)],
    ];

    /// <summary>Checked first, so that a mistyped path does not end hours of encoding.</summary>
    private void CheckCaptionFiles()
    {
        if (_options.CaptionFiles.FirstOrDefault(static file => !File.Exists(file)) is not { } missing)
            return;
        throw Directory.Exists(missing)
            ? new ClipException(
                missing, "is a folder, not a caption file", "name the file in it that holds the captions")
            : new ClipException(missing, "does not exist", "check the path of the caption file");
    }

    /// <summary>
    /// Waits for another writer before the index is read, so that this run does not repeat its work. It may come back,
    /// so opening the index for writing waits again. Where there is none, nothing is locked: a third program may be
    /// about to write.
    /// </summary>
    private void WaitForOtherWriter(CancellationToken cancellationToken)
    {
        if (_options.Wait.AtMost > TimeSpan.Zero && PictureIndex.Exists(location) && WriterLock.IsHeld(location))
            WriterLock.Take(location, _options.Wait, cancellationToken).Dispose();
    }

    /// <summary>
    /// Records how the model was asked for now, if that is new and nothing else has opened the index for writing.
    /// </summary>
    private void RememberModel(IndexRun run)
    {
        if (run.Changes.IsOpen || !PictureIndex.Exists(location) || run.Known.ModelOrigin == _origin)
            return;
        try
        {
            run.Changes.OpenIndex();
            run.Changes.CommitIfDue();
        }
        catch (IndexException)
        {
            // An index that cannot be written now works as well without it.
        }
    }

    private long Compact(IndexRun run, CancellationToken cancellationToken)
    {
        var isNeeded = _options.Compact switch
        {
            CompactionChoice.Always => run.Known.DeadCount > 0,
            CompactionChoice.Automatic => run.Known.IsWorthCompacting,
            _ => false,
        };
        if (!isNeeded)
            return 0;
        try
        {
            return IndexCompaction.Run(run.Changes.OpenIndex(), cancellationToken: cancellationToken);
        }
        catch (IndexException error) when (_options.Compact == CompactionChoice.Automatic)
        {
            // Everything is stored, so a full disk, for example, does not make the run fail.
            run.Report(error);
            return 0;
        }
    }
}
