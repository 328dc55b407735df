using Clip.Vectors;

namespace Clip.Tests.Vectors;

public sealed class CrewTests
{
    [Fact]
    public void Every_part_is_done_once_and_before_the_run_ends_however_late_the_others_come()
    {
        const int parts = 50;
        var done = new int[parts];
        var next = 0;
        var mostPresent = 0;
        var crew = new Crew(worker =>
        {
            InterlockedMax(ref mostPresent, worker);
            for (var part = Interlocked.Increment(ref next) - 1; part < parts; part = Interlocked.Increment(ref next) - 1)
                Interlocked.Increment(ref done[part]);
        });
        // Runs so short that many who were called come when their run, or the next one, is over.
        for (var run = 1; run <= 20_000; run++)
        {
            Volatile.Write(ref next, 0);
            crew.Run(workers: 1 + run % 6);
            Assert.All(done, times => Assert.Equal(run, times));
        }
        Assert.InRange(mostPresent, 0, 5);
    }

    [Fact]
    public void What_a_worker_throws_is_thrown_when_all_have_stopped_and_the_next_run_is_a_new_one()
    {
        var isFailing = true;
        var crew = new Crew(worker =>
        {
            if (Volatile.Read(ref isFailing))
                throw new InvalidOperationException($"worker {worker}");
        });

        for (var run = 0; run < 100; run++)
            Assert.StartsWith("worker ", Assert.Throws<InvalidOperationException>(() => crew.Run(4)).Message);
        Volatile.Write(ref isFailing, false);
        crew.Run(4);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
