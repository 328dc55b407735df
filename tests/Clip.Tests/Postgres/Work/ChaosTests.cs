using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

/// <summary>
/// Workers are killed while they hold work, and connections are cut. What is stored in the end is what an undisturbed
/// run stores. The long form (<see cref="LongChaosTests"/>) kills more, and the server too.
/// </summary>
public sealed class ChaosTests : IDisposable
{
    private readonly string _address = TestServer.NewDatabase();
    private readonly BitmapFolder _folder = new();
    private readonly WorkerProcesses _workers;

    public ChaosTests() => _workers = new WorkerProcesses(_address, _folder.Root);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _workers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_stored_twice_whoever_is_killed()
    {
        // Its own connections are not cut.
        using var store = PostgresStore.At(_address + "?application_name=test");
        var chaos = new ChaoticLibrary(store, _folder, _workers);
        await chaos.AddWorkAsync();
        _workers.Start(3);
        for (var blow = 0; blow < 5; blow++)
        {
            if (blow % 2 == 1)
                ChaoticLibrary.CutConnections(_address);
            else
                _workers.Kill(await chaos.FindHolderAsync());
        }
        _workers.KillAll();
        await chaos.FinishAsync();
        await _folder.IndexAsync();
        Assert.Equal(ChaoticLibrary.Describe(_folder.Location), ChaoticLibrary.Describe(chaos.Location));
    }
}
