using System.Globalization;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Vectors;
using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Vectors;

namespace Clip.Benchmarks.Sections;

internal sealed class ScanSection(BenchmarkOptions options, PythonPeer? python) : ISection
{
    private const int Dimension = 512;
    private const int TopK = 10;
    private const int Together = 8;
    private const int Entries = 100;

    public string Name => "scan";

    public string Question => "how fast are stored vectors searched, beside the speed of memory?";

    public void Run(Report report)
    {
        report.Remark($"{Dimension} numbers of 32 bits a vector, the best {TopK}. GB/s are of what is passed over, once even where {Together} queries are answered in that pass: vectors for brute force, their 8-bit codes for ours.");
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
        var bytes = (long)count * Dimension * sizeof(float);
        if (bytes * (python is null ? 2 : 3) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            report.Remark($"{count:N0} vectors left out: too little memory.");
            return;
        }

        var codeBytes = CodeMatrix.BytesOf(count, Dimension);
        using var index = new VectorIndex(Dimension);
        var vector = new float[Dimension];
        for (var row = 0; row < count; row++)
        {
            RandomVectors.Fill(vector, row);
            index.Add(vector);
        }

        var queries = new float[Together * Dimension];
        for (var query = 0; query < Together; query++)
            RandomVectors.Fill(queries.AsSpan(query * Dimension, Dimension), query);
        var one = queries[..Dimension];
        var gigabytes = bytes / 1e9;
        List<Alternative> alternatives =
        [
            new("reading memory, all cores", MemoryBandwidth.Bytes / 1e9, memory.ReadTogether),
            new("1 query, brute force", gigabytes, () => ExpectFirst(0, index.FindBruteForce(one, TopK)[0][0].Row)),
            new("1 query", codeBytes / 1e9, () => ExpectFirst(0, index.Search(one, TopK)[0].Row)),
            new($"{Together} queries in one pass, brute force", gigabytes, () => ExpectFirst(0, index.FindBruteForce(queries, TopK)[0][0].Row)),
            new($"{Together} queries in one pass", codeBytes / 1e9, () => ExpectFirst(0, index.SearchMany(queries, TopK)[0][0].Row)),
        ];
        if (python is not null)
        {
            foreach (var together in (int[])[1, Together])
            {
                string[] arguments = [.. new[] { count, Dimension, together, TopK }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
                alternatives.Add(new Alternative(
                    together == 1 ? "numpy, 1 query" : $"numpy, {together} queries in one product", gigabytes, () => python.Run("scan", arguments)));
            }
        }

        report.Table($"{count:N0} vectors", "GB/s", Comparison.Measure(alternatives));
        var work = new ScanWork();
        var same = index.SearchMany(queries, TopK, work).Zip(index.FindBruteForce(queries, TopK)).All(pair => pair.First.SequenceEqual(pair.Second));
        report.Remark($"The answers of all {Together} queries are {(same ? "equal" : "NOT EQUAL")} to brute force, to the last bit; {(double)work.Compared / Together:N0} vectors a query were compared themselves.");
        report.Remark($"{Allocated(() => index.Search(one, TopK)):N0} bytes are allocated for a query.");
    }

    /// <summary>More vectors than memory holds beside their codes.</summary>
    private static void ScanOnDisk(Report report, int count)
    {
        using var folder = new TemporaryFolder();
        using var memory = new MemoryBandwidth();
        using var vectors = new MappedVectors(folder["vectors"], count, Dimension, RandomVectors.Fill);
        var queries = new float[Together * Dimension];
        for (var query = 0; query < Together; query++)
            RandomVectors.Fill(queries.AsSpan(query * Dimension, Dimension), query);
        var one = queries[..Dimension];
        var gigabytes = vectors.CodeBytes / 1e9;
        report.Table($"{count:N0} vectors in a mapped file, their codes in memory", "GB/s", Comparison.Measure(
            new Alternative("reading memory, all cores", MemoryBandwidth.Bytes / 1e9, memory.ReadTogether),
            new Alternative("1 query", gigabytes, () => ExpectFirst(0, vectors.Search(one, TopK)[0][0].Row)),
            new Alternative($"{Together} queries in one pass", gigabytes, () => ExpectFirst(0, vectors.Search(queries, TopK)[0][0].Row))));
        var work = new ScanWork();
        var same = vectors.Search(queries, TopK, work).Zip(vectors.SearchBruteForce(queries, TopK)).All(pair => pair.First.SequenceEqual(pair.Second));
        report.Remark($"The answers of all {Together} queries are {(same ? "equal" : "NOT EQUAL")} to brute force, to the last bit; {(double)work.Compared / Together:N0} vectors a query were read from the file.");
    }

    /// <summary>What a search in a new process pays besides the model.</summary>
    private static void Open(Report report)
    {
        using var folder = new TemporaryFolder();
        var location = IndexLocation.For(folder.Path);
        var vector = new float[Dimension];
        using (var index = PictureIndexWriter.Open(location, new IndexModel("random", new string('0', 32), Dimension, "fast")))
        {
            for (var row = 0; row < Entries; row++)
            {
                RandomVectors.Fill(vector, row);
                index.AddPicture(new FileRecord($"photos/{row}.jpg", 100_000, row, (UInt128)row, 640, 480), vector);
            }

            index.Commit();
        }

        RandomVectors.Fill(vector, 0);
        using var open = PictureIndex.OpenRead(location);
        report.Table($"an index of {Entries} pictures", "times/s", Comparison.Measure(
            new Alternative("open, search, close", 1, () =>
            {
                using var opened = PictureIndex.OpenRead(location);
                ExpectFirst(0, opened.SearchPictures(vector, TopK)[0].Entry);
            }),
            new Alternative("search while it is open", 1, () => ExpectFirst(0, open.SearchPictures(vector, TopK)[0].Entry))));
    }

    private static long Allocated(Action run)
    {
        const int runs = 20;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < runs; i++)
            run();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / runs;
    }

    /// <summary>Each query is one of the vectors, so it must find itself.</summary>
    private static void ExpectFirst(long expected, long found)
    {
        if (found != expected)
            throw new InvalidOperationException($"row {found} was found first where {expected} was expected");
    }
}
