using Clip.Tests.Cli;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

public sealed class StoreCommandTests
{
    [Fact]
    public async Task The_program_plans_works_and_searches_a_store_as_it_does_a_folder()
    {
        var store = TestServer.NewDatabase();
        using var folder = new BitmapFolder();
        folder.MakeAll(1, "a red one.bmp", "b.bmp", "c.bmp");

        (await ClipSearch.RunAsync("search", "x", "--store", store)).IsError("there is no index here", "--store");
        var planned = (await ClipSearch.RunAsync("index", folder.Root, "--store", store, "--plan", "--json")).Ended(0);
        Assert.Equal(3, planned.Json.Single().GetProperty("planned").GetInt32());
        var worked = (await ClipSearch.RunAsync(
            "worker", "--store", store, "--root", folder.Root, "--once", "--json")).Ended(0);
        Assert.Equal(3, worked.Json.Sum(static line => line.GetProperty("pictures").GetInt32()));

        var inStore = (await ClipSearch.RunAsync("search", "a red one", "--store", store, "--exact", "--json"))
            .Ended(0);
        var inFolder = (await ClipSearch.RunAsync("search", "a red one", "--in", folder.Root, "--json")).Ended(0);
        Assert.Equal(inFolder.Paths, inStore.Paths);
        Assert.Equal(3, inStore.Paths.Length);
        // The last digits depend on which pictures are encoded together.
        Assert.All(inFolder.Json.Zip(inStore.Json), static pair => Assert.Equal(
            pair.First.GetProperty("score").GetDouble(), pair.Second.GetProperty("score").GetDouble(), 5));

        var status = (await ClipSearch.RunAsync("status", "--store", store, "--json")).Ended(0).Json.Single();
        Assert.Equal(3, status.GetProperty("pictures").GetInt32());
        Assert.Equal(0, status.GetProperty("store").GetProperty("planned").GetInt32());
        var other = TestServer.NewDatabase();
        var copied = (await ClipSearch.RunAsync("import", folder.Root, "--store", other, "--json")).Ended(0);
        Assert.Equal(3, copied.Json.Single().GetProperty("imported").GetInt32());
        Assert.Equal(
            inFolder.Lines,
            (await ClipSearch.RunAsync("search", "a red one", "--store", other, "--json")).Ended(0).Lines);
        (await ClipSearch.RunAsync("search", "x", "--store", store, "--in", folder.Root))
            .IsError("--in", "does not go with --store");
    }
}
