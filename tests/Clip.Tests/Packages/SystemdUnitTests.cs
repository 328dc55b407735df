using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Packages;

/// <summary>The service file for systemd, as systemd reads it.</summary>
public sealed partial class SystemdUnitTests
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

    private static async Task<BufferedCommandResult> AnalyzeAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("/usr/bin/systemd-analyze").WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex(@"Overall exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Exposure();

    [GeneratedRegex("(?<= )--[a-z-]+")]
    private static partial Regex Option();
}
