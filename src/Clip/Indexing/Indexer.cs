using System.Diagnostics;
using System.Threading.Channels;
using Clip.Catalog;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Brings an index up to date with its folder: finds what was added, changed, moved and removed, encodes what is new, and
/// attaches captions. Files that are as the index knows them are not opened. One run at a time for each instance.
/// </summary>
/// <param name="model">The model whose vectors the index holds.</param>
/// <param name="location">The folder and where its index lies.</param>
/// <param name="options">What to take in.</param>
public sealed class Indexer(ClipModel model, IndexLocation location, IndexerOptions? options = null)
{
    private const int QueueLength = 256;

    private readonly IndexerOptions _options = options ?? new IndexerOptions();

    /// <summary>Runs once over the folder.</summary>
    /// <param name="progress">Told now and then how far the run is.</param>
    /// <param name="onError">Told each file that cannot be used; the run goes on.</param>
    /// <param name="cancellationToken">Stops the run; what was encoded until then is kept.</param>
    /// <exception cref="IndexException">The index cannot be read or written, or holds another model's vectors.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public async Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        using var known = KnownFiles.Open(location, model, _options);
        using var changes = new IndexChanges(location, known.IndexModel, progress);

        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = Channel.CreateBounded<PictureFile>(QueueLength);
        var outcomes = Channel.CreateBounded<PictureOutcome>(QueueLength);
        var walk = Task.Run(() => WalkAsync(known, changes, files.Writer, onError, abort), CancellationToken.None);
        var encoding = new EncodingPipeline(() => model.Images, known.Decode, known.FindContent).RunAsync(files.Reader, outcomes.Writer, abort.Token);
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                changes.Apply(outcome, onError);
            await walk.ConfigureAwait(false);
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(walk, encoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            changes.Commit();
            throw;
        }

        changes.RemoveMissing(known, _options.Prune, onError);
        var captions = new CaptionAttachment(model, location, changes);
        captions.Attach(_options.CaptionFiles, known, onError, cancellationToken);
        changes.Commit();
        return changes.Counts with { Elapsed = clock.Elapsed };
    }

    /// <summary>Finds the files to encode. Those that the index knows unchanged end here.</summary>
    private async Task WalkAsync(
        KnownFiles known, IndexChanges changes, ChannelWriter<PictureFile> files, Action<ClipException>? onError, CancellationTokenSource abort)
    {
        try
        {
            var walk = FolderWalk.Open(location.Root, new FolderWalkOptions
            {
                Inputs = _options.Paths.Count > 0 ? _options.Paths : null,
                Exclude = _options.Exclude,
            });
            foreach (var file in walk.Files(changes.Report(onError), abort.Token))
            {
                changes.CountFound();
                switch (known.Compare(file))
                {
                    case KnownState.Unchanged:
                        changes.CountSkipped();
                        break;
                    case KnownState.Broken:
                        changes.CountFailed();
                        onError?.Invoke(known.Failure(file));
                        break;
                    default:
                        await files.WriteAsync(file, abort.Token).ConfigureAwait(false);
                        break;
                }
            }
            changes.FoundAll();
            files.Complete();
        }
        catch (Exception error)
        {
            files.Complete(error);
            throw;
        }
    }
}
