using System.Globalization;
using System.Threading.Channels;
using Clip.Catalog;
using Clip.Files;
using Clip.Indexing.Pipeline;
using Clip.Indexing.Runs;

namespace Clip.Indexing;

/// <summary>
/// The part of a run that encodes pictures: the walk finds files, the pipeline encodes them, and the outcomes are
/// stored.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="options">What to index.</param>
/// <param name="scope">The part of the folder that the run covers.</param>
/// <param name="walk">Finds the files.</param>
/// <param name="anchor">Notices that the folder was renamed.</param>
/// <param name="progress">Counts the files.</param>
internal sealed class PictureUpdate(
    IndexRun run, IndexerOptions options, FolderScope scope, FolderWalk walk, FolderAnchor anchor,
    RunProgress progress)
{
    private const int QueueLength = 256;

    private readonly PictureStore _store = new(run.Changes, run.Location);
    private long _vanished;

    /// <summary>Walks the folder and stores what is new or has changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = Channel.CreateBounded<PictureFile>(QueueLength);
        var outcomes = Channel.CreateBounded<PictureOutcome>(QueueLength);
        var pictures = new PictureWalk(run, options, scope, walk, progress);
        var pipeline = new EncodingPipeline(LoadEncoder, run.Known.Decode, FindContent);
        var walking = Task.Run(
            () => pictures.RunAsync(files.Writer, outcomes.Writer, abort.Token), CancellationToken.None);
        var encoding = pipeline.RunAsync(files.Reader, outcomes.Writer, abort.Token);
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                Store(outcome);
            await Task.WhenAll(walking, encoding).ConfigureAwait(false);
            ReportVanished();
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            try
            {
                // First, because the process may be killed before the workers have ended.
                run.Changes.Commit();
            }
            finally
            {
                // Nothing may use the model or the index after this method has returned.
                await Task.WhenAll(walking, encoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            throw;
        }
    }

    /// <summary>
    /// Loads the image tower, and then opens a new index: of several runs that start in a new folder, the first one
    /// encodes, and the others wait for it here instead of encoding the same pictures.
    /// </summary>
    private ImageEncoder LoadEncoder()
    {
        var encoder = run.Model.Image;
        if (!run.Known.Exists)
            run.Changes.OpenIndex();
        return encoder;
    }

    private KnownPicture? FindContent(UInt128 hash)
    {
        var known = run.Changes.WasFilledMeanwhile && !run.Known.Exists
            ? run.Changes.FindContent(hash)
            : run.Known.FindContent(hash);
        return known ?? run.Neighbors?.Find(hash);
    }

    private void Store(PictureOutcome outcome)
    {
        switch (outcome)
        {
            case PictureOutcome.Encoded encoded:
                _store.Add(encoded);
                progress.CountStored();
                break;
            case PictureOutcome.SameContent same when _store.Link(same):
                run.Changes.Counts.Verified++;
                progress.CountSkipped();
                break;
            case PictureOutcome.Unidentified unidentified:
                // A search of an old index on a read-only drive does without.
                if (run.Changes.TryOpenIndex())
                    _store.Touch(unidentified.File);
                break;
            case PictureOutcome.SameContent:
                progress.CountStored();
                break;
            case PictureOutcome.SidecarChanged changed:
                _store.ForgetSidecars(changed.File.Path);
                break;
            case PictureOutcome.Failed failed when HasVanished(failed):
                _vanished++;
                progress.TakeBackFound();
                break;
            case PictureOutcome.Failed failed when options.IsFinal?.Invoke(failed.File) == false:
                progress.CountSkipped();
                break;
            case PictureOutcome.Failed failed:
                StoreFailure(failed);
                progress.CountFailed();
                break;
        }
    }

    /// <summary>
    /// Whether a file was deleted or moved after the walk had found it, which is no failure. The next run removes what
    /// the index knows of it, or finds it where it is.
    /// </summary>
    private bool HasVanished(PictureOutcome.Failed failed)
    {
        var (file, error) = failed;
        // What the walk itself could not read, such as a link to nowhere, has no time.
        if (file.ModifiedUtcTicks == 0 || Path.Exists(file.FullPath))
            return false;
        anchor.Check(error);
        return true;
    }

    private void ReportVanished()
    {
        // A watch is about to be told of what was deleted or moved.
        if (_vanished == 0 || options.IsComplete is not null)
            return;
        var pictures = _vanished == 1 ? "1 picture" : $"{_vanished.ToString(CultureInfo.InvariantCulture)} pictures";
        run.Report(new ClipException(
            run.Location.Root, $"{pictures} vanished before being read", "index it again when it is at rest"));
    }

    private void StoreFailure(PictureOutcome.Failed failed)
    {
        var (file, error) = failed;
        if (!RelativePath.IsUnicode(file.Path))
        {
            run.Failures.Add(error, isKnown: false);
            return;
        }
        // A file that cannot be opened may become readable without changing, and the next run may have more memory or
        // use another device. So it is tried again.
        var isUnreadable = error.InnerException is IOException or UnauthorizedAccessException
            || !Path.Exists(file.FullPath); // a link to nowhere
        if (isUnreadable)
            anchor.Check(error);
        var isTransient = isUnreadable
            || error is PictureException { Fault: PictureFault.BeyondMemoryBudget or PictureFault.NoEmbedding };
        var reason = error.Remedy is { Length: > 0 } remedy ? $"{error.Problem}; {remedy}" : error.Problem;
        var failure = new FailureRecord(file.Path, file.Size, isTransient ? 0 : file.ModifiedUtcTicks, reason)
        {
            Changed = file.Identity.Changed,
        };
        var isNew = run.Known.Failure(file.Path) != failure;
        if (isNew)
        {
            run.Changes.Report(new IndexChange(IndexChangeKind.Failed, file.Path) { Error = error });
            _store.Fail(failure);
        }
        run.Failures.Add(error, isKnown: !isNew);
    }
}
