using Clip.Indexing;

namespace Clip.Tests.Indexing;

/// <summary>The progress of a run ends at its total, whatever happens to files meanwhile.</summary>
public class RunProgressTests
{
    [Theory]
    [InlineData(0)] // before the files are counted
    [InlineData(1)] // between the count and the total
    [InlineData(2)] // afterwards
    public void A_file_that_vanishes_is_not_waited_for_whenever_that_is_noticed(int moment)
    {
        var reports = new Reports();
        var progress = new RunProgress(reports);
        for (var i = 0; i < 3; i++)
            progress.CountFound();

        TakeBackAt(0);
        const long counted = 3; // by the walk, which found all of them
        TakeBackAt(1);
        progress.SetTotal(counted);
        TakeBackAt(2);
        progress.CountStored();
        progress.CountStored();

        Assert.Equal(new IndexProgress(2, 2, true, 0), reports.Last);

        void TakeBackAt(int now)
        {
            if (now == moment)
                progress.TakeBackFound();
        }
    }

    [Fact]
    public void More_files_than_were_counted_move_the_total()
    {
        var reports = new Reports();
        var progress = new RunProgress(reports);
        progress.SetTotal(1);

        progress.CountSkipped();
        progress.CountSkipped();

        Assert.Equal(new IndexProgress(2, 2, true, 2), reports.Last);
    }

    private sealed class Reports : IProgress<IndexProgress>
    {
        public IndexProgress Last { get; private set; }

        public void Report(IndexProgress value) => Last = value;
    }
}
