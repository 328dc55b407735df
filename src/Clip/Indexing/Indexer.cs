using System.Diagnostics;
using Clip.Catalog;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
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
    private readonly IndexerOptions _options = options ?? new IndexerOptions();

    /// <summary>Runs once over the folder.</summary>
    /// <param name="progress">Told now and then how far the run is, from several threads.</param>
    /// <param name="onError">Told each file that cannot be used, from several threads; the run goes on.</param>
    /// <param name="cancellationToken">Stops the run; what was encoded until then is kept.</param>
    /// <exception cref="IndexException">The index cannot be read or written, another writer is at work on it, or it holds another model's vectors.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="ClipException">The folder, a path or a caption file of the options cannot be used.</exception>
    public async Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var scope = new FolderScope(location, _options.Paths);
        // Hours of encoding should not end with a caption file that was mistyped.
        if (_options.CaptionFiles.FirstOrDefault(static file => !File.Exists(file)) is { } missing)
            throw new ClipException(missing, "does not exist", "check the path of the caption file");

        var counts = new RunProgress(progress);
        // What another writer does meanwhile is not done again. That it does not come back is nobody's promise, so the index
        // is waited for again when it is opened.
        if (_options.Wait.AtMost > TimeSpan.Zero && PictureIndex.Exists(location))
            WriterLock.Take(location, _options.Wait, cancellationToken).Dispose();
        var repair = _options.Repair && PictureIndex.Exists(location)
            ? IndexRepair.Begin(model, location, _options.Wait, onError, cancellationToken)
            : null;
        using var known = KnownFiles.Open(location, model, _options);
        using var changes = new IndexChanges(location, known.IndexModel, _options.Wait, cancellationToken);
        try
        {
            var own = new OwnCaptions(model, location, changes);
            var takesOwnCaptions = own.Choose(_options.OwnCaptions, known, cancellationToken);
            var run = new IndexRun(model, location, _options with { OwnCaptions = takesOwnCaptions }, scope, known, changes, counts, onError);
            await run.EncodeAsync(cancellationToken).ConfigureAwait(false);
            run.RemoveMissing(cancellationToken);
            var isOpen = OpenToCatchUp(known, changes, takesOwnCaptions);
            if (isOpen)
                new MetadataUpdate(location, changes).Run(cancellationToken);
            new CaptionAttachment(model, location, changes).Attach(_options.CaptionFiles, known, onError, cancellationToken);
            if (takesOwnCaptions && (isOpen || changes.IsOpen))
                own.Attach(onError, cancellationToken);
            repair?.RemakeCaptions(changes, cancellationToken);
        }
        finally
        {
            // Also after an error or a cancellation: what was encoded until then is not lost.
            changes.Commit();
        }
        var compacted = Compact(known, changes, onError, cancellationToken);
        return changes.Counts with { Skipped = counts.Skipped, Failed = counts.Failed, Compacted = compacted, Elapsed = clock.Elapsed };
    }

    private long Compact(KnownFiles known, IndexChanges changes, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        if (!known.ShouldCompact(_options.Compact))
            return 0;
        try
        {
            return IndexCompaction.Run(changes.Index, cancellationToken: cancellationToken);
        }
        catch (IndexException error) when (_options.Compact == CompactionChoice.WhenItPays)
        {
            // A full disk, for one, is no reason to call a run failed that has stored all there was.
            onError?.Invoke(error);
            return 0;
        }
    }

    /// <summary>
    /// Opens the index for writing where something is left to ask its pictures, as in one of an older format; one that is up to
    /// date is not opened.
    /// </summary>
    /// <returns>Whether it is open.</returns>
    private bool OpenToCatchUp(KnownFiles known, IndexChanges changes, bool takesOwnCaptions)
    {
        if (changes.IsOpen)
            return true;
        if (!known.HasUndescribed && !(takesOwnCaptions && known.HasUnheard))
            return false;
        try
        {
            _ = changes.Index;
            return true;
        }
        catch (IndexException) when (!_options.RepeatErrors)
        {
            // Every search of an old index on a drive that cannot be written would say so.
            return false;
        }
    }
}
