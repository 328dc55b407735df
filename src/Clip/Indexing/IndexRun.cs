using System.Threading.Channels;
using Clip.Catalog;
using Clip.Files;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>One run of an <see cref="Indexer"/>: the walk in front, decoders and inference behind it, the index at the end.</summary>
internal sealed class IndexRun(
    ClipModel model, IndexLocation location, IndexerOptions options, FolderScope scope,
    KnownFiles known, IndexChanges changes, RunProgress progress, Action<ClipException>? onError)
{
    private const int QueueLength = 256;

    /// <summary>Walks the folder and stores what is new or changed.</summary>
    public async Task EncodeAsync(CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = Channel.CreateBounded<PictureFile>(QueueLength);
        var outcomes = Channel.CreateBounded<PictureOutcome>(QueueLength);
        var walk = Task.Run(() => WalkAsync(files.Writer, outcomes.Writer, abort.Token), CancellationToken.None);
        var encoding = new EncodingPipeline(() => model.Images, known.Decode, known.FindContent).RunAsync(files.Reader, outcomes.Writer, abort.Token);
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                Apply(outcome);
            await Task.WhenAll(walk, encoding).ConfigureAwait(false);
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            try
            {
                // First of all what is done: whoever stopped the run may not wait for the workers to end.
                changes.Commit();
            }
            finally
            {
                // Nothing may use the model or the index any more when this has returned.
                await Task.WhenAll(walk, encoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            throw;
        }
    }

    /// <summary>Takes files out of the index that are no longer there.</summary>
    public void RemoveMissing(CancellationToken cancellationToken)
    {
        if (known.SawNothing && !options.Prune)
        {
            // An unmounted drive looks like an empty folder; its index must survive it.
            onError?.Invoke(new ClipException(location.Root, "has none of the pictures that its index knows, so nothing was removed", "mount the drive, or remove them with: clipsearch index --prune"));
            return;
        }
        // What is excluded now is not walked, but is there.
        var files = new ExactFiles(location.Root);
        foreach (var path in known.NotWalked())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scope.Covers(path) && (options.Prune || !files.Exists(path)))
                changes.Remove(path);
        }
    }

    /// <summary>Finds the files to encode. Those that the index knows unchanged end here.</summary>
    private async Task WalkAsync(ChannelWriter<PictureFile> files, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            var walk = FolderWalk.Open(location.Root, new FolderWalkOptions
            {
                Inputs = options.Paths.Count > 0 ? options.Paths : null,
                Exclude = options.Exclude,
            });
            Task? counting = null;
            List<ClipException> errors = [];
            foreach (var file in walk.Files(errors.Add, cancellationToken))
            {
                await ReportAsync(errors, outcomes, cancellationToken).ConfigureAwait(false);
                progress.CountFound();
                switch (known.Compare(file))
                {
                    case KnownState.Unchanged:
                        progress.CountSkipped();
                        break;
                    case KnownState.Retold:
                        progress.CountSkipped();
                        if (options.OwnCaptions == true)
                            await outcomes.WriteAsync(new PictureOutcome.Retold(file), cancellationToken).ConfigureAwait(false);
                        break;
                    case KnownState.Broken:
                        progress.CountFailed();
                        if (options.RepeatErrors)
                            onError?.Invoke(new ClipException(file.FullPath, known.Failure(file.Path)!.Reason));
                        break;
                    default:
                        // Known before a model is loaded and pictures are encoded that could not be stored.
                        if (counting is null)
                            changes.ThrowIfHeldByAnother();
                        // The walk waits for the encoder; whoever waits for the run wants to know how many are to come.
                        counting ??= progress.IsWatched ? Task.Run(() => progress.FoundAll(Count(walk, cancellationToken)), CancellationToken.None) : Task.CompletedTask;
                        await files.WriteAsync(file, cancellationToken).ConfigureAwait(false);
                        break;
                }
            }
            await ReportAsync(errors, outcomes, cancellationToken).ConfigureAwait(false);
            await (counting ?? Task.CompletedTask).ConfigureAwait(false);
            progress.FoundAll();
            files.Complete();
        }
        catch (Exception error)
        {
            files.Complete(error);
            throw;
        }
    }

    private static long Count(FolderWalk walk, CancellationToken cancellationToken)
    {
        long errors = 0;
        return walk.Files(_ => errors++, cancellationToken).LongCount() + errors;
    }

    /// <summary>Passes on what the walk itself could not read.</summary>
    private async ValueTask ReportAsync(List<ClipException> errors, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var error in errors)
        {
            progress.CountFound();
            var file = new PictureFile(location.Relative(error.Subject), error.Subject, 0, 0);
            known.Compare(file);
            scope.CouldNotRead(file.Path);
            await outcomes.WriteAsync(new PictureOutcome.Failed(file, error), cancellationToken).ConfigureAwait(false);
        }
        errors.Clear();
    }

    private void Apply(PictureOutcome outcome)
    {
        switch (outcome)
        {
            case PictureOutcome.Encoded encoded:
                changes.Add(encoded);
                progress.CountStored();
                break;
            case PictureOutcome.Known same when changes.Link(same):
                progress.CountSkipped();
                break;
            case PictureOutcome.Known:
                progress.CountStored();
                break;
            case PictureOutcome.Retold retold:
                changes.Unhear(retold.File.Path);
                break;
            case PictureOutcome.Failed failed:
                Fail(failed);
                progress.CountFailed();
                break;
        }
    }

    private void Fail(PictureOutcome.Failed failed)
    {
        var (file, error) = failed;
        // What keeps a file from being opened can end without a change to the file, so that one is tried again.
        var mayEnd = error.InnerException is IOException or UnauthorizedAccessException;
        var failure = new FailureRecord(
            file.Path, file.Size, mayEnd ? 0 : file.ModifiedUtcTicks, error.Remedy is { Length: > 0 } remedy ? $"{error.Problem}; {remedy}" : error.Problem);
        var isNew = known.Failure(file.Path) != failure;
        if (isNew)
            changes.Fail(failure);
        if (isNew || options.RepeatErrors)
            onError?.Invoke(error);
    }
}
