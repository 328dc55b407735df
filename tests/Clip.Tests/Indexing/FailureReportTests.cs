using System.Diagnostics;

namespace Clip.Tests.Indexing;

/// <summary>No file ends a run, each that cannot be indexed is named once, and a flood of them is cut.</summary>
public sealed class FailureReportTests : IDisposable
{
    private readonly BitmapFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_failures_are_named_up_to_a_number_and_known_ones_are_counted()
    {
        var options = new IndexerOptions { RepeatErrors = false, MaxFailureReports = 3 };
        _folder.Make("good.bmp", 1);
        for (var i = 0; i < 5; i++)
            File.WriteAllText(_folder.At($"{i}.bmp"), "no picture");

        var first = await _folder.IndexAsync(options);
        Assert.Equal((5, 0, 2), (first.Failed, first.KnownFailures, first.UnreportedFailures));
        Assert.Equal(3, _folder.Errors.Count);
        File.WriteAllText(_folder.At("new.bmp"), "no picture either");
        var second = await _folder.IndexAsync(options);
        Assert.Equal((6, 5, 0), (second.Failed, second.KnownFailures, second.UnreportedFailures));
        Assert.Equal(_folder.At("new.bmp"), Assert.Single(_folder.Errors).Subject);
        Assert.Equal(6, _folder.Read(static index => index.Failures().Count()));
    }

    [Fact]
    public async Task Pipes_sockets_links_to_nowhere_and_empty_files_are_named_for_what_they_are()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs mkfifo and a device to link to.");
        _folder.Make("good.bmp", 1);
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder.At("socket.jpg")));
        const string script = """
            cd "$0" && mkfifo pipe.jpg && ln -s pipe.jpg link.png && ln -s /dev/null device.png
            ln -s loop.jpg loop.jpg && ln -s nowhere.jpg broken.jpg && : > empty.jpg
            printf x > "$(printf 'line\nbreak.jpg')"
            printf x > "$(printf 'bad\377.jpg')"
            """;
        using (var shell = Process.Start("sh", ["-c", script, _folder.Root]))
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        var report = await _folder.IndexAsync();

        Assert.Equal((1, 9), (report.Added, report.Failed));
        Assert.Equal(
            [
                "bad\uFFFD.jpg: has a name that is not valid UTF-8", "broken.jpg: is a link to nowhere.jpg, which ",
                "device.png: is a device", "empty.jpg: is empty", "line\nbreak.jpg: is not a picture",
                "link.png: is a named pipe", "loop.jpg: is a link that leads back to itself",
                "pipe.jpg: is a named pipe", "socket.jpg: is a socket",
            ],
            _folder.Errors.Select(error => $"{Path.GetFileName(error.Subject)}: {error.Problem}")
                .Order(StringComparer.Ordinal),
            static (expected, actual) => actual.StartsWith(expected, StringComparison.Ordinal));
        using (var shell = Process.Start("sh", ["-c", "rm -f \"$0\"/*.jpg", _folder.Root]))
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("99999999999999")]
    [InlineData("-99999999999999")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    public async Task Times_that_dates_cannot_express_end_no_run(string seconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Directory.Exists("/dev/shm"), "Needs 64-bit file times.");
        using var folder = new BitmapFolder("/dev/shm");
        folder.MakeAll(1, "a.bmp", "ignored/b.bmp", "target.dat");
        File.WriteAllText(folder.At("a.txt"), "words of a sidecar");
        File.WriteAllText(folder.At("captions.txt"), "a caption of its own");
        File.WriteAllText(folder.At(".clipignore"), "ignored");
        File.CreateSymbolicLink(folder.At("link.bmp"), "target.dat");
        File.CreateSymbolicLink(folder.At("link.txt"), "a.txt");
        using (var shell = Process.Start(
            "sh", ["-c", "touch -d @$1 \"$0\"/* \"$0\"/.clipignore \"$0\"", folder.Root, seconds]))
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, (await folder.IndexAsync()).Added);
        var again = await folder.IndexAsync();

        Assert.Equal((2, 0, 0), (again.Skipped, again.Failed, again.Verified));
        Assert.Empty(folder.Errors);
        Assert.Equal(["words of a sidecar"], folder.CaptionsOf("a.bmp"));
        var ticks = folder.Read(static index => index.FindFile("a.bmp"))!.ModifiedUtcTicks;
        Assert.InRange(ticks, 1, DateTime.MaxValue.Ticks);
    }
}
