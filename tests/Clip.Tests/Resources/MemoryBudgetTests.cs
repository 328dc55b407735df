using System.Diagnostics;

namespace Clip.Tests.Resources;

public class MemoryBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Threads_together_never_use_more_than_the_budget_and_all_of_them_end()
    {
        var budget = new MemoryBudget(1000);
        var most = 0L;
        // 16 decoders as in an index run: a file, then its pixels, up to the whole budget.
        var threads = Enumerable.Range(0, 16).Select(seed => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                for (var picture = 0; picture < 200; picture++)
                {
                    using var file = budget.ReserveFile(random.Next(1, 300), Token);
                    using var pixels = budget.ReservePixels(random.Next(1, 500), Token);
                    InterlockedMax(ref most, budget.UsedBytes);
                    Thread.Yield();
                    pixels.ShrinkTo(random.Next(1, 500));
                }
            },
            Token, TaskCreationOptions.LongRunning, TaskScheduler.Default));

        await Task.WhenAll(threads).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.InRange(most, 500, 1000);
        Assert.Equal(0, budget.UsedBytes);
    }

    [Fact]
    public async Task A_large_picture_is_not_passed_by_smaller_ones_that_came_later()
    {
        var budget = new MemoryBudget(100);
        var first = budget.ReservePixels(50, Token);
        var large = Task.Run(() => budget.ReservePixels(90, Token), Token);
        await WaitingAsync(budget, 1);
        var small = Task.Run(() => budget.ReservePixels(10, Token), Token);
        await WaitingAsync(budget, 2);

        first.Dispose();

        using (await large.WaitAsync(TimeSpan.FromSeconds(10), Token))
            (await small.WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
        Assert.Equal(0, budget.UsedBytes);
    }

    [Fact]
    public async Task A_picture_that_needs_more_than_the_budget_is_decoded_while_no_other_is()
    {
        var budget = new MemoryBudget(100);
        var other = budget.ReservePixels(1, Token);
        var huge = Task.Run(() => budget.ReservePixels(1_000, Token), Token);
        await WaitingAsync(budget, 1);

        other.Dispose();

        (await huge.WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
        Assert.True(budget.Refuses(101));
        Assert.False(budget.Refuses(100));
        Assert.False(MemoryBudget.Default.Refuses(long.MaxValue));
    }

    [Fact]
    public async Task Those_who_hold_a_file_go_on_before_further_files_are_read()
    {
        var budget = new MemoryBudget(100);
        using var file = budget.ReserveFile(40, Token);
        var decoding = budget.ReservePixels(50, Token);
        var another = Task.Run(() => budget.ReserveFile(30, Token), Token); // more than half of the budget in files
        await WaitingAsync(budget, 1);
        Assert.Equal(90, budget.UsedBytes);

        // The holder of a file gets pixels, although another file has waited for longer.
        var pixels = Task.Run(() => budget.ReservePixels(60, Token), Token);
        await WaitingAsync(budget, 2);
        decoding.Dispose();

        using (await pixels.WaitAsync(TimeSpan.FromSeconds(10), Token))
            Assert.False(another.IsCompleted);
        file.Dispose();
        (await another.WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
    }

    [Fact]
    public async Task Who_stops_waiting_makes_room_for_the_next()
    {
        var budget = new MemoryBudget(100);
        using var first = budget.ReservePixels(60, Token);
        using var stop = new CancellationTokenSource();
        var large = Task.Run(() => budget.ReservePixels(90, stop.Token), Token);
        await WaitingAsync(budget, 1);
        var small = Task.Run(() => budget.ReservePixels(10, Token), Token);
        await WaitingAsync(budget, 2);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small.WaitAsync(TimeSpan.FromSeconds(10), Token)).Dispose();
    }

    [Fact]
    public void A_large_model_leaves_half_of_the_budget_to_pictures()
    {
        var budget = new MemoryBudget(100);
        using (budget.Occupy(1_000_000))
            budget.ReservePixels(50, Token).Dispose();
        Assert.Equal(0, budget.UsedBytes);
    }

    [Fact]
    public void The_default_is_a_share_of_the_machine()
    {
        Assert.InRange(MemoryBudget.Default.Bytes, 512L << 20, Math.Max(512L << 20, MemoryBudget.MachineBytes / 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryBudget(0));
    }

    /// <summary>Returns once as many calls wait.</summary>
    private static async Task WaitingAsync(MemoryBudget budget, int calls)
    {
        var clock = Stopwatch.StartNew();
        while (budget.WaitingCount < calls && clock.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(1, Token);
        Assert.Equal(calls, budget.WaitingCount);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
