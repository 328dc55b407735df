using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

public sealed class WorkPlanTests : IDisposable
{
    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly BitmapFolder _folder = new();
    private readonly IndexLocation _location;
    private readonly int _library;

    public WorkPlanTests()
    {
        _location = _store.LibraryOf(_folder.Root);
        _library = LibraryCreation.Open(_location, BitmapFolder.Model, decode: null).Id;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task A_file_that_is_planned_is_not_planned_again_and_the_run_that_works_on_it_counts_it()
    {
        _folder.MakeAll(1, "a.bmp", "b.bmp", "c.bmp");
        var indexer = new StoreIndexer(BitmapFolder.Model, _location);
        Assert.Equal(3, await indexer.PlanAsync(null, Stop));
        _folder.Make("d.bmp", 9);
        Assert.Equal(4, await indexer.PlanAsync(null, Stop));
        Assert.Equal(4, new WorkQueue(_store, _library, "any").Left().Files);

        var report = await indexer.RunAsync(null, null, Stop);
        Assert.Equal((4, 0, 0), (report.Added, report.Updated, report.Skipped));
        Assert.Equal(4, (await indexer.RunAsync(null, null, Stop)).Skipped);
        Assert.Equal(0, Count("plan"));
    }

    [Fact]
    public async Task Planners_that_run_at_the_same_time_plan_each_file_once()
    {
        string[] paths = [.. Enumerable.Range(0, 200).Select(static i => $"{i}.bmp")];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var plan = WorkPlan.Begin(_store, _library, adopts: false);
            foreach (var some in paths.Chunk(20))
                plan.Add(some);
        })));
        Assert.Equal(200, new WorkQueue(_store, _library, "any").Left().Files);
        Assert.Equal(200L, Value<long>("SELECT count(DISTINCT p) FROM clip.chunk, unnest(paths) p"));
    }

    [Fact]
    public void What_nobody_asks_for_any_more_is_removed()
    {
        var queue = new WorkQueue(_store, _library, "gone");
        queue.Greet();
        WorkPlan.Begin(_store, _library, adopts: false).Add(["a"]);
        var ended = WorkPlan.Begin(_store, _library, adopts: true);
        ended.End();
        TestServer.Run(
            _store.Address,
            "UPDATE clip.worker SET seen = now() - interval '2 hours'; "
            + "UPDATE clip.plan SET started = now() - interval '8 days'");
        // The chunk that is left keeps its plan.
        WorkPlan.Begin(_store, _library, adopts: false);
        Assert.Equal((1, 0), (Count("plan"), Count("worker")));
        var chunk = queue.Take()!;
        Assert.True(queue.Finish(chunk, static _ => (default, 0)));
        WorkPlan.Begin(_store, _library, adopts: false);
        Assert.Equal(0, Count("plan"));
    }

    private long Count(string table) => Value<long>($"SELECT count(*) FROM clip.{table}");

    private T Value<T>(string sql) => TestServer.Value<T>(_store.Address, sql);
}
