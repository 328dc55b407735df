using System.Diagnostics;
using System.Net;
using Clip.Tests.Cli;

namespace Clip.Tests.Server.Hosting;

/// <summary>The verb that starts the server, as a shell would.</summary>
public sealed class ServeVerbTests(IndexedGallery gallery)
{
    [Fact]
    public async Task It_says_where_it_is_answers_and_stops_when_it_is_told_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals on Windows");
        var folder = await gallery.Folder;
        var start = new ProcessStartInfo(ClipSearch.Executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClipSearch.Elsewhere,
        };
        foreach (var argument in (string[])["serve", "--root", folder, "--no-index", "--port", "0"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in ClipSearch.Environment)
            start.Environment[name] = value;
        using var process = ChildProcess.Start(start);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(line!) };
        var answer = await client.FetchAsync("api/search?q=two+dogs&top=3").JsonAsync();
        Assert.Equal(3, answer.GetProperty("results").GetArrayLength());

        using var events = await client.GetStreamAsync("api/events", TestContext.Current.CancellationToken);
        var began = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 5);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Without_a_key_it_is_open_to_this_machine_alone()
    {
        var answer = await ClipSearch.RunAsync("serve", "--root", await gallery.Folder, "--host", "0.0.0.0");
        answer.IsError("--host 0.0.0.0", "--api-key-file", "--no-auth");
    }

    [Theory]
    [InlineData("--root", "no-such-folder")]
    [InlineData("--library", "no-such-folder")]
    [InlineData("--library", "x=no-such-folder")]
    [InlineData("--model", "x=no-such-folder")]
    [InlineData("--api-key-file", "no-such-file")]
    [InlineData("--port", "70000")]
    public async Task What_does_not_exist_is_named(string option, string value) =>
        (await ClipSearch.RunAsync("serve", option, value)).IsError(option == "--model" ? "no-such-folder" : option);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString();
        var answer = await ClipSearch.RunAsync("serve", "--root", await gallery.Folder, "--no-index", "--port", port);
        answer.IsError(port, "in use");
    }
}
