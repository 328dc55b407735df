using System.Threading.Channels;
using Clip.Files;
using Clip.Indexing.Pipeline;
using Clip.Indexing.Runs;

namespace Clip.Indexing;

/// <summary>
/// Walks the folder of a run and finds the files to encode. The walk handles unchanged files by itself.
/// </summary>
internal sealed class PictureWalk(
    IndexRun run, IndexerOptions options, FolderScope scope, FolderWalk walk, RunProgress progress)
{
    /// <summary>Writes the files to encode, then completes <paramref name="files"/>.</summary>
    /// <param name="files">Receives the files to encode.</param>
    /// <param name="outcomes">Receives the outcomes of other files.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public async Task RunAsync(
        ChannelWriter<PictureFile> files, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            Task? counting = null;
            List<ClipException> errors = [];
            foreach (var file in walk.Files(errors.Add, run.CaptionFiles.Add, cancellationToken))
            {
                await WriteErrorsAsync(errors, outcomes, cancellationToken).ConfigureAwait(false);
                progress.CountFound();
                run.Changes.Volumes.Add(file);
                var state = run.Known.Compare(file);
                switch (options.VerifyContent ? KnownState.Changed : state)
                {
                    case KnownState.Unchanged:
                        progress.CountSkipped();
                        break;
                    case KnownState.Unidentified:
                        progress.CountSkipped();
                        await outcomes.WriteAsync(new PictureOutcome.Unidentified(file), cancellationToken)
                            .ConfigureAwait(false);
                        break;
                    case KnownState.SidecarChanged:
                        progress.CountSkipped();
                        var changed = new PictureOutcome.SidecarChanged(file);
                        await outcomes.WriteAsync(changed, cancellationToken).ConfigureAwait(false);
                        break;
                    case KnownState.Unreadable:
                        progress.CountFailed();
                        run.Failures.Add(
                            new ClipException(file.FullPath, run.Known.Failure(file.Path)!.Reason), isKnown: true);
                        break;
                    default:
                        if (options.IsComplete?.Invoke(file) == false)
                        {
                            progress.CountSkipped();
                            break;
                        }
                        counting ??= BeginEncoding(cancellationToken);
                        await files.WriteAsync(file, cancellationToken).ConfigureAwait(false);
                        break;
                }
            }
            await WriteErrorsAsync(errors, outcomes, cancellationToken).ConfigureAwait(false);
            await (counting ?? Task.CompletedTask).ConfigureAwait(false);
            progress.SetTotalToFound();
            files.Complete();
        }
        catch (Exception error)
        {
            files.Complete(error);
            throw;
        }
    }

    /// <summary>
    /// Called before the first file to encode; returns the task that counts all files for the progress.
    /// </summary>
    private Task BeginEncoding(CancellationToken cancellationToken)
    {
        // Fails before a model is loaded and pictures are encoded that could not be stored.
        run.Changes.ThrowIfLockedByAnother();
        // This walk waits for the encoder, so a second one counts ahead.
        return progress.IsWatched
            ? Task.Run(() => progress.SetTotal(Count(cancellationToken)), CancellationToken.None)
            : Task.CompletedTask;
    }

    private long Count(CancellationToken cancellationToken)
    {
        long errors = 0;
        return walk.Files(_ => errors++, cancellationToken).LongCount() + errors;
    }

    /// <summary>Passes on files and folders that the walk itself could not read.</summary>
    private async ValueTask WriteErrorsAsync(
        List<ClipException> errors, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var error in errors)
        {
            progress.CountFound();
            var file = new PictureFile(run.Location.Relative(error.Subject), error.Subject, 0, 0);
            run.Known.Compare(file);
            scope.AddUnreadable(file.Path);
            var outcome = new PictureOutcome.Failed(file, error);
            await outcomes.WriteAsync(outcome, cancellationToken).ConfigureAwait(false);
        }
        errors.Clear();
    }
}
