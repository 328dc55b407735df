using Clip.Catalog.Reading;
using Clip.Telemetry;

namespace Clip.Searching;

/// <summary>
/// Updates an index before a search. If the update fails, because another program writes the index or the folder cannot
/// be written, what the index holds is still worth searching, so that is a notice and not an error.
/// </summary>
/// <param name="model">The model whose vectors the index holds.</param>
/// <param name="location">The folder and its index.</param>
/// <param name="canBeSearched">Whether the index can be searched as it is.</param>
#pragma warning disable CA1001 // The semaphore has no handle, and those that wait for it would wait forever.
internal sealed class IndexUpdater(ClipModel model, IndexLocation location, Func<bool> canBeSearched)
#pragma warning restore CA1001
{
    private static readonly TimeSpan MostForFirstRun = TimeSpan.FromMinutes(1);

    // A second run at the same time would only find the index locked by the first.
    private readonly SemaphoreSlim _oneRun = new(1);

    /// <returns>What the update did, or null if the index could not be updated and can be searched as it is.</returns>
    /// <exception cref="FolderException">
    /// The folder is missing or holds no pictures, and there is no index of it.
    /// </exception>
    /// <exception cref="IndexException">The index cannot be updated, nor searched as it is.</exception>
    public async Task<IndexReport?> RunAsync(
        IndexerOptions options, NoticeLog notices, CancellationToken cancellationToken)
    {
        await _oneRun.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var activity = ClipTelemetry.Activities.StartActivity("update index");
        try
        {
            if (EnclosingIndex.Find(location) is { } above)
                notices.Add(new SearchNotice.IndexAbove(above.Location.Root));
            var report = await UpdateAsync(options, notices, cancellationToken).ConfigureAwait(false);
            notices.Add(new SearchNotice.IndexUpdated(report));
            ClipLog.IndexUpdated(
                model.Logger, location.Root, report.Elapsed.TotalMilliseconds, report.Added, report.Updated,
                report.Removed, report.Failed);
            return report;
        }
        catch (ClipException error) when (error is IndexException or FolderException && canBeSearched())
        {
            notices.Add(new SearchNotice.IndexNotUpdated(error));
            ClipLog.IndexNotUpdated(model.Logger, error, location.Root);
            return null;
        }
        finally
        {
            _oneRun.Release();
        }
    }

    private async Task<IndexReport> UpdateAsync(
        IndexerOptions options, NoticeLog notices, CancellationToken cancellationToken)
    {
        // A bad file is reported once and not with every search, and nobody waits for a compaction.
        var quick = options.Clone();
        quick.RepeatErrors = false;
        quick.Compact = CompactionChoice.Never;
        quick.IsBestEffort = true;
        quick.Wait = options.Wait.AtMost > TimeSpan.Zero ? options.Wait : WaitForFirstRun(notices);
        var report = await new Indexer(model, location, quick).RunAsync(
            notices.Observer?.Progress,
            Skip, cancellationToken).ConfigureAwait(false);
        return report.Seen > 0 || PictureIndex.Exists(location)
            ? report
            : throw FolderException.NoPictures(location.Root);

        void Skip(ClipException error)
        {
            notices.Add(new SearchNotice.FileSkipped(error));
            ClipLog.FileSkipped(model.Logger, error.Message);
        }
    }

    /// <summary>
    /// How long to wait for another writer. Of searches that start together in a new folder, one indexes it, and the
    /// index holds nothing for the others until then. A longer first run is not waited for once there is something.
    /// </summary>
    private WriterWait WaitForFirstRun(NoticeLog notices)
    {
        var atMost = FirstRun() switch
        {
            { IsUnfinished: false } => TimeSpan.Zero,
            { HasPictures: true } => MostForFirstRun,
            _ => TimeSpan.MaxValue,
        };
        return new WriterWait(atMost, holder => notices.Add(new SearchNotice.WaitingForWriter(holder)));
    }

    private (bool IsUnfinished, bool HasPictures) FirstRun()
    {
        if (!PictureIndex.Exists(location))
            return (true, false);
        try
        {
            using var index = EmbeddedIndex.Open(location);
            var hasPictures = index.PictureCount > 0;
            return (!hasPictures || Indexer.IsInFirstRun(index), hasPictures);
        }
        catch (IndexException)
        {
            // The update reports it; but a catalog that is just being created cannot be read yet either.
            return (true, false);
        }
    }
}
