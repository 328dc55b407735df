using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Clip.Catalog.Writing;
using Clip.Tests.Indexing;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>Ctrl-C, a kill, a reader that goes away, another writer: the program ends soon and loses nothing.</summary>
public sealed partial class InterruptionTests(IndexedGallery gallery)
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Theory]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    public async Task A_signal_ends_a_run_soon_and_keeps_what_was_done(int signal, int exitCode)
    {
        RequireSignals();
        using var folder = new TestFolder();
        TestFolder.Copy(Path.Combine(EmbeddedModel.Gallery, "photos"), folder.At("photos"));
        for (var copy = 0; copy < 6; copy++)
        {
            foreach (var photo in Directory.GetFiles(folder.At("photos")))
            {
                var target = folder.At($"more-{copy}", Path.GetFileName(photo));
                File.Copy(photo, target);
                // Other content, so that each must be encoded.
                await File.AppendAllTextAsync(target, $"{copy}", TestContext.Current.CancellationToken);
            }
        }
        using var program = Start("index", folder.Path);
        // Hundreds of pictures are to follow the first ones that are stored.
        var location = IndexLocation.For(folder.Path);
        while (!PictureIndex.Exists(location) || Count(location) == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, Kill(program.Id, signal));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, program.ExitCode);
        // A second, and what a busy machine adds to it.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
        var stored = Count(location);
        Assert.InRange(stored, 1, 412);
        (await ClipSearch.RunAsync("status", "--in", folder.Path, "--verify")).Ended(0);
        var search = (await ClipSearch.RunAsync(
            "search", "a house", "--in", folder.Path, "--no-index", "--paths", "-n", "1000")).Ended(0);
        Assert.Equal(stored, search.Lines.Length);
    }

    [Fact]
    public async Task A_signal_ends_the_wait_for_input()
    {
        RequireSignals();
        using var program = Start("embed", "--batch", "-");
        await program.StandardInput.WriteLineAsync("\"a dog\"");
        await program.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "{\"input\":\"a dog\"", await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.Equal(0, Kill(program.Id, Interrupt));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, program.ExitCode);
    }

    [Fact]
    public async Task A_program_at_the_other_end_gets_each_answer_before_it_asks_again()
    {
        using var program = Start("embed", "--batch", "-");
        foreach (var text in new[] { "a dog", "a cat", "" })
        {
            await program.StandardInput.WriteLineAsync($"\"{text}\"");
            await program.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith(
                $"{{\"input\":\"{text}\"",
                await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }
        program.StandardInput.Close();
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_work_quietly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not tell that a pipe was closed.");
        using var program = Start("embed", "--batch", "-");
        var feed = Task.Run(async () =>
        {
            try
            {
                while (true)
                    await program.StandardInput.WriteLineAsync("\"a dog\"");
            }
            catch (IOException)
            {
                // The program has ended, as it should.
            }
        }, TestContext.Current.CancellationToken);
        await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        program.StandardOutput.Close();

        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        await feed;

        Assert.Equal(0, program.ExitCode);
        Assert.Empty(await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task While_another_program_writes_the_index_a_search_goes_on_and_a_second_writer_is_refused()
    {
        using var copy = await gallery.CopyAsync();
        File.Copy(copy.At("photos", "kodak-01.jpg"), copy.At("new.jpg"));
        using var model = EmbeddedModel.Load();
        using var writer = PictureIndexWriter.Open(
            IndexLocation.For(copy.Path), new IndexModel(model.Name, model.Fingerprint, model.Dimensions, "fast"),
            cancellationToken: TestContext.Current.CancellationToken);

        var search = (await ClipSearch.RunAsync("search", "parrots", "--in", copy.Path, "--paths", "-n", "1")).Ended(0);
        var index = await ClipSearch.RunAsync("index", copy.Path);

        Assert.EndsWith("kodak-23.jpg\n", search.Output);
        search.HasOneErrorLine(
            "is being written by process", $"{Environment.ProcessId}", "searching what the index holds");
        index.IsError(copy.At(".clip"), "is being written by process", $"{Environment.ProcessId}", "try again");
    }

    [Fact]
    public async Task A_second_writer_waits_for_the_first_when_asked_to()
    {
        using var copy = await gallery.CopyAsync();
        File.Copy(copy.At("photos", "kodak-01.jpg"), copy.At("new.jpg"));
        using var program = Waiting(copy, "forever", out var writer);
        using (writer)
        {
            var waiting = await program.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
            Assert.Equal(
                $"clipsearch: {copy.At(".clip")}: is being written by process {Environment.ProcessId} "
                + $"on {Environment.MachineName}",
                waiting[..waiting.IndexOf(" since", StringComparison.Ordinal)]);
            Assert.EndsWith("; waiting for it to finish", waiting);
        }

        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, program.ExitCode);
        Assert.Empty(await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(101, Count(IndexLocation.For(copy.Path)));
    }

    [Fact]
    public async Task A_wait_for_another_writer_ends_with_a_signal_or_when_it_was_long_enough()
    {
        using var copy = await gallery.CopyAsync();
        File.Copy(copy.At("photos", "kodak-01.jpg"), copy.At("new.jpg"));
        using var program = Waiting(copy, "1", out var writer);
        using (writer)
        {
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, program.ExitCode);
            var lines = (await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.EndsWith("; waiting for it to finish", lines[0]);
            Assert.Contains("try again when that has finished", lines.Last());
            Assert.Equal(2, lines.Length);
        }

        RequireSignals();
        using var stopped = Waiting(copy, "1000", out var second);
        using (second)
        {
            await stopped.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            var clock = Stopwatch.StartNew();
            Assert.Equal(0, Kill(stopped.Id, Interrupt));
            await stopped.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(130, stopped.ExitCode);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
        }
    }

    [Fact]
    public async Task A_watch_writes_its_first_run_and_each_change_as_a_line_until_a_signal_ends_it()
    {
        RequireSignals();
        using var folder = new BitmapFolder();
        folder.MakeAll(1, "1.bmp", "2.bmp");
        using var program = Start("index", folder.Root, "--watch", "--json");
        var first = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"added\":2,\"updated\":0,\"moved\":0,\"removed\":0,\"skipped\":0,\"failed\":0", first);

        File.Move(folder.At("1.bmp"), folder.At("3.bmp"));
        Assert.Equal(
            $$"""{"event":"moved","path":"{{folder.At("3.bmp")}}","from":"{{folder.At("1.bmp")}}"}""",
            await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        // Between its own writes, it lets others write.
        var patient = new IndexerOptions { VerifyContent = true, Wait = new WriterWait(TimeSpan.FromMinutes(1)) };
        folder.Make("4.bmp", 4);
        Assert.Equal(
            $$"""{"event":"added","path":"{{folder.At("4.bmp")}}"}""",
            await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, (await folder.IndexAsync(patient)).Verified);

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, Kill(program.Id, Interrupt));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, program.ExitCode);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
    }

    /// <summary>
    /// Skips where a signal would not reach the program: it inherits what is ignored here, as in a shell's background.
    /// </summary>
    private static void RequireSignals()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals that a test could send.");
        if (!OperatingSystem.IsLinux())
            return;
        const string name = "SigIgn:";
        var ignored = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
        Assert.SkipWhen(
            (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (Interrupt - 1) & 1) != 0,
            "Interrupts are ignored here.");
    }

    private static ChildProcess Waiting(TestFolder folder, string wait, out PictureIndexWriter writer)
    {
        using var model = EmbeddedModel.Load();
        writer = PictureIndexWriter.Open(
            IndexLocation.For(folder.Path), new IndexModel(model.Name, model.Fingerprint, model.Dimensions, "fast"));
        return Start("index", folder.Path, "--wait", wait);
    }

    private static long Count(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        return index.FileCount;
    }

    private static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(ClipSearch.Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClipSearch.Elsewhere,
        };
        foreach (var (name, value) in ClipSearch.Environment)
            start.Environment[name] = value;
        return ChildProcess.Start(start);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
