using System.Diagnostics;
using System.Text.Json;
using Clip.Tests.Images;

namespace Clip.Tests.Cli;

/// <summary>The program itself, on a folder of files that were made to break it.</summary>
public sealed class HostileFolderTests(ITestOutputHelper output)
{
    /// <summary>
    /// What the limits allow two pictures that are decoded at a time, and the program itself; a core more, a picture
    /// more.
    /// </summary>
    private static readonly long MostMemory = (1L << 30) + (2L << 30) * Math.Max(2, Environment.ProcessorCount);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_of_hostile_files_is_indexed_with_a_line_for_each_and_nothing_else_is_touched()
    {
        using var folder = new TestFolder();
        await using var canary = new Canary();
        var documents = new HostileDocuments(canary.File, canary.Url).All().ToList();
        // Of the many that are alike a few: the decoder meets all of them in tests of its own.
        var alike = HostileCorpus.Damaged().Concat(HostileHeaders.All()).Where((_, i) => i % 7 == 0);
        var count = 1;
        foreach (var (name, data) in documents.Concat(HostileBombs.All()).Concat(HostileCorpus.Noise()).Concat(alike))
        {
            await File.WriteAllBytesAsync(folder.At($"{name}.jpg"), data, Stop);
            count++;
        }
        await File.WriteAllBytesAsync(folder.At("empty.jpg"), [], Stop);

        var (exitCode, lines, errors, memory) = await IndexAsync(folder);

        Assert.Equal(0, exitCode);
        var counts = JsonDocument.Parse(Assert.Single(lines)).RootElement;
        var (added, failed) = (counts.GetProperty("added").GetInt32(), counts.GetProperty("failed").GetInt32());
        output.WriteLine(
            $"{count} files, {added} indexed, {failed} refused in "
            + $"{counts.GetProperty("seconds").GetDouble():0.0} s; {memory / 1e6:0} MB at most");
        Assert.Equal(count, added + failed);
        // Ten are named at once, with the command that lists all.
        Assert.Equal(11, errors.Length);
        Assert.Contains($"{failed - 10:N0} more files", errors[^1]);
        Assert.All(errors, line => Assert.StartsWith($"clipsearch: {folder.Path}", line));
        var listed = (await ClipSearch.RunAsync("status", "--failed", "--in", folder.Path)).Ended(0).Lines;
        Assert.Equal(failed, listed.Length);
        Assert.All(listed.Concat(errors), line => Assert.DoesNotContain("unexpected", line));
        foreach (var (name, _) in documents)
            Assert.Single(
                listed, line => line.Contains($"{name}.jpg: is not a picture but ", StringComparison.Ordinal));
        Assert.InRange(memory, 0, MostMemory);
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify")).Ended(0);
        await canary.AssertUntouchedAsync(Stop);
    }

    private static async Task<(
        int ExitCode, string[] Lines, string[] Errors, long PeakMemory)> IndexAsync(TestFolder folder)
    {
        var start = new ProcessStartInfo(ClipSearch.Executable, ["index", folder.Path, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClipSearch.Elsewhere,
        };
        foreach (var (name, value) in ClipSearch.Environment)
            start.Environment[name] = value;
        using var program = ChildProcess.Start(start);
        var lines = program.StandardOutput.ReadToEndAsync(Stop);
        var errors = program.StandardError.ReadToEndAsync(Stop);
        var end = program.WaitForExitAsync(Stop);
        var peak = 0L;
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!end.IsCompleted && await clock.WaitForNextTickAsync(Stop))
        {
            program.Refresh();
            if (!program.HasExited)
                peak = Math.Max(peak, program.PeakWorkingSet64);
        }

        await end;
        return (program.ExitCode, Split(await lines), Split(await errors), peak);
    }

    private static string[] Split(string text) =>
        text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
