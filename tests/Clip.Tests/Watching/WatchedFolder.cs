using System.Threading.Channels;
using Clip.Tests.Indexing;

namespace Clip.Tests.Watching;

/// <summary>A folder of bitmaps that is watched until the test ends.</summary>
internal sealed class WatchedFolder : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Channel<IndexChange> _changes = Channel.CreateUnbounded<IndexChange>();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<IndexReport> _started = new();
    private Task _watch = Task.CompletedTask;

    public WatchedFolder(TestFolder parent) => Files = new BitmapFolder(parent.Path);

    public BitmapFolder Files { get; }

    public List<WatchNotice> Notices { get; } = [];

    /// <summary>What the watch reports to.</summary>
    public WatchObserver Observer => new()
    {
        OnStarted = report => _started.TrySetResult(report),
        OnChange = change => _changes.Writer.TryWrite(change),
        OnError = Files.Report,
        OnNotice = notice =>
        {
            lock (Notices)
                Notices.Add(notice);
        },
    };

    /// <summary>Starts the watch; the report of the first run.</summary>
    public Task<IndexReport> StartAsync(PictureWatchOptions? options = null) => StartAsync(
        stop => new PictureWatch(BitmapFolder.Model, Files.Location, options).RunAsync(Observer, stop));

    /// <inheritdoc cref="StartAsync(PictureWatchOptions?)"/>
    public async Task<IndexReport> StartAsync(Func<CancellationToken, Task> watch)
    {
        _watch = watch(_stop.Token);
        await Task.WhenAny(_started.Task, _watch);
        if (_watch.IsCompleted)
            await _watch;
        return await _started.Task;
    }

    /// <summary>Waits for as many changes as are expected, in any order, and fails unless they are those.</summary>
    public async Task SeesAsync(params string[] expected)
    {
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        longest.CancelAfter(Longest);
        List<string> seen = [];
        try
        {
            while (seen.Count < expected.Length)
                seen.Add(TextOf(await _changes.Reader.ReadAsync(longest.Token)));
        }
        catch (OperationCanceledException)
        {
            // Said below.
        }
        Assert.Equal(expected.Order(), seen.Order());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watch);
        // Nothing came that was not expected.
        _changes.Writer.Complete();
        Assert.Empty(await _changes.Reader.ReadAllAsync().Select(TextOf).ToListAsync());
        _stop.Dispose();
        Files.Dispose();
    }

    private static string TextOf(IndexChange change) => change.From is { } from
        ? $"{change.Kind} {from} {change.Path}"
        : $"{change.Kind} {change.Path}";
}
