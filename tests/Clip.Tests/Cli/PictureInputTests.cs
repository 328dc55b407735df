using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Clip.Tests.Models;

namespace Clip.Tests.Cli;

/// <summary>
/// Pictures from files, standard input and the web, and the pixels that the image tower sees of them.
/// </summary>
public sealed class PictureInputTests(IndexedGallery gallery)
{
    [Fact]
    public async Task A_picture_comes_from_a_file_standard_input_or_the_web()
    {
        var photo = Pictures.Photo("skimage-chelsea.jpg");
        var bytes = await File.ReadAllBytesAsync(photo, TestContext.Current.CancellationToken);
        using var server = PictureServer.Serving("/cat.jpg", bytes);
        var folder = await gallery.Folder;

        var file = (await ClipSearch.RunAsync("inspect", "pixels", photo)).Ended(0);
        var input = (await ClipSearch.RunAsync(["inspect", "pixels", "-"], bytes)).Ended(0);
        var web = (await ClipSearch.RunAsync("inspect", "pixels", server.Url("/cat.jpg"))).Ended(0);
        var search = (await ClipSearch.RunAsync("search", server.Url("/cat.jpg"), "--in", folder, "--json", "-n", "1"))
            .Ended(0);

        Assert.Equal($"{file.Output.Split(' ')[0]}  224x224  -\n", input.Output);
        Assert.Equal($"{file.Output.Split(' ')[0]}  224x224  {server.Url("/cat.jpg")}\n", web.Output);
        Assert.EndsWith("skimage-chelsea.jpg", search.Paths[0]);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_downloaded_is_an_error()
    {
        var folder = await gallery.Folder;
        using var server = PictureServer.Serving("/page.jpg", "<!doctype html><html></html>"u8.ToArray());
        string closed;
        using (var gone = PictureServer.Serving("/", []))
            closed = gone.Url("/cat.jpg");

        (await ClipSearch.RunAsync("similar", server.Url("/missing.jpg"), "--in", folder))
            .IsError(server.Url("/missing.jpg"), "cannot be downloaded", "404", "check the address");
        (await ClipSearch.RunAsync("similar", server.Url("/page.jpg"), "--in", folder))
            .IsError(server.Url("/page.jpg"), "is not a picture");
        (await ClipSearch.RunAsync("similar", closed, "--in", folder))
            .IsError(closed, "cannot be downloaded", "check the address");
        (await ClipSearch.RunAsync("similar", "http://", "--in", folder)).IsError("http://", "cannot be downloaded");
    }

    [Theory]
    [InlineData("clip-224")]
    [InlineData("squash-bilinear-256")]
    public async Task The_pixels_are_the_references(string configuration)
    {
        using var folder = new TestFolder();
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Path.Combine(
                Repository.Root, "tests", "Clip.Tests", "Goldens", "preprocess",
                "cases.json"), TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(
            folder.At("config.json"), golden.RootElement.GetProperty("configs").GetProperty(configuration).GetRawText(),
            TestContext.Current.CancellationToken);
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray()
            .Where(item => item.GetProperty("tolerance").GetInt32() == 0)
            .Select(item => (
                File: GoldenModels.Picture(item.GetProperty("file").GetString()!),
                Hash: item.GetProperty("sha256").GetProperty(configuration).GetString()))
            .Where(item => File.Exists(item.File))
            .ToList();
        Assert.True(cases.Count > 20);

        string[] inspect = ["inspect", "pixels", "--config", folder.At("config.json"), "--json"];
        var answer = (await ClipSearch.RunAsync([.. inspect, .. cases.Select(item => item.File)])).Ended(0);

        Assert.Equal(
            cases.Select(item => item.Hash), answer.Json.Select(line => line.GetProperty("sha256").GetString()));
        Assert.Equal(cases.Select(item => item.File), answer.Paths);
        Assert.All(
            answer.Json,
            line =>
                Assert.Equal(
                    ["path", "width", "height", "sha256"], line.EnumerateObject().Select(property => property.Name)));
    }

    [Fact]
    public async Task Pixels_are_written_as_pictures_to_look_at()
    {
        using var folder = new TestFolder();
        var photo = Pictures.Photo("kodak-01.jpg");

        var pixels = (await ClipSearch.RunAsync("inspect", "pixels", photo, photo, "--out", folder.At("out"))).Ended(0);
        var again = (await ClipSearch.RunAsync(
            "inspect", "pixels", folder.At("out", "kodak-01.jpg.png"),
            folder.At("out", "kodak-01.jpg-2.png"))).Ended(0);

        // A picture of the right size is left as it is, so its pixels are those that were written.
        Assert.All(pixels.Lines.Concat(again.Lines), line => Assert.Equal(pixels.Output[..64], line[..64]));
    }

    /// <summary>A web server of a test's own, on this machine alone.</summary>
    private sealed class PictureServer : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _root;

        private PictureServer(string path, byte[] content)
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                _root = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }
            _listener.Prefixes.Add(_root + "/");
            _listener.Start();
            _ = ServeAsync(path, content);
        }

        public static PictureServer Serving(string path, byte[] content) => new(path, content);

        public string Url(string path) => _root + path;

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(string path, byte[] content)
        {
            try
            {
                while (true)
                {
                    var asked = await _listener.GetContextAsync();
                    if (asked.Request.Url!.AbsolutePath == path)
                        await asked.Response.OutputStream.WriteAsync(content);
                    else
                        asked.Response.StatusCode = 404;
                    asked.Response.Close();
                }
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Closed at the end of the test.
            }
        }
    }
}
