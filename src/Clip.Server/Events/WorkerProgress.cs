using System.Text.Json;
using Clip.Catalog.Reading;
using Clip.Server.Mounting;
using Microsoft.Extensions.Hosting;

namespace Clip.Server.Events;

/// <summary>
/// Tells how far the workers have come that fill libraries of a database, for as long as somebody listens.
/// </summary>
internal sealed class WorkerProgress(Mounts mounts, EventHub events) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kept = mounts.Libraries.Where(static library => library.Folders.Any(IsKept))
            .Select(static library => new Filling(library)).ToList();
        if (kept.Count == 0)
            return;
        try
        {
            using var timer = new PeriodicTimer(Interval);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                if (events.HasListeners)
                    kept.ForEach(library => library.Tell(events));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed without being stopped would report the end of this service as its failure.
        }
    }

    private static bool IsKept(MountedFolder folder) => folder.Folder.Location.Store is not null;

    /// <summary>A library, and how many files it had before the work that is told of.</summary>
    private sealed class Filling(MountedLibrary library)
    {
        private long? _before;

        public void Tell(EventHub events)
        {
            try
            {
                if (library.ReadWork() is not { } work || (work.Planned == 0 && _before is null))
                    return;
                Tell(events, work, library.Folders.Where(IsKept).Sum(static folder => folder.Index.FileCount));
            }
            catch (ClipException)
            {
                // The database is away; requests say so.
            }
        }

        private void Tell(EventHub events, IndexingWork work, long files)
        {
            _before ??= files;
            var message = new ProgressEvent(library.Name, files, files + work.Planned, FoundAll: true)
            {
                Workers = work.Workers,
                Rate = work.PicturesPerSecond,
            };
            events.Publish(
                "progress", JsonSerializer.Serialize(message, EventJson.Default.ProgressEvent),
                $"{library.Name}/progress");
            if (work.Planned > 0)
                return;
            var end = new UpdatedEvent(library.Name, Math.Max(0, files - _before.Value), 0, 0, 0, 0, 0);
            _before = null;
            events.Publish(
                "updated", JsonSerializer.Serialize(end, EventJson.Default.UpdatedEvent), $"{library.Name}/updated");
        }
    }
}
