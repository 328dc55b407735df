using System.Text.Json;
using Clip.Server;
using Clip.Tests.Indexing;
using Clip.Tests.Postgres;

namespace Clip.Tests.Server.Events;

/// <summary>What a server tells about the workers that fill a library of a database.</summary>
public sealed class WorkerProgressTests(GalleryServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_and_the_status_have_the_progress_and_the_rate_of_all_workers()
    {
        using var folder = new BitmapFolder();
        using var store = PostgresStore.At(TestServer.NewDatabase());
        folder.MakeAll(1, "a.bmp", "b.bmp");
        var indexer = new StoreIndexer(server.Model, store.LibraryOf(folder.Root));
        await indexer.RunAsync(null, null, Stop);
        var location = store.FindLibrary();
        await using var host = await server.StartAsync(options => options.Libraries.Add(
            new MountedLibraryOptions("kept", "clip-mini", [new SearchedFolder(location)]) { Update = false }));
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal((0, 1), await ReadWorkAsync(client));
        folder.MakeAll(3, "c.bmp", "d.bmp", "e.bmp");
        await indexer.PlanAsync(null, Stop);
        Assert.Equal((3, 1), await ReadWorkAsync(client));

        using var reader = new StreamReader(await client.GetStreamAsync("/api/events", Stop));
        var progress = await NextAsync(reader, "progress");
        Assert.Equal(
            (2, 5, 1),
            (progress.GetProperty("done").GetInt32(), progress.GetProperty("found").GetInt32(),
                progress.GetProperty("workers").GetInt32()));
        Assert.True(progress.GetProperty("rate").GetDouble() >= 0);
        await new StoreWorker(server.Model, location).RunAsync(untilDone: true, null, null, Stop);
        Assert.Equal(3, (await NextAsync(reader, "updated")).GetProperty("added").GetInt32());
        // A library in a folder has no workers.
        var status = await client.FetchAsync("/api/status").JsonAsync();
        Assert.False(status.GetProperty("libraries")[0].TryGetProperty("work", out _));
    }

    private static async Task<(int Planned, int Workers)> ReadWorkAsync(HttpClient client)
    {
        var status = await client.FetchAsync("/api/status").JsonAsync();
        var work = status.GetProperty("libraries").EnumerateArray()
            .Single(static library => library.GetProperty("name").GetString() == "kept").GetProperty("work");
        return (work.GetProperty("planned").GetInt32(), work.GetProperty("workers").GetInt32());
    }

    /// <summary>The data of the next event with a name.</summary>
    private static async Task<JsonElement> NextAsync(StreamReader reader, string name)
    {
        while (await reader.ReadLineAsync(Stop) is { } line)
        {
            if (line == $"event: {name}")
                return JsonDocument.Parse((await reader.ReadLineAsync(Stop))!["data: ".Length..]).RootElement.Clone();
        }
        throw new EndOfStreamException();
    }
}
