using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Clip.Catalog.Maintenance;
using Clip.Catalog.Writing;

namespace Clip.Tests.Catalog;

/// <summary>What was reported done stays, whatever happens to the writer or the disk.</summary>
public sealed class IndexDurabilityTests
{
    private const string ChildVariable = "CLIP_TESTS_WRITE_INDEX_IN";
    private const int Batch = 25;

    /// <summary>How many writers are killed; CLIPSEARCH_TEST_KILLS asks for more or fewer.</summary>
    private static readonly int Kills = int.TryParse(
        Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_KILLS"), CultureInfo.InvariantCulture, out var kills)
        ? kills
        : 100;

    /// <summary>This test program, which is started as a writer.</summary>
    internal static string Program { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Clip.Tests.exe" : "Clip.Tests");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_loses_no_commit_and_writing_continues_when_there_is_space()
    {
        await using var disk = await TemporaryFileSystem.MountAsync("1m");
        var folder = new IndexFolder(disk.Path);
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[256 * 1024], Stop);
        using var index = folder.Write();
        var committed = 0;

        void WriteForever()
        {
            for (; ; committed += Batch)
            {
                for (var i = 0; i < Batch; i++)
                    IndexFolder.Add(index, committed + i);
                index.Commit();
            }
        }
        var full = Assert.Throws<IndexException>(WriteForever);

        Assert.Contains("disk is full", full.Problem);
        Assert.InRange(committed, Batch, 100_000);
        Assert.Equal(committed, index.PictureCount);
        Assert.Equal(["7.jpg"], folder.Find(7));
        using (var reader = folder.Read())
        {
            Assert.Equal(committed, reader.FileCount);
            Assert.True(IndexFolder.Verify(reader).IsHealthy);
        }

        File.Delete(ballast);
        for (var i = 0; i < Batch; i++)
            IndexFolder.Add(index, committed + i);
        index.Commit();
        Assert.Equal(committed + Batch, index.PictureCount);
        Assert.True(IndexFolder.Verify(index).IsHealthy);
    }

    [Fact]
    public async Task A_disk_that_is_full_from_the_start_is_reported()
    {
        await using var disk = await TemporaryFileSystem.MountAsync("64k");
        var folder = new IndexFolder(disk.Path);
        var ballast = Path.Combine(disk.Path, "ballast");
        try
        {
            await File.WriteAllBytesAsync(ballast, new byte[1 << 20], Stop);
        }
        catch (IOException)
        {
            // As full as it gets.
        }

        Assert.Contains("disk is full", Assert.Throws<IndexException>(folder.Write).Problem);
        File.Delete(ballast);
        Assert.Throws<IndexException>(folder.Read);
    }

    [Fact]
    public async Task A_killed_writer_leaves_all_of_its_commits_and_no_part_of_another()
    {
        var random = new Random(6);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var folder = new IndexFolder();
            var reported = await WriteUntilKilledAsync(folder.Root, reports: kill % 12, random.NextDouble());

            AssertWhole(folder, reported);
            using (var writer = folder.Write())
            {
                AssertWhole(folder, reported);
                Assert.Single(Directory.GetFiles(folder.Location.Directory, "vectors-*"));
                // Going on from here ends as if nothing had happened.
                for (var content = (int)writer.PictureCount; content < reported + 10 * Batch; content++)
                    IndexFolder.Add(writer, content);
                writer.Commit();
                AssertWhole(folder, reported + 10 * Batch);
            }
        }
    }

    private static void AssertWhole(IndexFolder folder, int reported)
    {
        using var index = folder.Read();
        Assert.InRange(index.PictureCount, reported, int.MaxValue);
        Assert.Equal(0, index.PictureCount % Batch);
        Assert.Equal(index.PictureCount, index.FileCount);
        Assert.True(IndexFolder.Verify(index).IsHealthy);
        if (reported > 0)
            Assert.Equal([$"{reported - 1}.jpg"], IndexFolder.Find(index, reported - 1));
    }

    /// <param name="root">Where it writes.</param>
    /// <param name="reports">After how many further reports it is killed.</param>
    /// <param name="moment">When after the last of them, in the time that one batch takes.</param>
    /// <returns>How many pictures the writer had reported as committed when it was killed.</returns>
    private static async Task<int> WriteUntilKilledAsync(string root, int reports, double moment)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            Environment = { [ChildVariable] = root },
        };
        using var child = ChildProcess.Start(start);
        var reported = 0;
        var batch = TimeSpan.FromMilliseconds(5);
        var clock = Stopwatch.StartNew();
        // The last report that is read is somewhere in the middle of the next batches' writing.
        for (var report = 0; report <= reports; report++)
        {
            clock.Restart();
            var line = await child.StandardOutput.ReadLineAsync(Stop);
            reported = int.Parse(line!, CultureInfo.InvariantCulture);
            if (report > 0)
                batch = clock.Elapsed;
        }
        clock.Restart();
        SpinWait.SpinUntil(() => clock.Elapsed >= moment * batch);
        child.Kill();
        await child.WaitForExitAsync(Stop);
        // What it reported before it died counts too.
        while (await child.StandardOutput.ReadLineAsync(Stop) is { } line)
            reported = int.Parse(line, CultureInfo.InvariantCulture);
        return reported;
    }

    /// <summary>
    /// The test program, started with a folder in its environment, writes there until it is killed.
    /// </summary>
    [ModuleInitializer]
    internal static void WriteIndexIfAskedTo()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is not { } root)
            return;
        using var index = PictureIndexWriter.Open(IndexLocation.For(root), IndexFolder.Model);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
        for (var content = 0; ; content++)
        {
            IndexFolder.Add(index, content);
            if (content % Batch != Batch - 1)
                continue;
            index.Commit();
            // The caption of the batch before dies, and its vector goes: half of the time a kill comes in the middle of
            // that.
            index.SetCaptions("0.jpg", [index.AddCaption($"caption {content}", IndexFolder.Vector(content))]);
            IndexCompaction.Run(index);
            output.WriteLine((content + 1).ToString(CultureInfo.InvariantCulture));
        }
    }
}
