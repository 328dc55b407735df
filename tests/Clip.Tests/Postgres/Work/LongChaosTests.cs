using System.Diagnostics;
using Clip.Postgres.Connections;
using Clip.Postgres.Reading;
using Clip.Postgres.Schema;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

/// <summary>
/// Three workers and a server of which one or the other is killed fifty times at random, whose connections are cut,
/// whose disk is full for a while, and that is restarted in the middle of a migration and of the building of an index.
/// </summary>
public sealed class LongChaosTests : IDisposable
{
    private const int WorkerKills = 34;
    private const int ServerKills = 16;
    private const int Cuts = 12;
    private const int Disk = 192;

    private readonly OwnServer? _server = LongTests.AreAskedFor ? OwnServer.Start(Disk) : null;
    private readonly BitmapFolder _folder = new();
    private int _fullDisks;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Address => _server!.Address;

    public void Dispose()
    {
        _folder.Dispose();
        _server?.Dispose();
    }

    [Fact]
    public async Task Fifty_kills_cuts_a_full_disk_and_interrupted_changes_leave_what_an_undisturbed_run_stores()
    {
        LongTests.SkipUnlessAskedFor();
        Assert.SkipWhen(_server is null, "no PostgreSQL with pgvector that can be started");
        var clock = Stopwatch.StartNew();
        var seed = Random.Shared.Next();
        using var workers = new WorkerProcesses(Address, _folder.Root);
        // Its own connections are not cut.
        using var store = PostgresStore.At(Address + "?application_name=test");
        var chaos = new ChaoticLibrary(store, _folder, workers);
        var blows = Enumerable.Repeat(Blow.Worker, WorkerKills).Concat(Enumerable.Repeat(Blow.Server, ServerKills - 2))
            .Concat(Enumerable.Repeat(Blow.Cut, Cuts)).Concat([Blow.FullDisk, Blow.Migration, Blow.Graph]).ToArray();
        var random = new Random(seed);
        random.Shuffle(blows);
        foreach (var blow in blows)
        {
            await chaos.AddWorkAsync();
            workers.Start(3);
            await StrikeAsync(blow, chaos, store, workers);
            await Task.Delay(random.Next(1000), Stop);
            // Some are struck while they are about to finish, and some before they have begun.
            if (random.Next(2) == 0)
                await chaos.WaitForProgressAsync(random.Next(4));
        }
        workers.KillAll();

        await chaos.FinishAsync();
        store.ExactBelow = 1;
        var library = Read(store, session => StoredLibrary.Find(session, chaos.Location.Root)!);
        NeighborGraph.Ensure(store, library, TestContext.Current.CancellationToken);
        Assert.True(Read(store, session => NeighborGraph.Exists(session, library.Id)));
        var stored = ChaoticLibrary.Describe(chaos.Location);
        await _folder.IndexAsync();
        var expected = ChaoticLibrary.Describe(_folder.Location);
        var differences = expected.Except(stored).Count() + stored.Except(expected).Count();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"""
            | worker kills | server kills | cuts | full disks | migrations | indexes | rows | differences | seconds |
            |--:|--:|--:|--:|--:|--:|--:|--:|--:|
            | {WorkerKills} | {ServerKills} | {Cuts} | {_fullDisks} | 1 | 1 | {stored.Length - 1} | {differences} |
            {clock.Elapsed.TotalSeconds:0} |
            seed {seed}
            """);
        Assert.Equal(expected, stored);
        Assert.True(store.Verify(chaos.Location, Stop).IsSound);
    }

    private async Task StrikeAsync(Blow blow, ChaoticLibrary chaos, PostgresStore store, WorkerProcesses workers)
    {
        switch (blow)
        {
            case Blow.Worker:
                workers.Kill(await chaos.FindHolderAsync());
                break;
            case Blow.Server:
                _server!.Crash();
                break;
            case Blow.Cut:
                ChaoticLibrary.CutConnections(Address);
                break;
            case Blow.FullDisk when _server!.HasDisk:
                _fullDisks++;
                await _server.FillDiskAsync(Stop);
                await Task.Delay(TimeSpan.FromSeconds(2), Stop);
                _server.FreeDisk();
                break;
            case Blow.Migration:
                await InterruptMigrationAsync();
                break;
            case Blow.Graph:
                await InterruptGraphAsync(chaos, store);
                break;
        }
    }

    /// <summary>Kills the server in the middle of a migration, which waits for a table.</summary>
    private async Task InterruptMigrationAsync()
    {
        TestServer.Run(Address, "CREATE DATABASE old");
        var old = Address[..Address.LastIndexOf('/')] + "/old";
        TestServer.Run(
            old,
            "CREATE EXTENSION vector; CREATE SCHEMA clip; CREATE TABLE clip.version "
            + "(number integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now()); "
            + $"{SchemaVersions.Steps[0]}; INSERT INTO clip.version (number) VALUES (1); "
            + "INSERT INTO clip.chunk (library_id, chunk_id, plan_id, paths) "
            + "SELECT 1, n, 1, ARRAY['a', 'b'] FROM generate_series(1, 1000) n");
        using var store = PostgresStore.At(old);
        using (var holder = store.Begin())
        {
            holder.Execute("LOCK TABLE clip.chunk IN ACCESS SHARE MODE");
            var migration = Task.Run(store.CreateTables, Stop);
            await WaitForLockAsync("ALTER TABLE", migration);
            _server!.Crash();
            await Assert.ThrowsAsync<StoreException>(() => migration);
        }
        Assert.Equal(1, TestServer.Value<int>(old, "SELECT max(number) FROM clip.version"));
        store.CreateTables();
        Assert.Equal(SchemaVersions.Newest, TestServer.Value<int>(old, "SELECT max(number) FROM clip.version"));
        Assert.Equal(2000L, TestServer.Value<long>(old, "SELECT sum(files) FROM clip.chunk"));
    }

    /// <summary>Kills the server in the middle of the building of an index, which waits for a transaction.</summary>
    private async Task InterruptGraphAsync(ChaoticLibrary chaos, PostgresStore store)
    {
        using var building = PostgresStore.At(Address + "?application_name=test");
        building.ExactBelow = 1;
        var library = Read(building, session => StoredLibrary.Find(session, chaos.Location.Root)!);
        // There is none of an empty library.
        while (!Read(store, static session => session.Value<bool>("SELECT EXISTS (SELECT FROM clip.picture)")))
            await Task.Delay(20, Stop);
        using (var holder = store.Begin())
        {
            holder.Execute("LOCK TABLE clip.picture IN ROW EXCLUSIVE MODE");
            var graph = Task.Run(() => NeighborGraph.Ensure(building, library, Stop), Stop);
            await WaitForLockAsync("CREATE INDEX CONCURRENTLY", graph);
            _server!.Crash();
            await Assert.ThrowsAsync<StoreException>(() => graph);
        }
        Assert.True(Read(store, session => NeighborGraph.IsIncomplete(session, library.Id)));
    }

    private async Task WaitForLockAsync(string statement, Task running)
    {
        while (TestServer.Value<long>(
            Address,
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            + $"AND strpos(query, '{statement}') > 0") == 0)
        {
            Assert.False(running.IsCompleted, $"{statement} did not wait");
            await Task.Delay(20, Stop);
        }
    }

    private static T Read<T>(PostgresStore store, Func<Session, T> read)
    {
        using var session = store.Begin();
        return read(session);
    }

    private enum Blow
    {
        Worker,
        Server,
        Cut,
        FullDisk,
        Migration,
        Graph,
    }
}
