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
internal sealed class PictureUpdate(IndexRun run, IndexerOptions options, FolderScope scope, RunProgress progress)
{
    private const int QueueLength = 256;

    private readonly PictureStore _store = new(run.Changes, run.Location);

    /// <summary>Walks the folder and stores what is new or has changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = Channel.CreateBounded<PictureFile>(QueueLength);
        var outcomes = Channel.CreateBounded<PictureOutcome>(QueueLength);
        var pictures = new PictureWalk(run, options, scope, progress);
        var pipeline = new EncodingPipeline(() => run.Model.Images, run.Known.Decode, run.Known.FindContent);
        var walk = Task.Run(
            () => pictures.RunAsync(files.Writer, outcomes.Writer, abort.Token), CancellationToken.None);
        var encoding = pipeline.RunAsync(files.Reader, outcomes.Writer, abort.Token);
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                Store(outcome);
            await Task.WhenAll(walk, encoding).ConfigureAwait(false);
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
                await Task.WhenAll(walk, encoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            throw;
        }
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
                progress.CountSkipped();
                break;
            case PictureOutcome.SameContent:
                progress.CountStored();
                break;
            case PictureOutcome.SidecarChanged changed:
                _store.InvalidateCaptions(changed.File.Path);
                break;
            case PictureOutcome.Failed failed:
                StoreFailure(failed);
                progress.CountFailed();
                break;
        }
    }

    private void StoreFailure(PictureOutcome.Failed failed)
    {
        var (file, error) = failed;
        // A file that cannot be opened may become readable without changing, and the next run may use another device,
        // so the next run tries it again.
        var isTransient = error.InnerException is IOException or UnauthorizedAccessException
            || error is PictureException { Fault: PictureFault.NoEmbedding };
        var reason = error.Remedy is { Length: > 0 } remedy ? $"{error.Problem}; {remedy}" : error.Problem;
        var failure = new FailureRecord(file.Path, file.Size, isTransient ? 0 : file.ModifiedUtcTicks, reason);
        var isNew = run.Known.Failure(file.Path) != failure;
        if (isNew)
            _store.Fail(failure);
        if (isNew || options.RepeatErrors)
            run.Report(error);
    }
}
