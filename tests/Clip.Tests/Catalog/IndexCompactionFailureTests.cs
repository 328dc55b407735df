using Clip.Catalog.Maintenance;
using static Clip.Tests.Catalog.IndexCompactionTests;

namespace Clip.Tests.Catalog;

/// <summary>A compaction that does not finish loses nothing.</summary>
public sealed class IndexCompactionFailureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_kill_at_any_step_leaves_the_index_as_it_was_or_as_it_is_after()
    {
        using var folder = WithDeadRows(pictures: 9000);
        using var index = folder.Write();
        var before = Answers(folder);
        var steps = 0;

        // The files as another process would find them if this one ended now.
        IndexCompaction.Run(index, new Steps(_ =>
        {
            steps++;
            using var killed = folder.CopyOfFiles();
            AssertIntact(killed, before);
            using (var writer = killed.Write())
            {
                AssertIntact(killed, before);
                Assert.Single(VectorFiles(killed));
                IndexFolder.Add(writer, 20_000);
                writer.Commit();
                IndexCompaction.Run(writer, cancellationToken: Stop);
                Assert.Equal(0, writer.DeadCount);
            }
        }), Stop);

        // Vectors copied, entries moved twice and at the end, ready to commit, committed.
        Assert.InRange(steps, 5, 20);
        AssertIntact(folder, before);
    }

    [Fact]
    public void A_compaction_that_is_stopped_at_any_step_leaves_the_index_as_it_was()
    {
        using var folder = WithDeadRows(pictures: 9000);
        using var index = folder.Write();
        var before = Answers(folder);
        var dead = index.DeadCount;
        var stops = 0;
        while (true)
        {
            using var stop = new CancellationTokenSource();
            var steps = 0;
            try
            {
                IndexCompaction.Run(index, new Steps(_ => StopAt(steps++)), stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(dead, index.DeadCount);
                AssertIntact(folder, before);
                Assert.Equal(folder.Vectors, Assert.Single(VectorFiles(folder)));
                stops++;
            }

            void StopAt(int step)
            {
                if (step == stops)
                    stop.Cancel();
            }
        }
        Assert.InRange(stops, 4, 20);
        AssertIntact(folder, before);
        Assert.Equal(0, index.DeadCount);
    }

    [Fact]
    public async Task A_disk_that_fills_up_at_any_step_loses_nothing()
    {
        await using var disk = await TemporaryFileSystem.MountAsync("6m");
        var folder = new IndexFolder(disk.Path);
        var index = folder.Write();
        for (var content = 0; content < 4000; content++)
            Add(index, content);
        index.Commit();
        for (var content = 0; content < 4000; content += 3)
            index.RemoveFile($"{content}.jpg");
        index.Commit();
        var before = Answers(folder);
        var dead = index.DeadCount;
        var ballast = Path.Combine(disk.Path, "ballast");
        var refused = 0;
        for (var room = 0; ; room += 64 * 1024)
        {
            var free = new DriveInfo(disk.Path).AvailableFreeSpace;
            await File.WriteAllBytesAsync(ballast, new byte[Math.Max(0, free - room)], Stop);
            try
            {
                Assert.Equal(dead, IndexCompaction.Run(index, cancellationToken: Stop));
                break;
            }
            catch (IndexException full)
            {
                Assert.Contains("disk is full", full.Problem);
                refused++;
            }
            // With the disk still full, and as the next process finds it.
            AssertIntact(folder, before);
            File.Delete(ballast);
            index.Dispose();
            index = folder.Write();
            AssertIntact(folder, before);
            Assert.Equal(folder.Vectors, Assert.Single(VectorFiles(folder)));
        }
        Assert.InRange(refused, 3, 60);
        AssertIntact(folder, before);
        index.Dispose();
    }

    private sealed class Steps(Action<double> step) : IProgress<double>
    {
        public void Report(double value) => step(value);
    }
}
