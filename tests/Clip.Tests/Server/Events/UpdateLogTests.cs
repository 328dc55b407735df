using Clip.Server;
using Microsoft.Extensions.Logging;

namespace Clip.Tests.Server.Events;

/// <summary>What the log says of libraries that cannot be brought up to date.</summary>
public sealed class UpdateLogTests(GalleryServer server)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_operator_can_mend_is_said_in_one_line_without_a_trace(bool isIndex)
    {
        using var folder = new TestFolder();
        File.Copy(Path.Combine(Models.EmbeddedModel.Gallery, "drawings", "006.png"), folder.At("root", "006.png"));
        var root = folder.At("root");
        // A file in place of the index, and a folder that is away.
        if (isIndex)
            File.WriteAllText(folder.At("root", ".clip"), "");
        else
            root = folder.At("root", "away");
        using var log = new LogLines();
        await using var host = await server.StartAsync(
            options =>
            {
                options.Libraries.Clear();
                options.Libraries.Add(new MountedLibraryOptions(
                    "broken", "clip-mini", [new SearchedFolder(IndexLocation.For(root))]));
            },
            extend: builder => builder.Logging.AddProvider(log));
        using var client = new HttpClient { BaseAddress = host.Address };
        const string Beginning = "The library broken cannot be brought up to date: ";
        while (!log.Lines.Any(static line => line.StartsWith(Beginning, StringComparison.Ordinal)))
            await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken);

        var (text, error) = log.Entries.First(static entry =>
            entry.Text.StartsWith(Beginning, StringComparison.Ordinal));
        Assert.Contains(root, text, StringComparison.Ordinal);
        Assert.Null(error);
        await host.StopAsync();
    }
}
