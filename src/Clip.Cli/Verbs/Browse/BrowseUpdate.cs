using System.Globalization;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Browse;

/// <summary>Brings the indexes up to date while they are being searched.</summary>
/// <param name="folders">The folders; those without an update are left alone.</param>
/// <param name="model">Their model.</param>
/// <param name="post">Takes the events, from any thread.</param>
internal sealed class BrowseUpdate(IReadOnlyList<IndexSettings> folders, ClipModel model, Action<BrowseEvent> post)
{
    private static readonly TimeSpan ShownEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SearchedEvery = TimeSpan.FromSeconds(3);

    /// <summary>Updates all. What goes wrong is said, and the rest is searched as it is.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            if (folder.Update is not { } update)
                continue;
            try
            {
                using var search = new PictureSearch(model, folder.Location);
                var observer = new SearchObserver { Progress = new Progress(post) };
                var report = await search.UpdateAsync(update, observer, cancellationToken).ConfigureAwait(false);
                var changes = report is null ? 0 : report.Added + report.Updated + report.Moved + report.Removed;
                post(new BrowseEvent.Indexed("", changes > 0));
                if (report is { Failed: > 0 })
                {
                    post(new BrowseEvent.Said($"{Counted.Of(report.Failed, "file")} could not be read"));
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
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"indexing {value.Done}/{value.Found}{(value.FoundAll ? "" : "+")}"),
                isSearched));
        }
    }
}
