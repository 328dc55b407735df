using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Fuzzing;

/// <summary>A short run of AFL++, to show that the instrumentation works where it is installed.</summary>
public class AflTests
{
    [Fact]
    public async Task Instrumented_readers_tell_the_fuzzer_which_inputs_reach_something_new()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("AFL++ runs on Linux");
        using var folder = new TestFolder();

        var run = await CliWrap.Cli.Wrap(Path.Combine(Repository.Root, "tests", "Clip.Fuzz", "fuzz"))
            .WithArguments(["hub-listing", "5"])
            .WithEnvironmentVariables(variables => variables.Set("CLIP_FUZZ_PROGRAM", ProgramFolder()).Set("CLIP_FUZZ_FOLDER", folder.Path))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        if (run.ExitCode == 2 && run.StandardError.Contains(" is missing: "))
            Assert.Skip(run.StandardError.Trim());
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var seeds = Directory.GetFiles(folder.At("hub-listing", "in")).Length;
        Assert.True(Directory.GetFiles(folder.At("hub-listing", "out", "default", "queue")).Length > seeds, run.StandardOutput);
    }

    /// <summary>Where the build of the fuzzed program lies that belongs to the build of these tests.</summary>
    private static string ProgramFolder() =>
        AppContext.BaseDirectory.Replace("Clip.Tests", "Clip.Fuzz", StringComparison.Ordinal);
}
