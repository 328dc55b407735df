using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Clip.Tests.Server.Clients;

/// <summary>The recorded requests of 40 client libraries, replayed byte for byte by play.py.</summary>
public sealed class ClientRecordingTests(GalleryServer server)
{
    private static string Goldens => Path.Combine(Repository.Root, "tests", "Clip.Tests", "Goldens", "clients");

    [Fact]
    public async Task Every_recorded_request_gets_what_its_client_needs()
    {
        Assert.SkipUnless(FindPython() is not null, "python3 is not installed");
        var host = await server.Host;
        using var folder = new TestFolder();
        await using (var packed = File.OpenRead(Path.Combine(Goldens, "recordings.tar.gz")))
        await using (var unpacked = new GZipStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(unpacked, folder.Path, false, TestContext.Current.CancellationToken);

        var result = await CliWrap.Cli.Wrap(FindPython()!)
            .WithArguments([Path.Combine(Goldens, "play.py"), host.Address.ToString(), "--cases", folder.Path])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);

        var failed = result.StandardOutput.Split('\n').Where(static line => line.StartsWith("FAIL")).ToList();
        Assert.True(failed.Count == 0 && result.ExitCode == 0, string.Join('\n', failed) + result.StandardError);
        Assert.Contains("219 passed, 0 failed", result.StandardOutput);
    }

    private static string? FindPython() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "python3.exe" : "python3"))
        .FirstOrDefault(File.Exists);
}
