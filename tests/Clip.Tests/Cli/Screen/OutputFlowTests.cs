using Clip.Cli.Screen;

namespace Clip.Tests.Cli.Screen;

/// <summary>How much is sent to a terminal, by how fast it answers.</summary>
public sealed class OutputFlowTests
{
    private readonly SetTime _time = new();

    [Fact]
    public void A_slow_connection_is_never_sent_more_than_it_takes_in_half_a_second()
    {
        const double perSecond = 2000;
        var flow = new OutputFlow(_time);
        var most = 0;
        for (var i = 0; i < 50; i++)
        {
            Assert.True(flow.Room > 0);
            var length = flow.Room;
            Assert.Equal(OutputFlow.Question, flow.Send(length));
            Assert.Equal(0, flow.Room);
            _time.Pass(length / perSecond + 0.08);
            Assert.True(flow.Take("[0n"));
            most = i > 3 ? Math.Max(most, length) : 0;
        }
        Assert.InRange(most, 256, perSecond * 0.6);
    }

    [Fact]
    public void A_fast_one_soon_gets_whole_screens_also_around_the_world()
    {
        var flow = new OutputFlow(_time);
        for (var i = 0; i < 10; i++)
        {
            flow.Send(flow.Room);
            _time.Pass(0.3); // the time that an answer takes
            flow.Take("[0n");
        }
        Assert.True(flow.Room >= 100_000);
        // Little is not worth a question.
        Assert.Equal("", flow.Send(100));
        Assert.False(flow.IsWaiting);
    }

    [Fact]
    public void A_terminal_that_does_not_answer_gets_everything_and_one_that_does_later_is_believed()
    {
        var flow = new OutputFlow(_time);
        flow.Send(flow.Room);
        Assert.Equal(0, flow.Room);
        Assert.True(flow.Remaining > TimeSpan.Zero);
        _time.Pass(2);
        Assert.Equal(int.MaxValue, flow.Room);
        Assert.Equal("", flow.Send(5000));

        Assert.False(flow.Take("[?1;2c"));
        Assert.True(flow.Take("[0n"));
        Assert.InRange(flow.Room, 1, 5000);
    }

    [Fact]
    public void A_lost_answer_stops_nothing_for_long()
    {
        var flow = new OutputFlow(_time);
        flow.Send(300);
        flow.Take("[0n");
        flow.Send(flow.Room);
        Assert.Equal(0, flow.Room);
        _time.Pass(11);
        Assert.InRange(flow.Room, 1, 5000);
        Assert.False(flow.IsWaiting);
    }

    private sealed class SetTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now;

        public void Pass(double seconds) => _now += (long)(seconds * 1000);
    }
}
