using System.Diagnostics;
using System.Xml.Linq;

namespace Clip.Tests.Cli;

public sealed class ServiceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_unit_of_systemd_watches_the_libraries_with_this_program()
    {
        var answer = (await RunAsync("service", "install", "--print", "--for", "systemd")).Ended(0);

        Assert.Contains($"ExecStart={ClipSearch.Executable} index --watch --quiet --library all\n", answer.Output);
        Assert.Contains($"Environment=XDG_CONFIG_HOME={_folder.Path}\n", answer.Output);
        Assert.Contains("CLIPSEARCH_MODEL=/models/100%% of \\\"it\\\"\"\n", answer.Output);
        Assert.Contains("WantedBy=default.target\n", answer.Output);
        var unit = _folder.At("clipsearch-watch.service");
        await File.WriteAllTextAsync(unit, answer.Output, TestContext.Current.CancellationToken);
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze to verify the unit.");
        using var verify = ChildProcess.Start(new ProcessStartInfo("systemd-analyze", ["--user", "verify", unit])
        {
            RedirectStandardError = true,
            Environment = { ["XDG_RUNTIME_DIR"] = _folder.Path },
        });
        var problems = await verify.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("clipsearch-watch", problems);
    }

    [Fact]
    public async Task The_agent_of_launchd_is_a_property_list_with_the_same_command()
    {
        var answer = (await RunAsync("service", "install", "--print", "--for", "launchd")).Ended(0);

        var list = XDocument.Parse(answer.Output).Root!.Element("dict")!.Elements().ToList();
        Assert.All(list.Where(static (_, place) => place % 2 == 0), static key => Assert.Equal("key", key.Name));
        Assert.Equal(
            [ClipSearch.Executable, "index", "--watch", "--quiet", "--library", "all"],
            ValueOf("ProgramArguments").Elements("string").Select(static word => word.Value));
        Assert.Equal("clipsearch.watch", ValueOf("Label").Value);
        Assert.Equal("true", ValueOf("RunAtLoad").Name);

        XElement ValueOf(string name) => list[list.FindIndex(key => key.Value == name) + 1];
    }

    [Fact]
    public async Task Without_libraries_there_is_nothing_to_watch_and_without_a_service_nothing_to_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the place of the file cannot be chosen.");
        (await RunAsync("service", "install")).IsError("all: is no library", "clipsearch library add NAME FOLDER");
        (await RunAsync("service", "uninstall")).Ended(1).HasOneErrorLine("nothing is installed");
        var status = (await RunAsync("service", "status", "--json")).Ended(1);
        Assert.False(status.Json.Single().GetProperty("installed").GetBoolean());
    }

    private Task<Answer> RunAsync(params string[] arguments) => ClipSearch.RunAsync(
        arguments, null, environment: new Dictionary<string, string?>
        {
            ["XDG_CONFIG_HOME"] = _folder.Path,
            ["CLIPSEARCH_MODEL"] = "/models/100% of \"it\"",
        });
}
