using Clip.Cli.Printing;

namespace Clip.Tests.Cli.Printing;

public sealed class FirstIndexingNoticeTests
{
    [Theory]
    [InlineData(1001, 60, "1,001 pictures", "60 per second", "about 15 seconds")]
    [InlineData(20_000, 25, "20,000 pictures", "25 per second", "about 13 minutes")]
    [InlineData(2_000_000, 100, "2,000,000 pictures", "about 6 hours")]
    public void A_long_wait_is_announced_once_with_the_measured_rate(int found, int rate, params string[] parts)
    {
        var said = Run(found, rate, alreadyThere: 0);

        Assert.All(parts, part => Assert.Contains(part, Assert.Single(said)));
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(50_000, 49_500)]
    public void A_short_wait_is_not(int found, int alreadyThere) => Assert.Empty(Run(found, 50, alreadyThere));

    private static List<string> Run(int found, int rate, int alreadyThere)
    {
        List<string> said = [];
        var time = new Clock();
        var passedOn = 0;
        var notice = new FirstIndexingNotice("photos", said.Add, new Next(() => passedOn++), time);
        // Nothing is known while the folder is still being walked.
        notice.Report(new IndexProgress(alreadyThere, alreadyThere + 10, false, alreadyThere));
        for (var i = 1; i <= 500; i++)
        {
            notice.Report(new IndexProgress(alreadyThere + i, found, true, alreadyThere));
            time.Now += TimeSpan.FromSeconds(1.0 / rate);
        }
        Assert.Equal(501, passedOn);
        return said;
    }

    private sealed class Next(Action count) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => count();
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
