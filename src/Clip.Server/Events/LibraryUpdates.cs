using System.Text.Json;
using System.Text.Json.Serialization;
using Clip.Searching;
using Clip.Server.Mounting;
using Clip.Server.Status;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Clip.Server.Events;

/// <summary>The progress of an update.</summary>
internal sealed record ProgressEvent(string Library, long Done, long Found, bool FoundAll)
{
    /// <summary>How many workers fill the library; null where the server does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Workers { get; init; }

    /// <summary>The pictures that all of them store per second.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rate { get; init; }
}

/// <summary>The end of an update.</summary>
internal sealed record UpdatedEvent(
    string Library, long Added, long Updated, long Moved, long Removed, long Failed, double Seconds);

/// <summary>The end of an update that was not possible.</summary>
internal sealed record FailedEvent(string Library);

/// <summary>A picture that has come, changed or gone.</summary>
internal sealed record PictureEvent(string Library, string Id, string Path);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProgressEvent))]
[JsonSerializable(typeof(UpdatedEvent))]
[JsonSerializable(typeof(FailedEvent))]
[JsonSerializable(typeof(PictureEvent))]
internal sealed partial class EventJson : JsonSerializerContext;

/// <summary>Loads the models, and brings the libraries up to date: when the server starts, and now and then.</summary>
internal sealed partial class LibraryUpdates(
    ClipServerOptions options, Mounts mounts, Readiness readiness, EventHub events, IHostApplicationLifetime lifetime,
    ILogger<LibraryUpdates> log) : BackgroundService
{
    /// <summary>The most pictures to name after an update; the first indexing of a library would name all.</summary>
    private const int MostNamed = 500;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<int> _withLinksOut = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Everything before the first real wait would delay the start of the server.
        await Task.Yield();
        // The server waits for its requests before it stops, and the streams of events would never end.
        lifetime.ApplicationStopping.Register(events.Close);
        lifetime.ApplicationStopping.Register(() => _ = StopEncodingAsync());
        try
        {
            await KeepUpToDateAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed without being stopped would report the end of this service as its failure.
        }
    }

    /// <summary>Ends what would take longer than the server's own end.</summary>
    private async Task StopEncodingAsync()
    {
        try
        {
            await Task.Delay(options.EncodingAfterStop, lifetime.ApplicationStopped).ConfigureAwait(false);
            await Task.WhenAll(mounts.Models.Select(static model => model.StopAsync())).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private async Task KeepUpToDateAsync(CancellationToken stoppingToken)
    {
        var warming = Task.Run(() => WarmUp(stoppingToken), stoppingToken);
        var finding = Task.Run(FindLinksOut, stoppingToken);
        try
        {
            do
            {
                foreach (var library in mounts.Libraries.Where(static library => library.Updates))
                    await UpdateAsync(library, stoppingToken).ConfigureAwait(false);
                await warming.ConfigureAwait(false);
                if (options.RefreshInterval == TimeSpan.Zero)
                    return;
                await Task.Delay(options.RefreshInterval, stoppingToken).ConfigureAwait(false);
            }
            while (!stoppingToken.IsCancellationRequested);
        }
        finally
        {
            // A process that ends while native code still runs may crash.
            await Task.WhenAll(warming, finding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads the folders before the first request does, which would wait.</summary>
    private void FindLinksOut()
    {
        foreach (var folder in mounts.Libraries.SelectMany(static library => library.Folders))
        {
            try
            {
                _ = folder.Confinement.LeftOut;
            }
            catch (Exception error) when (error is ClipException or ObjectDisposedException)
            {
                // What is wrong with the index is said where it is used.
            }
        }
    }

    private void WarmUp(CancellationToken cancellationToken)
    {
        foreach (var model in mounts.Models)
        {
            try
            {
                model.Model.Text.Encode("warm up", cancellationToken);
                _ = model.Model.Image.BatchSize;
            }
            catch (ClipException) when (cancellationToken.IsCancellationRequested)
            {
                // The process is ending, and ONNX Runtime with it, as where the port is in use.
                return;
            }
            catch (ClipException error)
            {
                LogModel(error, model.Name);
            }
        }
        readiness.ModelsAreWarm();
    }

    private async Task UpdateAsync(MountedLibrary library, CancellationToken stoppingToken)
    {
        library.IsUpdating = true;
        var isComplete = true;
        try
        {
            foreach (var folder in library.Folders)
                isComplete &= await UpdateAsync(library, folder, stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            library.IsUpdating = false;
            library.Settle();
            if (!isComplete)
                AnnounceFailure(library.Name);
        }
    }

    /// <summary>Brings a folder up to date; false where that was not possible.</summary>
    private async Task<bool> UpdateAsync(
        MountedLibrary library, MountedFolder folder, CancellationToken stoppingToken)
    {
        var observer = new SearchObserver
        {
            Progress = new ProgressEvents(library.Name, events),
            OnNotice = notice => LogNotice(library.Name, notice),
        };
        var named = 0;
        var leadOut = 0;
        var update = new IndexerOptions
        {
            FollowsLink = real => folder.Confinement.Allows(real) || Interlocked.Increment(ref leadOut) == 0,
            Paths = folder.Folder.Folder.Length == 0 ? [] : [folder.Folder.Location.Full(folder.Folder.Folder)],
            OnChange = change =>
            {
                if (named++ < MostNamed)
                    Announce(library.Name, folder, change);
            },
        };
        try
        {
            var report = await folder.SearchWith(library.Model.Model)
                .UpdateAsync(update, observer, stoppingToken).ConfigureAwait(false);
            folder.Confinement.Forget();
            if (leadOut > 0 && _withLinksOut.Add(folder.Number))
                LogLinksOut(library.Name);
            if (report is not null)
                Announce(library.Name, report);
            return report is not null;
        }
        // A drive that is taken away, for example, must end neither the server nor the updates of other folders.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogUpdate(error, library.Name);
            return false;
        }
    }

    private void Announce(string library, MountedFolder folder, IndexChange change)
    {
        if (change.From is { } from)
            Announce(library, folder, "gone", from);
        var name = change.Kind switch
        {
            IndexChangeKind.Added or IndexChangeKind.Moved => "added",
            IndexChangeKind.Updated => "changed",
            IndexChangeKind.Removed => "gone",
            _ => null,
        };
        if (name is not null)
            Announce(library, folder, name, change.Path);
    }

    private void Announce(string library, MountedFolder folder, string name, string path)
    {
        if (!PictureFileAccess.IsShown(folder.Folder, path))
            return;
        var picture = new PictureEvent(library, PictureId.Of(folder.Number, path), folder.Shown(path));
        events.Publish(name, JsonSerializer.Serialize(picture, EventJson.Default.PictureEvent));
    }

    private void Announce(string library, IndexReport report)
    {
        var message = new UpdatedEvent(
            library, report.Added, report.Updated, report.Moved, report.Removed, report.Failed,
            report.Elapsed.TotalSeconds);
        events.Publish(
            "updated", JsonSerializer.Serialize(message, EventJson.Default.UpdatedEvent), $"{library}/updated");
        LogUpdated(library, report.Added, report.Updated, report.Removed, report.Failed);
    }

    /// <summary>Ends the progress for those who listen and those who come later.</summary>
    private void AnnounceFailure(string library) => events.Publish(
        "failed", JsonSerializer.Serialize(new FailedEvent(library), EventJson.Default.FailedEvent),
        $"{library}/progress");

    private void LogNotice(string library, SearchNotice notice)
    {
        switch (notice)
        {
            case SearchNotice.FileSkipped skipped:
                LogSkipped(library, skipped.Error.Message);
                break;
            case SearchNotice.IndexNotUpdated reason:
                LogUpdate(reason.Reason, library);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The model {Model} cannot be used")]
    private partial void LogModel(Exception error, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The library {Library} cannot be brought up to date")]
    private partial void LogUpdate(Exception error, string library);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Library}: {Problem}")]
    private partial void LogSkipped(string library, string problem);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Library}: links that lead out of the folder are not followed; mount what they lead to as well")]
    private partial void LogLinksOut(string library);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The library {Library} is up to date: {Added} added, {Updated} updated, {Removed} removed, "
            + "{Failed} failed")]
    private partial void LogUpdated(string library, long added, long updated, long removed, long failed);

    /// <summary>Tells listeners a few times a second, and the end in any case.</summary>
    private sealed class ProgressEvents(string library, EventHub events) : IProgress<IndexProgress>
    {
        private long _next;

        public void Report(IndexProgress value)
        {
            var now = Environment.TickCount64;
            var isLast = value.FoundAll && value.Done == value.Found;
            if (!isLast && now < Interlocked.Read(ref _next))
                return;
            Interlocked.Exchange(ref _next, now + (long)ProgressInterval.TotalMilliseconds);
            var message = new ProgressEvent(library, value.Done, value.Found, value.FoundAll);
            events.Publish(
                "progress", JsonSerializer.Serialize(message, EventJson.Default.ProgressEvent), $"{library}/progress");
        }
    }
}
