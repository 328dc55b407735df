using Clip.Catalog;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

public sealed class WorkQueueTests : IDisposable
{
    private readonly PostgresStore _store = PostgresStore.At(TestServer.NewDatabase());
    private readonly BitmapFolder _folder = new();
    private readonly IndexLocation _location;
    private readonly int _library;

    public WorkQueueTests()
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
    public void A_chunk_is_one_workers_until_its_lease_ends_and_then_anothers()
    {
        var (first, second) = (Queue("first"), Queue("second"));
        Plan("a", "b", "c");
        var taken = first.Take()!;
        Assert.Null(second.Take());
        Assert.True(first.Renew(taken));

        Expire();
        // It may have ended its worker, so it is cut in halves.
        var half = second.Take()!;
        Assert.Equal(["a"], half.Paths);
        Assert.Equal(["b", "c"], second.Take()!.Paths);
        Assert.False(first.Renew(taken));
        Assert.False(first.Finish(taken, static _ => throw new InvalidOperationException("it is not its own")));
        Assert.True(second.Finish(half, static _ => (new WrittenCounts(1, 0, 0), 0)));
        Assert.Equal((1, 2), first.Left());
    }

    [Fact]
    public void A_file_that_ends_every_program_stands_alone_in_the_end_and_is_named()
    {
        var queue = Queue("worker");
        var plan = Plan("good1", "good2", "poison", "good3");
        List<string> stored = [];
        while (queue.Take() is { } chunk)
        {
            if (chunk.Paths.Contains("poison"))
            {
                Expire();
                continue;
            }
            queue.Finish(chunk, _ =>
            {
                stored.AddRange(chunk.Paths);
                return (new WrittenCounts(chunk.Paths.Length, 0, 0), 0);
            });
        }
        Assert.Equal(["good1", "good2", "good3"], stored.Order());
        Assert.Equal((0, 0), queue.Left());
        using var index = PictureIndex.Open(_location);
        using var snapshot = index.TakeSnapshot();
        Assert.Equal("poison", Assert.Single(snapshot.Failures()).Path);
        Assert.Equal((4, 3, 0, 1, 0), plan.Progress());
    }

    [Fact]
    public void What_a_chunk_fails_to_store_is_not_stored_in_part()
    {
        var queue = Queue("worker");
        Plan("a");
        var chunk = queue.Take()!;
        Assert.Throws<InvalidOperationException>(() => queue.Finish(chunk, session =>
        {
            new LibraryWriter(session, _library).PutFailures([new FailureRecord("a", 1, 1, "bad")]);
            throw new InvalidOperationException("the worker ends here");
        }));
        Assert.Equal((1, 1), queue.Left());
        queue.Return(chunk);
        Assert.Equal(1, queue.Take()!.Attempts);
        using var index = PictureIndex.Open(_location);
        Assert.Equal(0, index.FailureCount);
    }

    [Fact]
    public async Task Workers_share_a_plan_and_store_each_picture_once()
    {
        _folder.MakeAll(1, [.. Enumerable.Range(0, 40).Select(static i => $"{i}.bmp")]);
        var planned = await new StoreIndexer(BitmapFolder.Model, _location).PlanAsync(null, Stop);
        Assert.Equal(40, planned);
        var stored = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            new StoreWorker(BitmapFolder.Model, _location).RunAsync(untilDone: true, cancellationToken: Stop)));
        Assert.Equal(40, stored.Sum());
        using var index = PictureIndex.Open(_location);
        Assert.Equal((40, 0), (index.FileCount, Queue("x").Left().Files));
        Assert.Equal(0, await new StoreIndexer(BitmapFolder.Model, _location).PlanAsync(null, Stop));
    }

    [Fact]
    public async Task A_worker_whose_folder_is_away_gives_its_work_back()
    {
        Plan("a.bmp");
        using var empty = new TestFolder();
        var away = IndexLocation.In(_location.Store!, empty.Path);
        var error = await Assert.ThrowsAsync<ClipException>(
            () => new StoreWorker(BitmapFolder.Model, away).RunAsync(untilDone: true, cancellationToken: Stop));
        Assert.Equal(empty.Path, error.Subject);
        Assert.Equal(1, Queue("other").Take()!.Attempts);
    }

    private WorkPlan Plan(params string[] paths)
    {
        var plan = WorkPlan.Begin(_store, _library, adopts: false);
        plan.Add(paths);
        return plan;
    }

    private WorkQueue Queue(string worker) => new(_store, _library, worker);

    private void Expire() => TestServer.Run(
        _store.Address, "UPDATE clip.chunk SET lease_until = '-infinity' WHERE worker IS NOT NULL");
}
