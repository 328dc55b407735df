using Clip.Watching;

namespace Clip.Tests.Watching;

public sealed class PendingChangesTests
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1);

    // Events have a margin besides.
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_move_is_taken_as_one_and_what_is_written_again_stays()
    {
        var clock = new SetTime();
        var pending = new PendingChanges(Settling, clock);
        pending.AddMove("a.jpg", "b.jpg");
        pending.AddAgain("half.jpg", Long);
        // What vanished waits a while for what may appear.
        pending.Add("gone.jpg", isDeleted: true);

        Assert.Null(pending.Take());
        clock.Add(Settled);
        var first = Assert.NotNull(pending.Take());
        Assert.False(first.IsEverything);
        Assert.Equal(["b.jpg"], first.Changed);
        Assert.Null(pending.Take());
        clock.Add(TimeSpan.FromSeconds(1));
        var second = Assert.NotNull(pending.Take());
        Assert.Equal(["a.jpg", "gone.jpg"], second.Changed.Order());
        Assert.Equal(["a.jpg", "gone.jpg"], second.Deleted.Order());
        Assert.Null(pending.Take());
        clock.Add(Long);
        Assert.Equal(["half.jpg"], Assert.NotNull(pending.Take()).Changed);
    }

    [Fact]
    public void A_file_that_is_deleted_and_made_again_is_not_deleted()
    {
        var clock = new SetTime();
        var pending = new PendingChanges(Settling, clock);
        pending.Add("a.jpg", isDeleted: true);
        pending.Add("a.jpg", isDeleted: false);
        clock.Add(Settled);

        var taken = Assert.NotNull(pending.Take());

        Assert.Equal(["a.jpg"], taken.Changed);
        Assert.Empty(taken.Deleted);
    }

    [Fact]
    public void What_somebody_deleted_comes_before_a_walk_over_everything_but_does_not_keep_it_off()
    {
        var clock = new SetTime();
        var pending = new PendingChanges(Settling, clock);
        pending.Add("a.jpg", isDeleted: true);
        pending.Add("b.jpg", isDeleted: false);
        clock.Add(Settled);
        pending.AddEverything();

        var first = Assert.NotNull(pending.Take());
        Assert.Equal((false, "a.jpg"), (first.IsEverything, first.Deleted.Single()));
        Assert.Equal(["a.jpg", "b.jpg"], first.Changed.Order());
        // What could not be stored is still first.
        pending.PutBack(first.Changed, first.Deleted, TimeSpan.Zero);
        Assert.Equal(["a.jpg"], Assert.NotNull(pending.Take()).Deleted);
        pending.Add("c.jpg", isDeleted: true);
        pending.Add("d.jpg", isDeleted: false);
        clock.Add(Settled);
        Assert.True(Assert.NotNull(pending.Take()).IsEverything);
        Assert.Equal(["c.jpg"], Assert.NotNull(pending.Take()).Deleted);
        Assert.Null(pending.Take());
    }

    [Fact]
    public void What_a_run_could_not_store_comes_back_unless_more_was_heard_of_it()
    {
        var clock = new SetTime();
        var pending = new PendingChanges(Settling, clock);
        pending.Add("a.jpg", isDeleted: true);
        pending.Add("b.jpg", isDeleted: true);
        clock.Add(Settled);
        var (_, changed, deleted) = Assert.NotNull(pending.Take());
        pending.Add("b.jpg", isDeleted: false);

        pending.PutBack(changed, deleted, Long);

        clock.Add(Settled);
        Assert.Equal(["b.jpg"], Assert.NotNull(pending.Take()).Changed);
        clock.Add(Long);
        Assert.Equal(["a.jpg"], Assert.NotNull(pending.Take()).Deleted);
    }

    [Fact]
    public async Task A_wait_ends_with_the_first_news_or_when_it_was_long_enough()
    {
        var pending = new PendingChanges(Settling);
        await pending.WaitAsync(TimeSpan.FromMilliseconds(1), Stop);
        Assert.Null(pending.Take());

        var wait = pending.WaitAsync(Long, Stop);
        Assert.False(wait.IsCompleted);
        pending.AddEverything();
        await wait;

        Assert.True(Assert.NotNull(pending.Take()).IsEverything);
    }

    private sealed class SetTime : TimeProvider
    {
        private TimeSpan _now = TimeSpan.FromSeconds(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Add(TimeSpan time) => _now += time;
    }
}
