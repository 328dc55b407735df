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
        await using var serving = await ServingAsync(
            ClipSearch.Environment, "--root", await gallery.Folder, "--no-index");
        var (process, client) = (serving.Process, serving.Client);
        var answer = await client.FetchAsync("api/search?q=two+dogs&top=3").JsonAsync();
        Assert.Equal(3, answer.GetProperty("results").GetArrayLength());

        using var events = await client.GetStreamAsync("api/events", TestContext.Current.CancellationToken);
        using var kill = ChildProcess.Start(new ProcessStartInfo("kill", ["-TERM", process.Id.ToString()]));
        // A stream that never ends would keep it for the 30 seconds that hosts wait, were it not for its own limit.
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(25), TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_library_of_the_user_is_served_by_its_name()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.At("pictures"));
        File.Copy(Path.Combine(Models.EmbeddedModel.Gallery, "drawings", "006.png"), folder.At("pictures", "a.png"));
        var environment = new Dictionary<string, string?>(ClipSearch.Environment)
        {
            ["XDG_CONFIG_HOME"] = folder.At("config"),
            ["XDG_DATA_HOME"] = folder.At("data"),
            ["APPDATA"] = folder.At("config"),
            ["LOCALAPPDATA"] = folder.At("data"),
        };
        string[] add = ["library", "add", "family", folder.At("pictures"), "--central"];
        (await ClipSearch.RunAsync(add, null, environment: environment)).Ended(0);
        string[] index = ["index", "--library", "family"];
        (await ClipSearch.RunAsync(index, null, environment: environment)).Ended(0);

        await using var serving = await ServingAsync(
            environment, "--library", "FAMILY", "--library", $"gallery={await gallery.Folder}", "--no-index");
        var status = await serving.Client.FetchAsync("api/status").JsonAsync();

        Assert.Equal(
            [("family", 1), ("gallery", 100)],
            status.GetProperty("libraries").EnumerateArray().Select(static library => (
                library.GetProperty("name").GetString(), library.GetProperty("pictures").GetInt32())));
        Assert.False(Directory.Exists(folder.At("pictures", ".clip")));
        string[] check = ["serve", "--check", "--library", "family", "--port", "0"];
        (await ClipSearch.RunAsync(check, null, environment: environment)).Ended(0);
        string[] unknown = ["serve", "--library", "nobody"];
        (await ClipSearch.RunAsync(unknown, null, environment: environment))
            .IsError("--library nobody: is no library", "NAME=FOLDER");
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
    public async Task Folders_are_named_with_and_without_an_option()
    {
        (await ClipSearch.RunAsync("serve", "no-such-folder")).IsError("no-such-folder: is no folder");
        string[] check = ["serve", await gallery.Folder, "--root", "nowhere", "--check", "--port", "0", "--json"];
        var problem = Assert.Single((await ClipSearch.RunAsync(check)).Json);
        Assert.Equal("--root nowhere", problem.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString();
        var answer = await ClipSearch.RunAsync("serve", "--root", await gallery.Folder, "--no-index", "--port", port);
        answer.IsError(port, "in use");
    }

    /// <summary>Starts a server on a free port, and waits until it says where it is.</summary>
    private static async Task<Serving> ServingAsync(
        IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(ClipSearch.Executable, ["serve", .. arguments, "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClipSearch.Elsewhere,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = ChildProcess.Start(start);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new Serving(process, new HttpClient { BaseAddress = new Uri(line!) });
    }

    private sealed record Serving(ChildProcess Process, HttpClient Client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Client.Dispose();
            Process.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
