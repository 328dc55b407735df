using Clip.Vectors;

namespace Clip.Tests.Vectors;

public sealed class ParallelRunTests
{
    [Fact]
    public void A_run_ends_when_every_part_is_done_once_even_if_workers_start_late()
    {
        const int parts = 50;
        var done = new int[parts];
        var next = 0;
        var highestWorker = 0;
        var run = new ParallelRun(worker =>
        {
            InterlockedMax(ref highestWorker, worker);
            while (true)
            {
                var part = Interlocked.Increment(ref next) - 1;
                if (part >= parts)
                    return;
                Interlocked.Increment(ref done[part]);
            }
        });
        // The runs are so short that many workers start when their run, or the next one, is over.
        for (var round = 1; round <= 20_000; round++)
        {
            Volatile.Write(ref next, 0);
            run.Run(workers: 1 + round % 6);
            Assert.All(done, times => Assert.Equal(round, times));
        }
        Assert.InRange(highestWorker, 0, 5);
    }

    [Fact]
    public void An_exception_of_a_worker_is_thrown_when_all_have_finished_and_the_next_run_is_unaffected()
    {
        var isFailing = true;
        var run = new ParallelRun(worker =>
        {
            if (Volatile.Read(ref isFailing))
                throw new InvalidOperationException($"worker {worker}");
        });

        for (var round = 0; round < 100; round++)
            Assert.StartsWith("worker ", Assert.Throws<InvalidOperationException>(() => run.Run(4)).Message);
        Volatile.Write(ref isFailing, false);
        run.Run(4);
    }

    private static void InterlockedMax(ref int highest, int value)
    {
        for (var seen = Volatile.Read(ref highest); seen < value; seen = Volatile.Read(ref highest))
            Interlocked.CompareExchange(ref highest, value, seen);
    }
}
