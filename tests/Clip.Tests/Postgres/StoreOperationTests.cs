using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres;

/// <summary>What administrators do with a store.</summary>
public sealed class StoreOperationTests : IDisposable
{
    private readonly string _address = TestServer.NewDatabase();
    private readonly PostgresStore _store;
    private readonly BitmapFolder _folder = new();

    public StoreOperationTests() => _store = PostgresStore.At(_address);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task A_store_that_is_dumped_and_restored_is_the_same()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        await File.WriteAllTextAsync(_folder.At("a.txt"), "a red door", Stop);
        await IndexAsync();
        var restored = TestServer.NewDatabase();
        var server = new Uri(_address);
        var login = $"-h {server.Host} -p {server.Port} -U clip";
        TestServer.Run(restored, "CREATE EXTENSION vector");
        var (from, to) = (server.AbsolutePath[1..], new Uri(restored).AbsolutePath[1..]);
        TestServer.RunProgram(
            "pg_dump", $"{login} -n clip {from} | BIN/psql {login} -q -v ON_ERROR_STOP=1 {to}");

        using var copy = PostgresStore.At(restored);
        Assert.Empty(copy.Verify(copy.FindLibrary(), Stop).Problems);
        Assert.Equal(await FindAsync(_store), await FindAsync(copy));
        // It goes on from there.
        _folder.Make("c.bmp", 9);
        Assert.Equal(1, (await IndexAsync(copy)).Added);
    }

    [Fact]
    public async Task Connections_that_the_server_has_ended_meanwhile_are_replaced()
    {
        _folder.MakeAll(1, "a.bmp");
        await IndexAsync();
        var found = await FindAsync(_store);
        for (var i = 0; i < 2; i++)
        {
            TestServer.Run(
                _address,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND pid <> pg_backend_pid()");
            if (i == 0)
                Assert.Equal(found, await FindAsync(_store));
            else
                Assert.Equal(1, _store.Change(static session => session.Value<int>("SELECT 1")));
        }
    }

    [Fact]
    public async Task Roles_with_the_least_rights_work_and_search()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("CLIPSEARCH_TEST_POSTGRES") is not null,
            "needs a server that any user may enter");
        _folder.MakeAll(1, "a.bmp", "b.bmp");
        _store.CreateTables();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "scale.md"), Stop);
        var (worker, reader) = ($"clip_worker_{Environment.ProcessId}", $"clip_reader_{Environment.ProcessId}");
        TestServer.Run(_address, Roles(page).Replace("clip_worker", worker, StringComparison.Ordinal)
            .Replace("clip_reader", reader, StringComparison.Ordinal)
            .Replace("DATABASE pictures", $"DATABASE {_address[(_address.LastIndexOf('/') + 1)..]}",
                StringComparison.Ordinal));

        using var working = PostgresStore.At(_address.Replace("clip@", $"{worker}@", StringComparison.Ordinal));
        working.CreateTables();
        working.ExactBelow = 1;
        Assert.Equal(2, (await IndexAsync(working)).Added);
        using var reading = PostgresStore.At(_address.Replace("clip@", $"{reader}@", StringComparison.Ordinal));
        Assert.Equal(await FindAsync(_store), await FindAsync(reading));
        Assert.Equal(2, reading.ReadActivity(reading.FindLibrary()).Workers.Sum(static one => one.Pictures));
        Assert.Empty(reading.Verify(reading.FindLibrary(), Stop).Problems);
        var error = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            _folder.Make("c.bmp", 3);
            await IndexAsync(reading);
        });
        Assert.Equal(StoreFault.NoRights, error.Fault);
    }

    [Fact]
    public void Software_and_settings_that_should_be_changed_are_named_with_the_command()
    {
        var bare = _store.Check();
        Assert.Equal(
            ("vector", "CREATE EXTENSION vector;"), (bare.Advice[0].Subject, bare.Advice[0].Command));
        _store.CreateTables();
        var checkup = _store.Check();
        Assert.Equal(TestServer.Value<string>(_address, "SHOW server_version"), checkup.ServerVersion);
        Assert.Equal(
            Version.Parse(checkup.VectorVersion!) < new Version(0, 8, 4),
            checkup.Advice.Any(static advice => advice.Command == "ALTER EXTENSION vector UPDATE;"));
        Assert.DoesNotContain(checkup.Advice, static advice => advice.Subject == "maintenance_work_mem");
    }

    [Fact]
    public void Memory_that_is_less_than_the_pictures_take_is_named_with_the_command()
    {
        var database = _address[(_address.LastIndexOf('/') + 1)..];
        TestServer.Run(_address, $"ALTER DATABASE {database} SET maintenance_work_mem = '64MB'");
        _store.Change(session =>
        {
            Assert.DoesNotContain(StoreCheckup.Of(session, 1 << 20).Advice, static advice => advice.Value == "64MB");
            var advice = StoreCheckup.Of(session, 1L << 40).Advice;
            var maintenance = Assert.Single(advice, static one => one.Subject == "maintenance_work_mem");
            Assert.Equal("64MB", maintenance.Value);
            Assert.StartsWith("ALTER SYSTEM SET maintenance_work_mem", maintenance.Command, StringComparison.Ordinal);
            var isSmall = session.Value<long>("SELECT pg_size_bytes(current_setting('shared_buffers'))") <= 128 << 20;
            Assert.Equal(isSmall, advice.Any(static one => one.Subject == "shared_buffers"));
        });
    }

    /// <summary>The commands of the documentation that make the roles.</summary>
    private static string Roles(string page) => string.Join('\n', page.Split('\n')
        .SkipWhile(static line => line != "## Roles").Skip(1).TakeWhile(static line => !line.StartsWith('#'))
        .Where(static line => line.StartsWith("    ", StringComparison.Ordinal)));

    private Task<IndexReport> IndexAsync(PostgresStore? store = null) => new StoreIndexer(
        BitmapFolder.Model, (store ?? _store).LibraryOf(_folder.Root)).RunAsync(null, null, Stop);

    private static async Task<string[]> FindAsync(PostgresStore store)
    {
        using var search = new PictureSearch(BitmapFolder.Model, store.FindLibrary());
        var answer = await search.SearchAsync(new SearchRequest("a door") { Rank = RankBy.Fused }, null, Stop);
        return [.. answer.Pictures.Select(static found => $"{found.Path} {found.Cosine} {found.Caption}")];
    }
}
