using System.Text.Json;
using Clip.Server;
using Clip.Tests.Models;

namespace Clip.Tests.Server.Events;

/// <summary>What listeners hear about a library.</summary>
public sealed class EventTests(GalleryServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listeners_hear_of_pictures_that_come_and_go()
    {
        using var folder = new TestFolder();
        Copy("006.png", folder);
        Copy("020.png", folder);
        var location = IndexLocation.For(folder.Path);
        using (var search = new PictureSearch(server.Model, location))
            await search.UpdateAsync(cancellationToken: Token);
        await using var host = await server.StartAsync(options =>
        {
            options.Libraries.Add(new MountedLibraryOptions("changing", "clip-mini", [new SearchedFolder(location)]));
            options.RefreshInterval = TimeSpan.FromMilliseconds(200);
        });
        using var client = new HttpClient { BaseAddress = host.Address };
        using var stream = await client.GetStreamAsync("/api/events", Token);
        using var reader = new StreamReader(stream);
        Copy("022.png", folder);
        var added = await FindAsync(reader, "event: added", "022.png");
        File.Delete(Path.Combine(folder.Path, "006.png"));
        var gone = await FindAsync(reader, "event: gone", "006.png");
        Assert.Contains("\"library\":\"changing\"", gone);
        var id = JsonDocument.Parse(added["data: ".Length..]).RootElement.GetProperty("id").GetString();
        var facts = await client.FetchAsync($"/api/pictures/{id}").JsonAsync();
        Assert.Equal("022.png", facts.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Listeners_hear_that_an_update_was_not_possible_and_other_folders_are_updated()
    {
        using var damaged = new TestFolder();
        await File.WriteAllTextAsync(IndexIn(damaged).CatalogPath, "this is no catalog", Token);
        Copy("006.png", damaged);
        using var good = new TestFolder();
        Copy("020.png", good);
        await using var host = await server.StartAsync(options => options.Libraries.Add(new MountedLibraryOptions(
            "half", "clip-mini", [new SearchedFolder(IndexIn(damaged)), new SearchedFolder(IndexIn(good))])));
        using var client = new HttpClient { BaseAddress = host.Address };
        using var stream = await client.GetStreamAsync("/api/events", Token);
        using var reader = new StreamReader(stream);

        // Those who come later are told too.
        Assert.Contains("\"half\"", await FindAsync(reader, "event: failed", "half"));
        Assert.True(PictureIndex.Exists(IndexIn(good)));
        using var again = new StreamReader(await client.GetStreamAsync("/api/events", Token));
        Assert.Contains("\"half\"", await FindAsync(again, "event: failed", "half"));
    }

    private static IndexLocation IndexIn(TestFolder folder)
    {
        var location = IndexLocation.For(folder.Path);
        Directory.CreateDirectory(location.Directory);
        return location;
    }

    private static void Copy(string drawing, TestFolder folder) => File.Copy(
        Path.Combine(EmbeddedModel.Gallery, "drawings", drawing), Path.Combine(folder.Path, drawing));

    /// <summary>Reads up to an event with some data, and returns that line.</summary>
    private static async Task<string> FindAsync(StreamReader reader, string name, string data)
    {
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            if (line == name && await reader.ReadLineAsync(Token) is { } found && found.Contains(data))
                return found;
        }
        throw new EndOfStreamException($"{name} with {data} did not come");
    }
}
