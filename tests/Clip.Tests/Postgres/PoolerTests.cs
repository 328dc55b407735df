using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

public sealed class PoolerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pooler_may_give_each_transaction_another_connection()
    {
        var direct = TestServer.NewDatabase();
        using var pooler = Pooler.Start(new Uri(direct));
        Assert.SkipWhen(pooler is null, "no PgBouncer: install it, or run install.sh beside this test");
        var address = pooler.Through(direct);
        using var folder = new BitmapFolder();
        for (var i = 0; i < 40; i++)
            folder.Make($"{i}.bmp", i);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var one = PostgresStore.At(address);
            one.CreateTables();
        }, Stop)));
        using var store = PostgresStore.At(address);
        store.ExactBelow = 10;
        var location = store.LibraryOf(folder.Root);
        Assert.Equal(40, await new StoreIndexer(BitmapFolder.Model, location).PlanAsync(null, Stop));
        // More workers than connections, each with its heartbeat.
        var stored = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            new StoreWorker(BitmapFolder.Model, location).RunAsync(untilDone: true, null, null, Stop)));
        Assert.Equal(40, stored.Sum());
        var report = await new StoreIndexer(BitmapFolder.Model, location).RunAsync(null, null, Stop);
        Assert.Equal((0, 40), (report.Added, report.Skipped));

        Assert.True(store.ReadActivity(location).IsApproximate);
        Assert.InRange(store.ChooseRecall(location, 0.9, null, Stop).Recall, 0.9, 1);
        Assert.Empty(store.Verify(location, Stop).Problems);
        Assert.NotNull(store.Check().VectorVersion);
        var searches = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FindAsync(address)));
        Assert.All(searches, found => Assert.Equal(searches[0], found));
        Assert.Equal(searches[0], await FindAsync(direct));

        // Nothing of a session is left for the next who gets its connection.
        Assert.Equal(
            0L, TestServer.Value<long>(address, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(
                0L, TestServer.Value<long>(address, "SELECT count(*) FROM pg_prepared_statements"));
            Assert.Equal(
                0L, TestServer.Value<long>(
                    address, "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"));
            Assert.Equal("", TestServer.Value<string>(
                address, "SELECT coalesce(current_setting('hnsw.iterative_scan', true), '') "
                    + "WHERE current_setting('hnsw.iterative_scan', true) = 'strict_order'") ?? "");
        }
    }

    private static async Task<string[]> FindAsync(string address)
    {
        using var store = PostgresStore.At(address);
        using var search = new PictureSearch(BitmapFolder.Model, store.FindLibrary());
        var answer = await search.SearchAsync(new SearchRequest("stripes"), null, Stop);
        return [.. answer.Pictures.Select(static found => $"{found.Path} {found.Cosine}")];
    }
}
