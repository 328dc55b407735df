using Clip.Watching;

namespace Clip.Tests.Watching;

public sealed class PendingChangesTests
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_move_is_taken_as_one_and_what_is_written_again_stays()
    {
        using var pending = new PendingChanges(Settling);
        pending.AddMove("a.jpg", "b.jpg");
        pending.AddAgain("half.jpg", Long);
        // What vanished waits a while for what may appear.
        pending.Add("gone.jpg", isDeleted: true);

        await pending.WaitAsync(Long, Stop);
        var first = Assert.NotNull(pending.Take());
        Assert.False(first.IsEverything);
        Assert.Equal(["b.jpg"], first.Changed);
        await pending.WaitAsync(Long, Stop);
        var second = Assert.NotNull(pending.Take());
        Assert.Equal(["a.jpg", "gone.jpg"], second.Changed.Order());
        Assert.Equal(["a.jpg", "gone.jpg"], second.Deleted.Order());
        Assert.Null(pending.Take());
    }

    [Fact]
    public async Task A_file_that_is_deleted_and_made_again_is_not_deleted()
    {
        using var pending = new PendingChanges(Settling);
        pending.Add("a.jpg", isDeleted: true);
        pending.Add("a.jpg", isDeleted: false);

        await pending.WaitAsync(Long, Stop);

        Assert.Empty(Assert.NotNull(pending.Take()).Deleted);
    }

    [Fact]
    public async Task A_walk_over_everything_keeps_what_somebody_deleted_for_later()
    {
        using var pending = new PendingChanges(Settling);
        pending.Add("a.jpg", isDeleted: true);
        pending.Add("b.jpg", isDeleted: false);
        await pending.WaitAsync(Long, Stop);
        pending.AddEverything();

        Assert.True(Assert.NotNull(pending.Take()).IsEverything);
        await pending.WaitAsync(Long, Stop);
        Assert.Equal(["a.jpg"], Assert.NotNull(pending.Take()).Deleted);
    }

    [Fact]
    public async Task A_wait_ends_with_the_first_news_or_when_it_was_long_enough()
    {
        using var pending = new PendingChanges(Settling);
        await pending.WaitAsync(TimeSpan.FromMilliseconds(1), Stop);
        Assert.Null(pending.Take());

        var wait = pending.WaitAsync(Long, Stop);
        Assert.False(wait.IsCompleted);
        pending.AddEverything();
        await wait;

        Assert.True(Assert.NotNull(pending.Take()).IsEverything);
    }
}
