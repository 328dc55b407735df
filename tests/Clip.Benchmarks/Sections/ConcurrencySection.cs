using Clip.Benchmarks.Vectors;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;

namespace Clip.Benchmarks.Sections;

/// <summary>Searches of one index at a time and one after the other, each allowed to use all cores.</summary>
internal sealed class ConcurrencySection : ISection
{
    private const int Dimensions = 512, Entries = 200_000, Searches = 8, TopK = 10;

    public string Name => "concurrency";

    public string Question => $"do {Searches} searches at once take as long as {Searches} one after the other?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var location = IndexLocation.For(folder.Path);
        Write(location);
        using var index = EmbeddedIndex.Open(location);
        using var threads = new Callers(Searches);
        var filter = new PictureFilter { MinWidth = 700 };
        Compare(report, threads, $"{Entries:N0} vectors", number => Search(index, number, null));
        Compare(report, threads, $"{Entries:N0} vectors, filtered", number => Search(index, number, filter));
        using var snapshot = index.TakeSnapshot();
        Compare(report, threads, $"{Entries:N0} vectors, one snapshot", number => Search(snapshot, number));
        report.Remark("A ratio of 1 means that no search waits for another while a core is idle.");
    }

    private static void Compare(Report report, Callers threads, string title, Action<int> search) => report.Table(
        title, "searches/s", Comparison.Measure(
            new Alternative($"{Searches} one after the other", Searches, () =>
            {
                for (var number = 0; number < Searches; number++)
                    search(number);
            }),
            new Alternative($"{Searches} at once", Searches, () => threads.Run(search))));

    private static void Search(EmbeddedIndex index, int number, PictureFilter? filter)
    {
        // Every other picture is wide enough for the filter.
        var expected = 2 * number + 1;
        Expect(expected, index.SearchPictures(Vector(expected), TopK, filter: filter)[0].Entry);
    }

    private static void Search(EmbeddedSnapshot index, int number) =>
        Expect(number, index.SearchPictures(Vector(number), TopK)[0].Entry);

    private static void Write(IndexLocation location)
    {
        using var index = PictureIndexWriter.Open(
            location, new IndexModel("random", new string('0', 32), Dimensions, "fast"));
        for (var row = 0; row < Entries; row++)
        {
            var width = row % 2 == 0 ? 640 : 800;
            index.AddPicture(new FileRecord($"photos/{row}.jpg", 100_000, row, (UInt128)row, width, 480), Vector(row));
        }
        index.Commit();
    }

    private static float[] Vector(int seed)
    {
        var vector = new float[Dimensions];
        RandomVectors.Fill(vector, seed);
        return vector;
    }

    private static void Expect(long expected, long found)
    {
        if (found != expected)
            throw new InvalidOperationException($"entry {found} was found first where {expected} was expected");
    }

    /// <summary>Threads that wait for something to do, so that starting them is not measured.</summary>
    private sealed class Callers : IDisposable
    {
        private readonly Barrier _start;
        private readonly Barrier _end;
        private readonly Thread[] _threads;
        private Action<int>? _search;
        private Exception? _failure;

        public Callers(int count)
        {
            _start = new Barrier(count + 1);
            _end = new Barrier(count + 1);
            _threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() => Loop(number)))];
            foreach (var thread in _threads)
                thread.Start();
        }

        /// <summary>
        /// Calls something on every thread, with the thread's number, and returns when all calls have.
        /// </summary>
        public void Run(Action<int> search)
        {
            _search = search;
            _start.SignalAndWait();
            _end.SignalAndWait();
            if (_failure is { } failure)
                throw new InvalidOperationException("a search failed", failure);
        }

        public void Dispose()
        {
            _search = null;
            _start.SignalAndWait();
            foreach (var thread in _threads)
                thread.Join();
            _start.Dispose();
            _end.Dispose();
        }

        private void Loop(int number)
        {
            while (true)
            {
                _start.SignalAndWait();
                if (_search is not { } search)
                    return;
                try
                {
                    search(number);
                }
                catch (Exception failure)
                {
                    _failure = failure;
                }
                _end.SignalAndWait();
            }
        }
    }
}
