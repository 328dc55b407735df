using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Packages;

/// <summary>The service file for systemd, as systemd reads it.</summary>
public sealed partial class SystemdUnitTests(Tests.Cli.IndexedGallery gallery)
{
    private static string Unit => Path.Combine(Repository.Root, "packaging", "systemd", "clipsearch.service");

    [Fact]
    public async Task Systemd_finds_nothing_wrong_and_little_exposed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed");
        var verified = await AnalyzeAsync("verify", "--man=no", Unit);
        // The program itself is not installed here.
        var findings = verified.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => !line.Contains("/opt/clipsearch/clipsearch is not executable"));
        Assert.Empty(findings);
        var rated = await AnalyzeAsync("security", "--offline=true", "--no-pager", Unit);
        var exposure = Exposure().Match(rated.StandardOutput);
        Assert.True(exposure.Success, rated.StandardOutput + rated.StandardError);
        Assert.InRange(double.Parse(exposure.Groups[1].Value, CultureInfo.InvariantCulture), 0, 2);
    }

    [Fact]
    public async Task The_options_that_it_starts_with_exist()
    {
        var help = await Tests.Cli.ClipSearch.RunAsync("serve", "--help");
        var named = File.ReadLines(Unit).Where(static line => line.StartsWith("ExecStart", StringComparison.Ordinal))
            .Concat(File.ReadLines(Path.Combine(Path.GetDirectoryName(Unit)!, "serve.env")))
            .SelectMany(static line => Option().Matches(line).Select(static match => match.Value)).Distinct().ToList();
        Assert.Contains("--check", named);
        Assert.All(named, option => Assert.Contains(option, help.Output));
    }

    [Fact]
    public async Task The_check_before_the_start_takes_the_arguments_that_come_with_it()
    {
        const string variable = "CLIPSEARCH_ARGUMENTS";
        var given = File.ReadLines(Path.Combine(Path.GetDirectoryName(Unit)!, "serve.env"))
            .Single(static line => line.StartsWith($"{variable}=", StringComparison.Ordinal))[(variable.Length + 1)..];
        var command = File.ReadLines(Unit)
            .Single(static line => line.StartsWith("ExecStartPre=", StringComparison.Ordinal));
        // What this machine has not: the folder, and perhaps the port.
        var folder = await gallery.Folder;
        var arguments = command.Replace($"${variable}", given).Split(' ').Skip(1)
            .Select(argument => argument switch { "/srv/pictures" => folder, "8080" => "0", _ => argument });
        var answer = await Tests.Cli.ClipSearch.RunAsync([.. arguments]);
        Assert.True(answer.ExitCode == 0, answer.Errors);
    }

    private static async Task<BufferedCommandResult> AnalyzeAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("/usr/bin/systemd-analyze").WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex(@"Overall exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Exposure();

    [GeneratedRegex("(?<= )--[a-z-]+")]
    private static partial Regex Option();
}
