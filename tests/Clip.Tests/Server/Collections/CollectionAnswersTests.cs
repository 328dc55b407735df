using Clip.Server.Collections;
using Clip.Server.Problems;
using Microsoft.Extensions.Hosting;

namespace Clip.Tests.Server.Collections;

/// <summary>Answers that take long are computed once and one at a time.</summary>
public sealed class CollectionAnswersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_ask_for_the_same_share_one_computation()
    {
        using var lifetime = new Lifetime();
        using var answers = new CollectionAnswers(lifetime);
        var gate = new TaskCompletionSource();
        var computed = 0;
        var waiting = Enumerable.Range(0, 5).Select(_ => answers.GetAsync("key", ComputeAsync, Token)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(waiting), static json => Assert.Equal([1, 2, 3], json.ToArray()));
        await answers.GetAsync("key", ComputeAsync, Token);
        Assert.Equal(1, computed);
        Assert.Equal(3, answers.Bytes);

        async Task<ReadOnlyMemory<byte>> ComputeAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref computed);
            await gate.Task.WaitAsync(cancellationToken);
            return new byte[] { 1, 2, 3 };
        }
    }

    [Fact]
    public async Task One_is_computed_at_a_time_and_few_wait()
    {
        using var lifetime = new Lifetime();
        using var answers = new CollectionAnswers(lifetime);
        var gate = new TaskCompletionSource();
        var running = 0;
        var waiting = Enumerable.Range(0, 8).Select(i => answers.GetAsync($"key {i}", ComputeAsync, Token)).ToList();
        var busy = await Assert.ThrowsAsync<RequestException>(() => answers.GetAsync("one more", ComputeAsync, Token));
        Assert.Equal(429, busy.Status);
        Assert.NotNull(busy.RetryAfter);
        gate.SetResult();
        await Task.WhenAll(waiting);

        async Task<ReadOnlyMemory<byte>> ComputeAsync(CancellationToken cancellationToken)
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await gate.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref running);
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    [Fact]
    public async Task A_failure_is_not_kept_and_a_stop_ends_what_runs()
    {
        using var lifetime = new Lifetime();
        using var answers = new CollectionAnswers(lifetime);
        await Assert.ThrowsAsync<InvalidDataException>(() => answers.GetAsync(
            "key", static _ => throw new InvalidDataException(), Token));
        Assert.True((await answers.GetAsync(
            "key", static _ => Task.FromResult(ReadOnlyMemory<byte>.Empty), Token)).IsEmpty);
        var endless = answers.GetAsync("endless", static async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return ReadOnlyMemory<byte>.Empty;
        }, Token);
        lifetime.StopApplication();
        Assert.Equal(503, (await Assert.ThrowsAsync<RequestException>(() => endless)).Status);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
