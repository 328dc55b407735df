using System.Diagnostics;
using System.Threading.Channels;
using Clip.Server.Metrics;
using Clip.Server.Problems;

namespace Clip.Server.Batching;

/// <summary>
/// Encodes what concurrent requests need in common batches. While one batch is encoded, what arrives waits and makes
/// the next one; so an idle server encodes at once, and a busy one as much at a time as possible. Thread-safe.
/// </summary>
/// <typeparam name="TItem">What is encoded.</typeparam>
/// <typeparam name="TResult">What comes out for each.</typeparam>
internal sealed class BatchQueue<TItem, TResult> : IAsyncDisposable
{
    /// <summary>Encodes a batch; each answer is a result or what was wrong with that item.</summary>
    internal delegate Outcome<TResult>[] Encoder(IReadOnlyList<TItem> items, CancellationToken cancellationToken);

    /// <summary>The longest wait for others, and only where the batch before held several.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly string _name;
    private readonly int _capacity;
    private readonly int _largestBatch;
    private readonly Encoder _encode;
    private readonly ServerMetrics _metrics;
    private readonly Task _worker;
    private int _waiting;
    private double _secondsPerItem = 0.01;

    /// <param name="name">The name in metrics.</param>
    /// <param name="capacity">The most items that wait.</param>
    /// <param name="largestBatch">The most items that are encoded at a time.</param>
    /// <param name="encode">Encodes a batch, on this queue's thread.</param>
    /// <param name="metrics">Counts batches.</param>
    public BatchQueue(string name, int capacity, int largestBatch, Encoder encode, ServerMetrics metrics)
    {
        (_name, _capacity, _largestBatch, _encode, _metrics) = (name, capacity, largestBatch, encode, metrics);
        metrics.AddGauge($"clip_queue_length{{queue=\"{name}\"}}", () => Volatile.Read(ref _waiting));
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>Items that wait or are being encoded.</summary>
    public int Count => Volatile.Read(ref _waiting);

    /// <summary>Encodes items, possibly together with those of other requests.</summary>
    /// <returns>The results, in the order of the items.</returns>
    /// <exception cref="RequestException">The queue is full.</exception>
    public async Task<TResult[]> EncodeAsync(IReadOnlyList<TItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return [];
        if (Interlocked.Add(ref _waiting, items.Count) > _capacity)
        {
            Interlocked.Add(ref _waiting, -items.Count);
            throw RequestException.Busy(RetryAfter());
        }
        var waiting = new Waiting[items.Count];
        for (var i = 0; i < waiting.Length; i++)
        {
            waiting[i] = new Waiting(items[i], cancellationToken);
            if (!_queue.Writer.TryWrite(waiting[i]))
            {
                Interlocked.Add(ref _waiting, -(items.Count - i));
                throw Stopping();
            }
        }
        // A client that leaves need not wait for the batch that its items are in.
        return await Task.WhenAll(waiting.Select(static item => item.Done.Task))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers what waits or is being encoded with an error, and whatever comes.</summary>
    public async Task StopAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        var batch = new List<Waiting>(_largestBatch);
        var before = 0;
        try
        {
            while (!_stop.IsCancellationRequested
                && await _queue.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
            {
                await FillAsync(batch, before).ConfigureAwait(false);
                before = batch.Count;
                Encode(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // What still waits is answered below.
        }
        while (_queue.Reader.TryRead(out var left))
            batch.Add(left);
        foreach (var left in batch)
            Finish(left, new Outcome<TResult>(Stopping()));
    }

    /// <summary>
    /// Takes what waits. Clients that were answered together ask again together, so after a batch of several the next
    /// one waits a little for as many.
    /// </summary>
    private async Task FillAsync(List<Waiting> batch, int before)
    {
        Take(batch);
        if (before < 2)
            return;
        var began = Stopwatch.GetTimestamp();
        var wanted = Math.Min(before, _largestBatch);
        while (batch.Count < wanted && LongestWait - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } left)
        {
            var more = _queue.Reader.WaitToReadAsync(_stop.Token).AsTask();
            if (await Task.WhenAny(more, Task.Delay(left, _stop.Token)).ConfigureAwait(false) != more)
                return;
            Take(batch);
        }
    }

    private void Take(List<Waiting> batch)
    {
        while (batch.Count < _largestBatch && _queue.Reader.TryRead(out var item))
        {
            if (item.Cancellation.IsCancellationRequested)
                Finish(item, new Outcome<TResult>(new OperationCanceledException(item.Cancellation)));
            else
                batch.Add(item);
        }
    }

    private void Encode(List<Waiting> batch)
    {
        if (batch.Count == 0)
            return;
        var began = Stopwatch.GetTimestamp();
        var outcomes = Run(batch);
        _metrics.CountBatch(_name, batch.Count);
        for (var i = 0; i < batch.Count; i++)
            Finish(batch[i], outcomes[i]);
        var perItem = Stopwatch.GetElapsedTime(began).TotalSeconds / batch.Count;
        Volatile.Write(ref _secondsPerItem, (0.8 * Volatile.Read(ref _secondsPerItem)) + (0.2 * perItem));
    }

    private Outcome<TResult>[] Run(List<Waiting> batch)
    {
        try
        {
            return _encode([.. batch.Select(static item => item.Item)], _stop.Token);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return [.. batch.Select(static _ => new Outcome<TResult>(Stopping()))];
        }
        catch (Exception error) when (batch.Count == 1 || error is OperationCanceledException)
        {
            return [.. batch.Select(_ => new Outcome<TResult>(error))];
        }
        catch (Exception)
        {
            // One item must not fail the requests of others.
            return [.. batch.SelectMany(item => Run([item]))];
        }
    }

    private void Finish(Waiting item, Outcome<TResult> outcome)
    {
        Interlocked.Decrement(ref _waiting);
        if (outcome.Error is { } error)
        {
            item.Done.TrySetException(error);
            // Not every request still waits for its items.
            _ = item.Done.Task.Exception;
        }
        else
        {
            item.Done.TrySetResult(outcome.Result);
        }
    }

    private static RequestException Stopping() => new(503, "The server is stopping.") { RetryAfter = 5 };

    private int RetryAfter() =>
        (int)Math.Clamp(Math.Ceiling(Volatile.Read(ref _secondsPerItem) * Count / 2), 1, 60);

    private sealed record Waiting(TItem Item, CancellationToken Cancellation)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
