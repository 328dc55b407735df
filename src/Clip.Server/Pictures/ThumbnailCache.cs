using Clip.Server.Caching;
using Clip.Server.Metrics;

namespace Clip.Server.Pictures;

/// <summary>
/// Thumbnails in memory, up to a limit; those that have not been asked for the longest are dropped. Made on at most as
/// many threads as there are cores, and only once where several requests ask for the same. Thread-safe.
/// </summary>
internal sealed class ThumbnailCache : IDisposable
{
    private readonly Lock _turn = new();
    private readonly RecentBytes _kept;
    private readonly Dictionary<string, Task<ReadOnlyMemory<byte>>> _making = [];
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    public ThumbnailCache(ClipServerOptions options, ServerMetrics metrics)
    {
        _kept = new RecentBytes(options.ThumbnailCacheBytes);
        metrics.AddGauge("clip_thumbnail_cache_bytes", () => Bytes);
    }

    /// <summary>Bytes kept at this moment.</summary>
    public long Bytes => _kept.Bytes;

    /// <summary>A thumbnail, made if it is not kept.</summary>
    /// <param name="key">Identifies the content and the size.</param>
    /// <param name="open">Opens the picture.</param>
    /// <param name="make">Makes it of the picture's file.</param>
    /// <param name="cancellationToken">Ends the wait; what others wait for is made nevertheless.</param>
    public async Task<ReadOnlyMemory<byte>> GetAsync(
        string key, Func<Task<OpenedPicture>> open, Func<string, ReadOnlyMemory<byte>> make,
        CancellationToken cancellationToken)
    {
        Task<ReadOnlyMemory<byte>>? task;
        lock (_turn)
        {
            if (_kept.TryGet(key, out var kept))
                return kept;
            if (!_making.TryGetValue(key, out task))
            {
                task = Task.Run(() => MakeAsync(key, open, make), CancellationToken.None);
                _making.Add(key, task);
            }
        }
        return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _cores.Dispose();

    private async Task<ReadOnlyMemory<byte>> MakeAsync(
        string key, Func<Task<OpenedPicture>> open, Func<string, ReadOnlyMemory<byte>> make)
    {
        try
        {
            using var picture = await open().ConfigureAwait(false);
            var jpeg = await MakeAsync(picture.Path, make).ConfigureAwait(false);
            lock (_turn)
                _kept.Add(key, jpeg);
            return jpeg;
        }
        finally
        {
            lock (_turn)
                _making.Remove(key);
        }
    }

    private async Task<ReadOnlyMemory<byte>> MakeAsync(string path, Func<string, ReadOnlyMemory<byte>> make)
    {
        await _cores.WaitAsync().ConfigureAwait(false);
        try
        {
            return make(path);
        }
        finally
        {
            _cores.Release();
        }
    }
}
