using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

/// <summary>A library that workers fill while they are disturbed.</summary>
internal sealed class ChaoticLibrary
{
    private const int PicturesTogether = 64;
    private const int FewPictures = 48;

    private readonly PostgresStore _store;
    private readonly BitmapFolder _folder;
    private readonly WorkerProcesses _workers;
    private readonly StoreIndexer _indexer;
    private readonly WorkQueue _queue;
    private int _files;

    public ChaoticLibrary(PostgresStore store, BitmapFolder folder, WorkerProcesses workers)
    {
        (_store, _folder, _workers) = (store, folder, workers);
        Location = store.LibraryOf(folder.Root);
        _indexer = new StoreIndexer(BitmapFolder.Model, Location);
        Id = LibraryCreation.Open(Location, BitmapFolder.Model, decode: null).Id;
        _queue = new WorkQueue(store, Id, "test");
    }

    public IndexLocation Location { get; }

    /// <summary>Its key.</summary>
    public int Id { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Adds pictures where little is left to do, so that whoever is hit is at work.</summary>
    public async Task AddWorkAsync()
    {
        if (_queue.Left().Files > FewPictures)
            return;
        for (var i = 0; i < PicturesTogether; i++, _files++)
        {
            _folder.Make($"{_files:D4}.bmp", _files);
            if (_files % 8 == 0)
                await File.WriteAllTextAsync(_folder.At($"{_files:D4}.txt"), $"caption {_files % 3}", Stop);
        }
        await _indexer.PlanAsync(null, Stop);
    }

    /// <summary>Waits until one of the workers holds work, and returns which.</summary>
    public async Task<int> FindHolderAsync()
    {
        while (true)
        {
            Stop.ThrowIfCancellationRequested();
            var names = _store.Change(static session => session.Value<string[]>(
                "SELECT coalesce(array_agg(worker), '{}') FROM clip.chunk WHERE lease_until > now()"))!;
            foreach (var name in names)
            {
                if (_workers.Find(name) is { } id)
                    return id;
            }
            await AddWorkAsync();
            _workers.Start(1);
        }
    }

    /// <summary>Waits until workers have stored some chunks.</summary>
    public async Task WaitForProgressAsync(int chunks)
    {
        var before = Stored();
        while (Stored() < before + chunks * 8 && _queue.Left().Chunks > 0)
        {
            _workers.Start(3);
            await Task.Delay(20, Stop);
        }

        long Stored() => _store.Change(static session => session.Value<long>("SELECT count(*) FROM clip.file"));
    }

    /// <summary>Ends all connections of workers.</summary>
    public static void CutConnections(string address) => TestServer.Run(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        + "WHERE datname = current_database() AND application_name = 'clip' AND pid <> pg_backend_pid()");

    /// <summary>Does what is left, and checks that it is sound.</summary>
    public async Task FinishAsync()
    {
        var last = new StoreWorker(BitmapFolder.Model, Location) { Lease = TimeSpan.FromSeconds(1) };
        await last.RunAsync(untilDone: true, cancellationToken: Stop);
        await _indexer.RunAsync(null, null, Stop);
        Assert.Equal((0, 0), _queue.Left());
        Assert.Empty(_store.Verify(Location, Stop).Problems);
    }

    /// <summary>All that an index holds.</summary>
    public static string[] Describe(IndexLocation location)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        return
        [
            $"{snapshot.PictureCount} {snapshot.FileCount} {snapshot.CaptionCount} {snapshot.FailureCount}",
            .. snapshot.Files().Select(file => $"{file.Path} {file.Hash} "
                + string.Join(", ", snapshot.FindCaptions(file.Path).Select(snapshot.CaptionText))),
            .. snapshot.Failures().Select(static failure => failure.Path),
        ];
    }
}
