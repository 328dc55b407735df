using Clip.Tests.Cli;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

/// <summary>Searches read from a replica, and everything else goes to the store's own server.</summary>
public sealed class ReadReplicaTests : IDisposable
{
    private const string Away = "postgres://clip@127.0.0.1:1/none";

    private readonly BitmapFolder _folder = new();
    private readonly List<StoreException> _passedOver = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Searches_read_what_the_replica_has_and_writers_know_what_the_store_has()
    {
        var own = TestServer.NewDatabase();
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        await IndexAsync(own);
        var late = Copy(own);
        _folder.Make("c.bmp", 3);
        await IndexAsync(own);
        using var store = Open(own, late);
        var report = await IndexAsync(store);
        Assert.Equal((0, 3), (report.Added, report.Skipped));
        Assert.Equal(2, await CountAsync(store));
        // It is asked first, so that searches go on where the store's own server is away.
        using (var alone = Open(Away, late))
            Assert.Equal(2, await CountAsync(alone));
        Assert.Empty(_passedOver);

        // What it does not have at all comes from the store.
        using var second = new BitmapFolder();
        second.Make("d.bmp", 4);
        await IndexAsync($"{own}?library=new", second.Root);
        using var named = Open($"{own}?library=new", late);
        Assert.Equal("new", named.LibraryName);
        Assert.Equal(0, await CountAsync(named));

        var found = (await ClipSearch.RunAsync("search", "x", "--store", own, "--store-read", late, "--json")).Ended(0);
        Assert.Equal(2, found.Paths.Length);
        (await ClipSearch.RunAsync("search", "x", "--store-read", late)).IsError("--store-read", "goes with --store");
        var error = Assert.Throws<StoreException>(() => PostgresStore.At(own, late + "?library=new"));
        Assert.Contains("names a library", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_replica_is_away_or_empty_the_store_is_read_and_that_is_said_once()
    {
        var own = TestServer.NewDatabase();
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        await IndexAsync(own);
        foreach (var replica in (string[])[Away, TestServer.NewDatabase()])
        {
            _passedOver.Clear();
            using var store = Open(own, replica);
            Assert.Equal(2, await CountAsync(store));
            Assert.Equal(2, await CountAsync(store));
            Assert.Equal(store.ReplicaAddress, Assert.Single(_passedOver).Subject);
        }
        var status = (await ClipSearch.RunAsync("status", "--store", own, "--store-read", Away, "--json")).Ended(0);
        Assert.Contains("for now", status.Errors, StringComparison.Ordinal);
        Assert.True(status.Json.Single().GetProperty("store").GetProperty("replica").GetProperty("away").GetBoolean());
    }

    [Fact]
    public async Task A_streaming_replica_follows_and_answers_while_the_server_is_down()
    {
        LongTests.SkipUnlessAskedFor();
        using var server = OwnServer.Start();
        Assert.SkipWhen(server is null, "no PostgreSQL with pgvector that can be started");
        using var replica = server.StartReplica();
        using var store = Open(server.Address, replica.Address);
        // Nothing is there yet, so that the store itself is asked.
        Assert.Empty(store.FindLibraries());
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        await IndexAsync(store);
        using var reading = Open(server.Address, replica.Address);
        await FollowAsync(reading);
        _passedOver.Clear();
        Assert.Equal(2, await CountAsync(reading));
        _folder.Make("c.bmp", 3);
        await IndexAsync(store);
        await FollowAsync(reading);
        Assert.Equal(3, await CountAsync(reading));
        Assert.True(reading.ReadActivity(reading.FindLibrary()).Replica is { BehindBytes: 0 });

        server.Kill();
        Assert.Equal(3, await CountAsync(reading));
        Assert.Empty(_passedOver);
    }

    /// <summary>Waits until the replica has everything.</summary>
    private static async Task FollowAsync(PostgresStore store)
    {
        while (true)
        {
            using var session = store.Begin();
            if (store.ReadReplicaState(session) is { BehindBytes: 0 })
                return;
            await Task.Delay(20, Stop);
        }
    }

    /// <summary>A database with what another one has now, as a replica that hears of nothing more.</summary>
    private static string Copy(string address)
    {
        var copy = TestServer.NewDatabase();
        var (from, to) = (new Uri(address).AbsolutePath[1..], new Uri(copy).AbsolutePath[1..]);
        var elsewhere = TestServer.NewDatabase();
        TestServer.Run(elsewhere, $"DROP DATABASE {to}");
        TestServer.Run(elsewhere, $"CREATE DATABASE {to} TEMPLATE {from}");
        return copy;
    }

    private PostgresStore Open(string own, string replica)
    {
        var store = PostgresStore.At(own, replica);
        store.OnReplicaPassedOver = _passedOver.Add;
        return store;
    }

    private async Task IndexAsync(string address, string? root = null)
    {
        using var store = PostgresStore.At(address);
        await IndexAsync(store, root);
    }

    private Task<IndexReport> IndexAsync(PostgresStore store, string? root = null) =>
        new StoreIndexer(BitmapFolder.Model, store.LibraryOf(root ?? _folder.Root)).RunAsync(null, null, Stop);

    private static async Task<int> CountAsync(PostgresStore store)
    {
        using var search = new PictureSearch(BitmapFolder.Model, store.FindLibrary());
        var answer = await search.SearchAsync(new SearchRequest("stripes"), null, Stop);
        return answer.Pictures.Count;
    }
}
