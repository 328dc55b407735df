using System.Net;
using System.Net.Sockets;
using Clip.Tests.Cli;

namespace Clip.Tests.Server.Hosting;

/// <summary><c>serve --check</c>.</summary>
public sealed class ServeCheckTests(IndexedGallery gallery)
{
    [Fact]
    public async Task A_good_configuration_ends_with_0()
    {
        var answer = await ClipSearch.RunAsync("serve", "--check", "--root", await gallery.Folder, "--port", "0");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("nothing is wrong", answer.Errors);
    }

    [Fact]
    public async Task Each_problem_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString();
        var answer = await ClipSearch.RunAsync(
            "serve", "--check", "--root", "no-such-folder", "--library", "nameless", "--tls-cert", "no-such-cert",
            "--trusted-proxy", "10.0.0.0/99", "--api-key-file", "no-such-key", "--port", port, "--json",
            "--allow-host", "no host", "--allow-origin", "not a url");
        Assert.Equal(2, answer.ExitCode);
        var subjects = answer.Json.Select(static line => line.GetProperty("subject").GetString()!).ToList();
        Assert.All(
            (string[])["--root no-such-folder", "--library nameless", "--tls-cert", "--trusted-proxy 10.0.0.0/99",
                "--api-key-file", "--allow-host no host", "--allow-origin not a url", port],
            expected => Assert.Contains(subjects, subject => subject.Contains(expected, StringComparison.Ordinal)));
        Assert.All(answer.Json, static line => Assert.NotEmpty(line.GetProperty("problem").GetString()!));
    }

    [Fact]
    public async Task A_damaged_index_is_named()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, ".clip"));
        File.WriteAllText(IndexLocation.For(folder.Path).CatalogPath, "this is no catalog");
        var answer = await ClipSearch.RunAsync("serve", "--check", "--root", folder.Path, "--port", "0");
        Assert.Equal(2, answer.ExitCode);
        answer.HasOneErrorLine(folder.Path);
    }
}
