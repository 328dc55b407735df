using Clip.Cli.Inputs;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Index;

/// <summary>Keeps some indexes up to date until the program is stopped.</summary>
/// <param name="terminal">Where to write.</param>
/// <param name="models">The models of the indexes.</param>
/// <param name="poll">How often to look through the folders besides; null where changes are reported.</param>
internal sealed class IndexWatch(Terminal terminal, IndexModels models, TimeSpan? poll)
{
    private readonly WatchPrinter _printer = new(terminal);

    /// <summary>
    /// Brings one index after the other up to date, as each keeps all cores busy, and watches the folders from the
    /// moment when its index is looked at. One of several that cannot be used is named, and the others go on.
    /// </summary>
    /// <param name="targets">The indexes, each with what to take in.</param>
    /// <param name="isRebuilt">Whether the first run has been reported already.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OperationCanceledException">The program is stopped; there is no other end.</exception>
    /// <exception cref="ClipException">No index can be used.</exception>
    public async Task RunAsync(
        IReadOnlyList<(IndexLocation Location, IndexerOptions Indexing)> targets, bool isRebuilt,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> watches = [];
        var left = targets.Count;
        try
        {
            foreach (var (location, indexing) in targets)
            {
                var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                watches.Add(WatchAsync(location, indexing, started));
                await started.Task.ConfigureAwait(false);
            }
            foreach (var model in models.Loaded)
                DeviceNotes.Write(terminal, model);
            // Those that ended have been named; the last one has thrown. It stops the others, and its error comes
            // before their cancellation.
            await Task.WhenAll(watches).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            terminal.Status.Clear();
        }

        async Task WatchAsync(IndexLocation location, IndexerOptions indexing, TaskCompletionSource started)
        {
            var options = new PictureWatchOptions { Indexing = indexing, PollInterval = poll };
            try
            {
                await new PictureWatch(models.For(location), location, options)
                    .RunAsync(Observer(location, started, isRebuilt), stop.Token).ConfigureAwait(false);
            }
            catch (ClipException error) when (Interlocked.Decrement(ref left) > 0)
            {
                terminal.Error(ErrorText.Of(error));
            }
            catch
            {
                // A reader that has gone away, for example, ends all.
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                started.TrySetResult();
            }
        }
    }

    private WatchObserver Observer(IndexLocation location, TaskCompletionSource started, bool isRebuilt) => new()
    {
        OnStarted = report =>
        {
            if (!isRebuilt)
                _printer.Started(location, report);
            started.TrySetResult();
        },
        OnChange = change => _printer.Changed(location, change),
        OnError = _printer.Failed,
        OnNotice = notice =>
        {
            _printer.Noticed(location, notice);
            // The others do not wait for a drive.
            if (notice is WatchNotice.FolderAway)
                started.TrySetResult();
        },
        Progress = new IndexProgressLine(terminal),
    };
}
