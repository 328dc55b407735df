using System.Diagnostics;
using Clip.Hub;
using Clip.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Clip.Hosting;

/// <summary>
/// The model of the application: loaded once, by whoever needs it first, and disposed with the container.
/// </summary>
internal sealed class SharedModel : IDisposable
{
    private readonly ClipOptions _options;
    private readonly IHttpClientFactory _clients;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _gate = new();
    private Task<ClipModel>? _loading;

    public SharedModel(IOptions<ClipOptions> options, IHttpClientFactory clients, ILoggerFactory loggers)
    {
        _options = options.Value;
        _clients = clients;
        _loggers = loggers;
        _logger = loggers.CreateLogger(ClipLog.Category);
    }

    /// <summary>Whether the model is loaded.</summary>
    public bool IsLoaded => Volatile.Read(ref _loading) is { IsCompletedSuccessfully: true };

    /// <summary>The model. A load that failed is tried again by the next caller.</summary>
    /// <exception cref="ClipException">It cannot be downloaded or loaded.</exception>
    public Task<ClipModel> GetAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposal.IsCancellationRequested, typeof(ClipModel));
            if (_loading is null or { IsFaulted: true } or { IsCanceled: true })
                _loading = Task.Run(() => LoadAsync(_disposal.Token), _disposal.Token);
            // One caller that gives up does not stop the load for the others.
            return _loading.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        Task<ClipModel>? loading;
        lock (_gate)
        {
            if (_disposal.IsCancellationRequested)
                return;
            _disposal.Cancel();
            loading = _loading;
        }
        // A load that ends later is disposed of then.
        loading?.ContinueWith(
            static loaded => loaded.Result.Dispose(), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task<ClipModel> LoadAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var options = _options.Loading.Clone();
        options.LoggerFactory ??= _loggers;
        var client = _clients.CreateClient(ClipOptions.HttpClientName);
        using var hub = new ModelHub(_options.Hub ?? HubOptions.FromEnvironment(), client, time: null);
        var log = new DownloadLog(_options.Model, _logger);
        var model = await hub.LoadAsync(_options.Model, options, log, cancellationToken).ConfigureAwait(false);
        ClipLog.Ready(_logger, model.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return model;
    }

    /// <summary>Logs the beginning of a download and its pauses.</summary>
    private sealed class DownloadLog(string model, ILogger logger) : IProgress<PullProgress>
    {
        private PullPause? _pause;
        private bool _hasBegun;

        public void Report(PullProgress value)
        {
            if (value.Pause is { } pause && pause != _pause)
                ClipLog.DownloadPaused(logger, pause.Length.TotalSeconds, pause.Reason);
            _pause = value.Pause;
            if (_hasBegun || value.TotalBytes == 0)
                return;
            _hasBegun = true;
            ClipLog.Downloading(logger, model, value.TotalBytes / 1e6, value.TotalFiles);
        }
    }
}
