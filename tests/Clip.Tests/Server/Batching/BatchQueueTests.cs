using System.Collections.Concurrent;
using Clip.Server.Batching;
using Clip.Server.Metrics;
using Clip.Server.Problems;

namespace Clip.Tests.Server.Batching;

/// <summary>Items of concurrent requests share batches, and none harms another.</summary>
public sealed class BatchQueueTests : IDisposable
{
    private readonly ConcurrentQueue<int> _batches = new();
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task What_arrives_while_a_batch_is_encoded_makes_the_next_one()
    {
        await using var queue = Queue(capacity: 100, largest: 64);
        var first = queue.EncodeAsync([1], CancellationToken.None);
        await WaitForAsync(() => _batches.Count == 1);
        var others = Enumerable.Range(2, 20).Select(i => queue.EncodeAsync([i], CancellationToken.None)).ToList();
        _gate.Release(2);
        var answer1 = await first;
        Assert.Equal([10], answer1);
        var answers = await Task.WhenAll(others);
        Assert.Equal(Enumerable.Range(2, 20).Select(static i => i * 10), answers.Select(static answer => answer[0]));
        Assert.Equal([1, 20], _batches);
    }

    [Fact]
    public async Task A_full_queue_turns_requests_away_and_takes_them_again_later()
    {
        await using var queue = Queue(capacity: 3, largest: 64);
        var waiting = queue.EncodeAsync([1, 2, 3], CancellationToken.None);
        var error = await Assert.ThrowsAsync<RequestException>(() => queue.EncodeAsync([4], CancellationToken.None));
        Assert.Equal(429, error.Status);
        Assert.InRange(error.RetryAfter!.Value, 1, 60);
        _gate.Release(10);
        var answer2 = await waiting;
        Assert.Equal([10, 20, 30], answer2);
        var answer3 = await queue.EncodeAsync([4], CancellationToken.None);
        Assert.Equal([40], answer3);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_queue_that_is_stopped_answers_what_waits_and_what_comes()
    {
        var begun = new TaskCompletionSource();
        using var metrics = new ServerMetrics();
        await using var queue = new BatchQueue<int, int>("test", 100, 1, (_, token) =>
        {
            begun.TrySetResult();
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
            return [];
        }, metrics);
        var encoded = queue.EncodeAsync([1], CancellationToken.None);
        await begun.Task;
        var waiting = queue.EncodeAsync([2, 3], CancellationToken.None);
        await queue.StopAsync();
        foreach (var request in (Task[])[encoded, waiting, queue.EncodeAsync([4], CancellationToken.None)])
            Assert.Equal(503, (await Assert.ThrowsAsync<RequestException>(() => request)).Status);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_client_that_leaves_is_not_encoded_for()
    {
        await using var queue = Queue(capacity: 100, largest: 64);
        var first = queue.EncodeAsync([1], CancellationToken.None);
        await WaitForAsync(() => _batches.Count == 1);
        using var left = new CancellationTokenSource();
        var leaving = queue.EncodeAsync([2, 3], left.Token);
        var staying = queue.EncodeAsync([4], CancellationToken.None);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        _gate.Release(10);
        await Task.WhenAll(first, staying);
        Assert.Equal([1, 1], _batches);
        await WaitForAsync(() => queue.Count == 0);
    }

    [Fact]
    public async Task An_item_that_fails_fails_its_own_request_alone()
    {
        await using var queue = Queue(capacity: 100, largest: 64);
        var first = queue.EncodeAsync([1], CancellationToken.None);
        await WaitForAsync(() => _batches.Count == 1);
        var bad = queue.EncodeAsync([-1], CancellationToken.None);
        var good = queue.EncodeAsync([5], CancellationToken.None);
        _gate.Release(10);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
        var answer4 = await good;
        Assert.Equal([50], answer4);
        var answer5 = await first;
        Assert.Equal([10], answer5);
    }

    [Fact]
    public async Task Requests_that_wait_when_the_server_stops_are_told_so()
    {
        var queue = Queue(capacity: 100, largest: 1);
        var first = queue.EncodeAsync([1], CancellationToken.None);
        await WaitForAsync(() => _batches.Count == 1);
        var second = queue.EncodeAsync([2], CancellationToken.None);
        var stopping = queue.DisposeAsync();
        _gate.Release(10);
        await stopping;
        var answer6 = await first;
        Assert.Equal([10], answer6);
        var error = await Assert.ThrowsAsync<RequestException>(() => second);
        Assert.Equal(503, error.Status);
    }

    private BatchQueue<int, int> Queue(int capacity, int largest) => new(
        "test", capacity, largest,
        (items, _) =>
        {
            _batches.Enqueue(items.Count);
            _gate.Wait(CancellationToken.None);
            // As an encoder that cannot say which item is at fault.
            if (items.Contains(-1))
            {
                _gate.Release();
                throw new InvalidDataException();
            }
            return [.. items.Select(static item => new Outcome<int>(item * 10))];
        },
        new ServerMetrics());

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }
}
