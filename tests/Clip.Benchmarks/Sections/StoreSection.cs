using System.Diagnostics;
using System.Globalization;
using Clip.Benchmarks.Vectors;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Postgres.Reading;
using Clip.Postgres.Writing;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// Growing numbers of vectors in a PostgreSQL database and in an index in a folder: loading, the index of neighbors,
/// latencies, and how much of the exact answer is found.
/// </summary>
internal sealed class StoreSection(BenchmarkOptions options) : ISection
{
    private const int Dimensions = 512;
    private const int Together = 1024;
    private const int Queries = 30;
    private const int TopK = 10;
    private const int Usual = 10_000;
    private const int MostRandom = 100_000;

    public string Name => "store";

    public string Question => "what do a million vectors cost in PostgreSQL, beside an index in a folder?";

    public void Run(Report report)
    {
        if (options.Store is not { } address)
        {
            report.Remark("Skipped: it needs an empty database with pgvector, named with --store.");
            return;
        }
        List<string[]> rows = [];
        var count = options.Vectors > 0 ? options.Vectors : Usual;
        // Random vectors have no neighbors to speak of: they show the worst case, which need not be large.
        bool[] kinds = count > MostRandom ? [true] : [false, true];
        foreach (var isGrouped in kinds)
        {
            var vectors = Make(count + Queries, isGrouped);
            rows.Add(MeasureStore(address, vectors, count, isGrouped));
            rows.Add(MeasureFolder(vectors, count, isGrouped));
        }
        report.Table(
            [
                $"vectors of {Dimensions} dimensions", "load, rows/s", "HNSW build and curve, s", "MB", "HNSW, MB",
                "exact, ms", "HNSW, ms", "entries", $"recall@{TopK}",
            ],
            rows);
    }

    private static string[] MeasureStore(string address, float[] vectors, int count, bool isGrouped)
    {
        using var store = PostgresStore.At($"{address}?library={count}-{isGrouped}-{Environment.ProcessId}");
        using var folder = new TemporaryFolder();
        var location = store.LibraryOf(folder.Make("pictures"));
        var library = LibraryCreation.Open(
            location, new IndexModel("benchmark", "benchmark", Dimensions, "fast"), origin: null, decode: null);
        var clock = Stopwatch.StartNew();
        for (var first = 0; first < count; first += Together)
        {
            var part = Part(vectors, first, Math.Min(Together, count - first));
            store.Change(session => new LibraryWriter(session, library.Id).Put(part));
        }
        var load = count / clock.Elapsed.TotalSeconds;
        store.Change(static session => session.Execute("ANALYZE clip.picture"));
        var (exact, answers) = Search(location, vectors, count);
        clock.Restart();
        store.ExactBelow = 1;
        NeighborGraph.Ensure(store, library, CancellationToken.None);
        var build = clock.Elapsed.TotalSeconds;
        var (near, found) = Search(location, vectors, count);
        using var index = PictureIndex.Open(location);
        var graph = store.Change(session => session.Value<long>(
            "SELECT coalesce(sum(pg_relation_size(indexrelid)), 0)::bigint FROM pg_stat_user_indexes "
            + $"WHERE indexrelname = 'picture_nearest_{library.Id}'"));
        var recall = answers.Zip(found).Average(
            static pair => pair.First.Intersect(pair.Second).Count() / (double)TopK);
        return
        [
            $"{count:N0} {Kind(isGrouped)}, PostgreSQL", Report.Number(load), Report.Number(build),
            Megabytes(index.Bytes), Megabytes(graph), Report.Number(exact), Report.Number(near),
            store.Change(session => RecallCurve.Of(session, library.Id))!.UsualWidth.ToString(
                CultureInfo.InvariantCulture),
            recall.ToString("0.000", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] MeasureFolder(float[] vectors, int count, bool isGrouped)
    {
        using var folder = new TemporaryFolder();
        var location = IndexLocation.For(folder.Make("pictures"));
        var clock = Stopwatch.StartNew();
        using (var writer = PictureIndexWriter.Open(
            location, new IndexModel("benchmark", "benchmark", Dimensions, "fast")))
        {
            for (var i = 0; i < count; i++)
            {
                writer.AddPicture(File(i), vectors.AsSpan(i * Dimensions, Dimensions));
                if (i % Together == 0)
                    writer.Commit();
            }
            writer.Commit();
        }
        var load = count / clock.Elapsed.TotalSeconds;
        var (exact, _) = Search(location, vectors, count);
        using var index = PictureIndex.Open(location);
        return
        [
            $"{count:N0} {Kind(isGrouped)}, folder", Report.Number(load), "", Megabytes(index.Bytes), "",
            Report.Number(exact), "", "", "1.000",
        ];
    }

    /// <summary>The median time of a search, in milliseconds, and the answers.</summary>
    private static (double Milliseconds, List<string[]> Answers) Search(
        IndexLocation location, float[] vectors, int count)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        List<double> times = [];
        List<string[]> answers = [];
        for (var i = 0; i < Queries; i++)
        {
            var clock = Stopwatch.StartNew();
            var hits = snapshot.SearchPicturesBatch(vectors.AsSpan((count + i) * Dimensions, Dimensions), TopK)[0];
            times.Add(clock.Elapsed.TotalMilliseconds);
            answers.Add([.. hits.Select(static hit => hit.Path)]);
        }
        times.Sort();
        return (times[times.Count / 2], answers);
    }

    private static float[] Make(int count, bool isGrouped)
    {
        if (isGrouped)
            return PlantedGroups.Make(count, Dimensions).Vectors;
        var vectors = new float[count * Dimensions];
        for (var row = 0; row < count; row++)
            RandomVectors.Fill(vectors.AsSpan(row * Dimensions, Dimensions), row);
        return vectors;
    }

    private static LibraryPart Part(float[] vectors, int first, int count) => LibraryPart.Of(
        [
            .. Enumerable.Range(first, count).Select(i => new PartPicture(
                (UInt128)(i + 1), 8, 8, vectors.AsSpan(i * Dimensions, Dimensions).ToArray())),
        ],
        [
            .. Enumerable.Range(first, count).Select(static i => new PartFile(
                File(i), new FileStamp(1, 1, new FileIdentity(1, 1), "", ""),
                new Dictionary<CaptionOrigin, IReadOnlyList<byte[]>>())),
        ]);

    private static FileRecord File(int number) =>
        new($"{number / 1000:D6}/{number:D9}.jpg", 1, 1, (UInt128)(number + 1), 8, 8);

    private static string Kind(bool isGrouped) => isGrouped ? "in groups" : "random";

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture);
}
