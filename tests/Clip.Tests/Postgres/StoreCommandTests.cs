using System.Text;
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
        Assert.Contains(
            "the index holds no pictures yet: 3 files planned; run clipsearch worker",
            (await ClipSearch.RunAsync("search", "x", "--store", store)).Ended(1).Errors, StringComparison.Ordinal);
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
        (await ClipSearch.RunAsync("search", "x", "--recall", "0.9", "--in", folder.Root))
            .IsError("--recall", "goes with --store");
    }

    [Fact]
    public async Task What_a_database_lacks_is_named_before_it_has_a_library_and_no_password_is()
    {
        var store = TestServer.NewDatabase().Replace("clip@", "clip:s3cret@", StringComparison.Ordinal);
        var answer = (await ClipSearch.RunAsync("doctor", "--store", store)).Ended(0);
        Assert.Contains("CREATE EXTENSION vector;", answer.Output, StringComparison.Ordinal);
        Assert.Contains("there is no index here", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", answer.Output + answer.Errors, StringComparison.Ordinal);
        (await ClipSearch.RunAsync("search", "x", "--store", "postgres://clip:12/s3cret@127.0.0.1:1/x"))
            .IsError("postgres://...: is no address of a PostgreSQL database");
    }

    [Fact]
    public async Task A_list_is_planned_and_a_library_is_verified_classified_measured_and_taken_out()
    {
        var store = TestServer.NewDatabase();
        using var folder = new BitmapFolder();
        folder.MakeAll(1, "sub/a.bmp", "b.bmp", "c.bmp");
        var list = Encoding.UTF8.GetBytes($"{folder.At("sub/a.bmp")}\n{folder.At("b.bmp")}\n");
        var planned = (await ClipSearch.RunAsync(
            ["index", folder.Root, "--store", store, "--plan", "--list", "-", "--json"], list)).Ended(0);
        Assert.Equal(2, planned.Json.Single().GetProperty("planned").GetInt32());
        // A folder of a library belongs to it.
        (await ClipSearch.RunAsync("index", folder.At("sub"), "--store", store, "--json")).Ended(0);
        AssertIsSound(await ClipSearch.RunAsync("status", "--store", store, "--verify", "--json"));

        var labels = (await ClipSearch.RunAsync("classify", "--labels", "red,blue", "--store", store, "--json"))
            .Ended(0);
        Assert.Equal(2, labels.Lines.Length);
        var recall = (await ClipSearch.RunAsync("search", "x", "--store", store, "--recall", "0.9")).Ended(0);
        Assert.Contains("recall 1, as it is small enough for exact searches", recall.Errors, StringComparison.Ordinal);
        (await ClipSearch.RunAsync("search", "x", "--store", store, "--recall", "0.9", "--exact"))
            .IsError("--recall", "does not go with --exact");

        var exported = (await ClipSearch.RunAsync("export", folder.Root, "--store", store, "--json")).Ended(0);
        Assert.Equal(2, exported.Json.Single().GetProperty("exported").GetInt32());
        AssertIsSound(await ClipSearch.RunAsync("status", "--in", folder.Root, "--verify", "--json"));

        TestServer.Run(
            store,
            "UPDATE clip.picture SET embedding = '[1,2]' WHERE entry = (SELECT min(entry) FROM clip.picture)");
        var damaged = (await ClipSearch.RunAsync("status", "--store", store, "--verify")).Ended(2);
        Assert.Contains("damaged", damaged.Output, StringComparison.Ordinal);
        Assert.Contains(
            "pictures whose vector has not 384 dimensions: 1, such as ", damaged.Errors, StringComparison.Ordinal);

        static void AssertIsSound(Answer status)
        {
            var line = status.Ended(0).Json.Single();
            Assert.Equal(("sound", 2), (line.GetProperty("health").GetString(), line.GetProperty("files").GetInt32()));
        }
    }
}
