using Clip.Cli.Languages;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Browse;

/// <summary>Brings the indexes up to date while they are being searched.</summary>
/// <param name="folders">The folders; those without an update are left alone.</param>
/// <param name="model">Their model.</param>
/// <param name="post">Takes the events, from any thread.</param>
/// <param name="stop">Ends the update; what was encoded until then is kept.</param>
internal sealed class BrowseUpdate(
    IReadOnlyList<IndexSettings> folders, ClipModel model, Action<BrowseEvent> post, CancellationToken stop)
{
    private static readonly TimeSpan ShownEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SearchedEvery = TimeSpan.FromSeconds(3);

    private readonly Lock _turn = new();

    /// <summary>The end of all updates that were begun.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Begins an update, after the one that runs. What goes wrong is said, and the rest is searched as it is.
    /// </summary>
    public void Start()
    {
        lock (_turn)
            Completion = RunAsync(Completion);
    }

    private async Task RunAsync(Task previous)
    {
        await previous.ConfigureAwait(false);
        await Task.Run(UpdateAsync, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task UpdateAsync()
    {
        foreach (var folder in folders)
        {
            if (folder.Update is not { } update)
                continue;
            try
            {
                using var search = new PictureSearch(model, folder.Location);
                var observer = new SearchObserver { Progress = new Progress(post) };
                var report = await search.UpdateAsync(update, observer, stop).ConfigureAwait(false);
                var changes = report is null ? 0 : report.Added + report.Updated + report.Moved + report.Removed;
                post(new BrowseEvent.Indexed("", changes > 0));
                if (report is { Failed: > 0 })
                {
                    post(new BrowseEvent.Said(Texts.Say($"{Counted.Of(report.Failed, "file")} could not be read")));
                }
            }
            catch (ClipException error)
            {
                post(new BrowseEvent.Indexed("", false));
                post(new BrowseEvent.Said(Plain.OneLine(ErrorText.Of(error))));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private sealed class Progress(Action<BrowseEvent> post) : IProgress<IndexProgress>
    {
        private long _nextShown;
        private long _nextSearched = Environment.TickCount64 + (long)SearchedEvery.TotalMilliseconds;

        public void Report(IndexProgress value)
        {
            var now = Environment.TickCount64;
            if (now < Interlocked.Read(ref _nextShown))
                return;
            Interlocked.Exchange(ref _nextShown, now + (long)ShownEvery.TotalMilliseconds);
            var isSearched = now >= Interlocked.Read(ref _nextSearched);
            if (isSearched)
                Interlocked.Exchange(ref _nextSearched, now + (long)SearchedEvery.TotalMilliseconds);
            post(new BrowseEvent.Indexed(
                Texts.Say($"indexing {value.Done}/{value.Found}{(value.FoundAll ? "" : "+")}"),
                isSearched));
        }
    }
}
