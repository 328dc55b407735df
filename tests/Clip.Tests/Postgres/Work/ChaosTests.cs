using System.Diagnostics;
using System.Globalization;
using Clip.Postgres.Work;
using Clip.Postgres.Writing;
using Clip.Tests.Cli;
using Clip.Tests.Indexing;

namespace Clip.Tests.Postgres.Work;

/// <summary>
/// Workers are killed while they hold work, connections are cut, and in the long form the server is killed too. What
/// is stored in the end is what an undisturbed run stores.
/// </summary>
public sealed class ChaosTests : IDisposable
{
    private const int Workers = 3;

    private readonly OwnServer? _server = LongTests.AreAskedFor ? OwnServer.Start() : null;
    private readonly BitmapFolder _folder = new();
    private readonly TestFolder _scratch = new();
    private readonly Dictionary<int, Process> _workers = [];
    private int _files;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var id in _workers.Keys.ToList())
            Kill(id);
        _folder.Dispose();
        _scratch.Dispose();
        _server?.Dispose();
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_stored_twice_whoever_is_killed()
    {
        var address = _server?.Address ?? TestServer.NewDatabase();
        // Its own connections are not cut.
        using var store = PostgresStore.At(address + "?application_name=test");
        var location = store.LibraryOf(_folder.Root);
        var indexer = new StoreIndexer(BitmapFolder.Model, location);
        var library = LibraryCreation.Open(location, BitmapFolder.Model, decode: null).Id;
        var queue = new WorkQueue(store, library, "test");
        var random = new Random(1);
        var blows = LongTests.AreAskedFor ? 50 : 5;
        for (var blow = 0; blow < blows; blow++)
        {
            await MoreWorkAsync(indexer, queue);
            // In the short form, those that are left do.
            if (blow == 0 || LongTests.AreAskedFor)
                StartWorkers(address, Workers);
            switch (blow % 5)
            {
                case 1 or 3:
                    // The others do not notice.
                    Cut(address);
                    break;
                case 4 when _server is not null:
                    _server.Crash();
                    break;
                default:
                    Kill(await HolderAsync(indexer, queue, address));
                    break;
            }
            if (LongTests.AreAskedFor)
                await Task.Delay(random.Next(1000), Stop);
        }
        foreach (var id in _workers.Keys.ToList())
            Kill(id);

        var last = new StoreWorker(BitmapFolder.Model, location) { Lease = TimeSpan.FromSeconds(1) };
        await last.RunAsync(untilDone: true, cancellationToken: Stop);
        await indexer.RunAsync(null, null, Stop);
        Assert.Equal((0, 0), queue.Left());
        Assert.Empty(store.Verify(location, Stop).Problems);
        await _folder.IndexAsync();
        Assert.Equal(Describe(_folder.Location), Describe(location));
    }

    /// <summary>Adds pictures where little is left to do, so that whoever is hit is at work.</summary>
    private async Task MoreWorkAsync(StoreIndexer indexer, WorkQueue queue)
    {
        if (queue.Left().Files > 48)
            return;
        for (var i = 0; i < 64; i++, _files++)
        {
            _folder.Make($"{_files:D4}.bmp", _files);
            if (_files % 8 == 0)
                await File.WriteAllTextAsync(_folder.At($"{_files:D4}.txt"), $"caption {_files % 3}", Stop);
        }
        await indexer.PlanAsync(null, Stop);
    }

    /// <summary>Starts workers until there are so many, as a service manager does where one has ended.</summary>
    private void StartWorkers(string address, int count)
    {
        foreach (var id in _workers.Where(static worker => worker.Value.HasExited).Select(static worker => worker.Key)
            .ToList())
        {
            _workers.Remove(id, out var ended);
            ended!.Dispose();
        }
        while (_workers.Count < count)
            StartWorker(address);
    }

    private void StartWorker(string address)
    {
        var start = new ProcessStartInfo(
            ClipSearch.Executable,
            ["worker", "--store", address, "--root", _folder.Root, "--lease", "1", "--threads", "1", "--quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ClipSearch.Elsewhere,
        };
        foreach (var (name, value) in ClipSearch.Environment)
            start.Environment[name] = value;
        // What killed workers leave goes with the test.
        start.Environment["TMPDIR"] = _scratch.Path;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _workers.Add(process.Id, process);
    }

    /// <summary>Waits until one of the workers holds work, and returns which.</summary>
    private async Task<int> HolderAsync(StoreIndexer indexer, WorkQueue queue, string address)
    {
        while (true)
        {
            Stop.ThrowIfCancellationRequested();
            var names = TestServer.Value<string[]>(
                address, "SELECT coalesce(array_agg(worker), '{}') FROM clip.chunk WHERE lease_until > now()");
            foreach (var name in names)
            {
                if (int.TryParse(name.Split(':')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    && _workers.ContainsKey(id))
                {
                    return id;
                }
            }
            await MoreWorkAsync(indexer, queue);
            StartWorkers(address, 1);
        }
    }

    private void Kill(int id)
    {
        _workers.Remove(id, out var worker);
        if (!worker!.HasExited)
            worker.Kill();
        worker.WaitForExit();
        worker.Dispose();
    }

    private static void Cut(string address) => TestServer.Run(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        + "WHERE datname = current_database() AND application_name = 'clip' AND pid <> pg_backend_pid()");

    private static string[] Describe(IndexLocation location)
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
