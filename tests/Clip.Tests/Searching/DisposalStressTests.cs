using System.Diagnostics;
using System.Globalization;
using Clip.Tests.Images;
using Clip.Tests.Models;

namespace Clip.Tests.Searching;

/// <summary>Runs while no other test does, because it counts the threads and handles of the process.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>
/// Eight threads encode, search and index while what they use is disposed. Every call either succeeds or says that
/// something was disposed; the process lives, and nothing is left behind. <c>CLIP_STRESS_ROUNDS=200</c> makes it long.
/// </summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class DisposalStressTests
{
    private const int ThreadCount = 8;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Rounds =>
        int.Parse(Environment.GetEnvironmentVariable("CLIP_STRESS_ROUNDS") ?? "6", CultureInfo.InvariantCulture);

    // The C library's allocator has several arenas for threads that allocate at the same time, and they fill during the
    // first rounds; with one arena (MALLOC_ARENA_MAX=1), memory stays the same from the twentieth round on.
    private static int WarmUpRounds => Math.Max(3, Rounds / 4);

    [Fact]
    public async Task Disposing_what_threads_use_ends_in_ObjectDisposedException_and_leaks_nothing()
    {
        using var folder = new TestFolder();
        for (var i = 0; i < 12; i++)
        {
            await File.WriteAllBytesAsync(
                folder.At("pictures", $"{i}.ppm"),
                Preprocessors.PortablePixmap(40, 30, Preprocessors.Noise(40, 30, (uint)i)), Stop);
        }
        var random = new Random(5);
        for (var i = 0; i < WarmUpRounds; i++)
            await RoundAsync(folder.At("pictures"), random);
        var before = Usage.Now();

        for (var i = 0; i < Rounds; i++)
            await RoundAsync(folder.At("pictures"), random);

        var after = Usage.Now();
        // A session that leaks keeps threads and megabytes, an index handles; each round opens several of both.
        Assert.InRange(after.Handles - before.Handles, int.MinValue, Math.Max(16, Rounds));
        Assert.InRange(after.Threads - before.Threads, int.MinValue, Math.Max(16, Rounds));
        Assert.InRange(after.Bytes - before.Bytes, long.MinValue, (64L << 20) + Rounds * (512L << 10));
    }

    private static async Task RoundAsync(string folder, Random random)
    {
        var model = ClipModel.Load(GoldenModels.Folder("clip-split"));
        var index = Path.Combine(Path.GetDirectoryName(folder)!, $"index-{random.Next():x}");
        var location = IndexLocation.For(folder, index);
        await new Indexer(model, location).RunAsync(cancellationToken: Stop);
        using var use = new Use(model, location, GoldenModels.Picture("rgb_33x47.png"));

        var calls = use.Calls;
        var threads = new Thread[ThreadCount];
        for (var i = 0; i < ThreadCount; i++)
        {
            var call = calls[i % calls.Length];
            threads[i] = new Thread(() => use.Repeat(call));
            threads[i].Start();
        }
        await Task.Delay(random.Next(20, 60), Stop);
        foreach (var disposable in use.Disposables.OrderBy(_ => random.Next()))
        {
            disposable.Dispose();
            await Task.Delay(random.Next(0, 4), Stop);
        }
        use.End();
        foreach (var thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "a thread waits forever");
        Assert.Empty(use.Unexpected);
        Directory.Delete(index, recursive: true);
    }

    /// <summary>What the threads of a round use.</summary>
    private sealed class Use : IDisposable
    {
        private readonly ClipModel _model;
        private readonly IndexLocation _location;
        private readonly string _path;
        private readonly Picture _picture;
        private readonly ImageBatch _batch;
        private readonly VectorIndex _vectors;
        private readonly PictureIndex _index;
        private readonly PictureSearch _search;
        private volatile bool _ended;

        public Use(ClipModel model, IndexLocation location, string path)
        {
            (_model, _location, _path) = (model, location, path);
            _picture = model.Image.Decode(path, cancellationToken: Stop);
            _batch = model.Image.CreateBatch(2);
            _vectors = new VectorIndex(model.Dimensions);
            _index = PictureIndex.Open(location);
            _search = new PictureSearch(model, location);
        }

        public List<Exception> Unexpected { get; } = [];

        public IDisposable[] Disposables => [_model, _picture, _batch, _vectors, _index, _search];

        public Action[] Calls =>
        [
            () => _vectors.Add(_model.Text.Encode("a dog", Stop)),
            () => _vectors.Search(_model.Image.Encode(_path, Stop), 3, cancellationToken: Stop),
            EncodeBatch,
            () => _index.SearchPictures(new float[_model.Dimensions], 3, cancellationToken: Stop),
            () => _search.SearchAsync(new SearchRequest("a dog") { Update = new IndexerOptions() }, null, Stop)
                .GetAwaiter().GetResult(),
            () => new Indexer(_model, _location, new IndexerOptions { VerifyContent = true })
                .RunAsync(cancellationToken: Stop).GetAwaiter().GetResult(),
            () => _ = _model.Image.EncodeAsync([_path, _path], cancellationToken: Stop)
                .ToBlockingEnumerable(Stop).Count(),
            () =>
            {
                using var snapshot = _index.TakeSnapshot();
                _ = snapshot.ListFiles(PictureOrder.NewestFirst, 3);
            },
        ];

        public void End() => _ended = true;

        public void Dispose() => Array.ForEach(Disposables, static one => one.Dispose());

        public void Repeat(Action call)
        {
            while (!_ended)
            {
                try
                {
                    call();
                }
                catch (ObjectDisposedException)
                {
                    Thread.Yield();
                }
                catch (IndexException error) when (error.Fault == IndexFault.Busy)
                {
                    // Two of the calls write one index.
                }
                catch (Exception error)
                {
                    lock (Unexpected)
                        Unexpected.Add(error);
                    return;
                }
            }
        }

        private void EncodeBatch()
        {
            _batch.Write(0, _picture);
            _batch.Write(1, _picture);
            _model.Image.Encode(_batch, 2, new float[2 * _model.Dimensions], Stop);
        }
    }

    /// <summary>What the process holds of the system.</summary>
    private sealed record Usage(int Handles, int Threads, long Bytes)
    {
        public static Usage Now()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            using var process = Process.GetCurrentProcess();
            var handles = OperatingSystem.IsLinux()
                ? Directory.GetFileSystemEntries("/proc/self/fd").Length
                : process.HandleCount;
            return new Usage(handles, process.Threads.Count, process.WorkingSet64);
        }
    }
}
