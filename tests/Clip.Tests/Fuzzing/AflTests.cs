using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Fuzzing;

/// <summary>A short run of AFL++, where it is installed, to test the instrumentation.</summary>
public class AflTests
{
    [Fact]
    public async Task Instrumented_readers_report_inputs_that_reach_new_code()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("AFL++ runs on Linux");
        using var folder = new TestFolder();

        var run = await CliWrap.Cli.Wrap(Path.Combine(Repository.Root, "tests", "Clip.Fuzz", "fuzz"))
            .WithArguments(["hub-listing", "5"])
            .WithEnvironmentVariables(variables => variables
                .Set("CLIP_FUZZ_PROGRAM", ProgramFolder())
                .Set("CLIP_FUZZ_FOLDER", folder.Path))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        if (run.ExitCode == 2 && run.StandardError.Contains(" is missing: "))
            Assert.Skip(run.StandardError.Trim());
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var seeds = Directory.GetFiles(folder.At("hub-listing", "in")).Length;
        var queue = Directory.GetFiles(folder.At("hub-listing", "out", "default", "queue")).Length;
        Assert.True(queue > seeds, run.StandardOutput);
    }

    /// <summary>The output folder of Clip.Fuzz in the same configuration as these tests.</summary>
    private static string ProgramFolder() =>
        AppContext.BaseDirectory.Replace("Clip.Tests", "Clip.Fuzz", StringComparison.Ordinal);
}
