using System.Globalization;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Vectors;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Vectors;

namespace Clip.Benchmarks.Sections;

internal sealed class ScanSection(BenchmarkOptions options, PythonPeer? python) : ISection
{
    private const int Dimensions = 512;
    private const int TopK = 10;
    private const int Together = 8;
    private const int Entries = 100;

    public string Name => "scan";

    public string Question => "how fast are stored vectors searched, compared with reading memory?";

    public void Run(Report report)
    {
        report.Remark(
            $"{Dimensions} dimensions of 32 bits, top {TopK}. GB/s count the data read once, even if {Together} "
            + "queries are answered in one pass: vectors for brute force, 8-bit codes for the index.");
        using (var memory = new MemoryBandwidth())
        {
            foreach (var count in (int[])[10_000, 100_000, 1_000_000])
                Scan(report, count, memory);
        }

        python?.Run("forget");
        if (options.Vectors > 0)
            ScanOnDisk(report, options.Vectors);
        Open(report);
    }

    private void Scan(Report report, int count, MemoryBandwidth memory)
    {
        var bytes = (long)count * Dimensions * sizeof(float);
        if (bytes * (python is null ? 2 : 3) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            report.Remark($"{count:N0} vectors skipped: not enough memory.");
            return;
        }

        var codeBytes = CodeMatrix.BytesOf(count, Dimensions);
        using var index = new VectorIndex(Dimensions);
        var vector = new float[Dimensions];
        for (var row = 0; row < count; row++)
        {
            RandomVectors.Fill(vector, row);
            index.Add(vector);
        }

        var queries = new float[Together * Dimensions];
        for (var query = 0; query < Together; query++)
            RandomVectors.Fill(queries.AsSpan(query * Dimensions, Dimensions), query);
        var one = queries[..Dimensions];
        var gigabytes = bytes / 1e9;
        long BruteForce(float[] batch) => index.FindBruteForce(batch, TopK)[0][0].Row;
        List<Alternative> alternatives =
        [
            new("reading memory, all cores", MemoryBandwidth.Bytes / 1e9, memory.ReadTogether),
            new("1 query, brute force", gigabytes, () => ExpectFirst(0, BruteForce(one))),
            new("1 query", codeBytes / 1e9, () => ExpectFirst(0, index.Search(one, TopK)[0].Row)),
            new($"{Together} queries in one pass, brute force", gigabytes, () => ExpectFirst(0, BruteForce(queries))),
            new(
                $"{Together} queries in one pass",
                codeBytes / 1e9,
                () => ExpectFirst(0, index.SearchBatch(queries, TopK)[0][0].Row)),
        ];
        if (python is not null)
        {
            foreach (var together in (int[])[1, Together])
            {
                int[] numbers = [count, Dimensions, together, TopK];
                string[] arguments = [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
                var name = together == 1 ? "numpy, 1 query" : $"numpy, {together} queries in one product";
                alternatives.Add(new Alternative(name, gigabytes, () => python.Run("scan", arguments)));
            }
        }

        report.Table($"{count:N0} vectors", "GB/s", Comparison.Measure(alternatives));
        var work = new ScanWork();
        Equality(report, index.SearchBatch(queries, TopK, work), index.FindBruteForce(queries, TopK), work);
        report.Remark($"{Allocated(() => index.Search(one, TopK)):N0} bytes are allocated per query.");
    }

    private static void Equality(Report report, ScoredRow[][] found, ScoredRow[][] expected, ScanWork work)
    {
        var same = found.Zip(expected).All(pair => pair.First.SequenceEqual(pair.Second));
        report.Remark(
            $"The results of all {Together} queries are {(same ? "equal" : "NOT EQUAL")} to brute force, to the last "
            + $"bit; {(double)work.Compared / Together:N0} vectors per query were read.");
    }

    /// <summary>Searches more vectors than fit in memory, with their codes in memory.</summary>
    private static void ScanOnDisk(Report report, int count)
    {
        using var folder = new TemporaryFolder();
        using var memory = new MemoryBandwidth();
        using var vectors = new MappedVectors(folder["vectors"], count, Dimensions, RandomVectors.Fill);
        var queries = new float[Together * Dimensions];
        for (var query = 0; query < Together; query++)
            RandomVectors.Fill(queries.AsSpan(query * Dimensions, Dimensions), query);
        var one = queries[..Dimensions];
        var gigabytes = vectors.CodeBytes / 1e9;
        report.Table($"{count:N0} vectors in a mapped file, their codes in memory", "GB/s", Comparison.Measure(
            new Alternative("reading memory, all cores", MemoryBandwidth.Bytes / 1e9, memory.ReadTogether),
            new Alternative("1 query", gigabytes, () => ExpectFirst(0, vectors.Search(one, TopK)[0][0].Row)),
            new Alternative(
                $"{Together} queries in one pass",
                gigabytes,
                () => ExpectFirst(0, vectors.Search(queries, TopK)[0][0].Row))));
        var work = new ScanWork();
        Equality(report, vectors.Search(queries, TopK, work), vectors.SearchBruteForce(queries, TopK), work);
    }

    /// <summary>The cost of a search in a new process, apart from the model.</summary>
    private static void Open(Report report)
    {
        using var folder = new TemporaryFolder();
        var location = IndexLocation.For(folder.Path);
        var vector = new float[Dimensions];
        var model = new IndexModel("random", new string('0', 32), Dimensions, "fast");
        using (var index = PictureIndexWriter.Open(location, model))
        {
            for (var row = 0; row < Entries; row++)
            {
                RandomVectors.Fill(vector, row);
                var file = new FileRecord($"photos/{row}.jpg", 100_000, row, (UInt128)row, 640, 480);
                index.AddPicture(file, vector);
            }

            index.Commit();
        }

        RandomVectors.Fill(vector, 0);
        using var open = EmbeddedIndex.Open(location);
        report.Table($"an index of {Entries} pictures", "times/s", Comparison.Measure(
            new Alternative("open, search, close", 1, () =>
            {
                using var opened = EmbeddedIndex.Open(location);
                ExpectFirst(0, opened.SearchPictures(vector, TopK)[0].Entry);
            }),
            new Alternative(
                "search while open", 1, () => ExpectFirst(0, open.SearchPictures(vector, TopK)[0].Entry))));
    }

    private static long Allocated(Action run)
    {
        const int runs = 20;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < runs; i++)
            run();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / runs;
    }

    /// <summary>Each query is one of the vectors and must find itself first.</summary>
    private static void ExpectFirst(long expected, long found)
    {
        if (found != expected)
            throw new InvalidOperationException($"row {found} was found first, {expected} expected");
    }
}
