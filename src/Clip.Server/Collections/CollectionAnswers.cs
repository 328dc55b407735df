using Clip.Server.Caching;
using Clip.Server.Problems;
using Microsoft.Extensions.Hosting;

namespace Clip.Server.Collections;

/// <summary>
/// Answers about whole libraries, which take long: computed one at a time, because each keeps all cores busy, and once
/// for each state of the indexes, whoever asks. Thread-safe.
/// </summary>
internal sealed class CollectionAnswers : IDisposable
{
    private const int MostWaiting = 8;
    private const long MostBytes = 32L << 20;

    /// <summary>Proxies give up after a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How long a computation goes on that nobody waits for.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Job> _running = [];
    private readonly RecentBytes _kept = new(MostBytes);
    private readonly SemaphoreSlim _cores = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _stopping;

    public CollectionAnswers(IHostApplicationLifetime lifetime) =>
        _stopping = lifetime.ApplicationStopping.Register(_stop.Cancel);

    /// <summary>Bytes kept at this moment.</summary>
    public long Bytes => _kept.Bytes;

    /// <summary>An answer, computed if it is not kept.</summary>
    /// <param name="key">Identifies the request and the state of the indexes.</param>
    /// <param name="compute">Computes the answer's JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">
    /// Too many answers are being computed, or this one takes longer than a client waits; it can be asked for again.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(
        string key, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> compute, CancellationToken cancellationToken)
    {
        Job? job;
        lock (_turn)
        {
            if (_kept.TryGet(key, out var kept))
                return kept;
            if (!_running.TryGetValue(key, out job))
            {
                if (_stop.IsCancellationRequested)
                    throw new RequestException(503, "The server is stopping.");
                if (_running.Count == MostWaiting)
                    throw RequestException.Busy(retryAfter: 10);
                job = new Job(_stop.Token);
                _running.Add(key, job);
                job.Answer = Task.Run(() => RunAsync(key, job, compute), CancellationToken.None);
            }
            job.Join();
        }
        try
        {
            return await job.Answer.WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RequestException(503, "The answer is still being computed; ask again in a moment.")
            {
                RetryAfter = 5,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestException(503, _stop.IsCancellationRequested
                ? "The server is stopping."
                : "The answer took too long; ask about fewer pictures, with 'in', 'after' or 'before'.");
        }
        finally
        {
            lock (_turn)
                job.Leave(Grace);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _stop.Cancel();
    }

    private async Task<ReadOnlyMemory<byte>> RunAsync(
        string key, Job job, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> compute)
    {
        try
        {
            await _cores.WaitAsync(job.Stop).ConfigureAwait(false);
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(job.Stop);
                limit.CancelAfter(Longest);
                var json = await compute(limit.Token).ConfigureAwait(false);
                lock (_turn)
                    _kept.Add(key, json);
                return json;
            }
            finally
            {
                _cores.Release();
            }
        }
        finally
        {
            lock (_turn)
            {
                _running.Remove(key);
                job.Dispose();
            }
        }
    }

    /// <summary>A computation and those who wait for it; used under the lock.</summary>
    private sealed class Job(CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        private int _waiting;
        private bool _isOver;

        public CancellationToken Stop => _stop.Token;

        public Task<ReadOnlyMemory<byte>> Answer { get; set; } = null!;

        public void Join()
        {
            _waiting++;
            _stop.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        public void Leave(TimeSpan grace)
        {
            if (--_waiting == 0 && !_isOver)
                _stop.CancelAfter(grace);
        }

        public void Dispose()
        {
            _isOver = true;
            _stop.Dispose();
        }
    }
}
