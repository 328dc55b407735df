using System.Globalization;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Vectors;
using Clip.Vectors;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// Many queries at once: arithmetic and not memory is the limit then, so the rate is that of products, beside the
/// fastest that the scan's own kernel reaches on codes that stay in the nearest cache.
/// </summary>
internal sealed unsafe class QueriesSection(BenchmarkOptions options, PythonPeer? python) : ISection
{
    private const int Dimensions = 512;
    private const int Vectors = 100_000;
    private const int TopK = 10;
    private const int Repeats = 20_000;
    private const int PerPass = 8;

    public string Name => "queries";

    public string Question => "how fast are many queries answered at once, compared with the arithmetic limit?";

    public void Run(Report report)
    {
        using var index = new VectorIndex(Dimensions);
        var vector = new float[Dimensions];
        for (var row = 0; row < Vectors; row++)
        {
            RandomVectors.Fill(vector, row);
            index.Add(vector);
        }

        using var usearch = options.Usearch is { } library ? new UsearchPeer(library, Vectors, Dimensions) : null;
        List<Alternative> alternatives =
        [
            new(
                "the kernel in the nearest cache, all cores",
                (double)Environment.ProcessorCount * Repeats * PerPass * Dimensions / 1e9, Kernel),
        ];
        foreach (var count in (int[])[PerPass, 64, 256])
        {
            var queries = Queries(count);
            var products = (double)count * Vectors * Dimensions / 1e9;
            alternatives.Add(new Alternative($"{count} queries", products, () => index.SearchBatch(queries, TopK)));
            if (python is not null)
            {
                int[] numbers = [Vectors, Dimensions, count, TopK];
                string[] arguments = [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
                alternatives.Add(new Alternative(
                    $"numpy, {count} queries in one product", products, () => python.Run("scan", arguments)));
            }
            if (usearch is not null)
            {
                alternatives.Add(new Alternative(
                    $"USearch, 8 bits, {count} queries", products, () => usearch.Search(count, TopK)));
            }
        }

        report.Table($"{Vectors:N0} vectors of {Dimensions}", "G products/s", Comparison.Measure(alternatives));
        python?.Run("forget");
        var many = Queries(64);
        var same = index.SearchBatch(many, TopK).Zip(index.FindBruteForce(many, TopK))
            .All(static pair => pair.First.SequenceEqual(pair.Second));
        report.Remark(
            $"The results of 64 queries are {(same ? "equal" : "NOT EQUAL")} to brute force, to the last bit.");
    }

    private static float[] Queries(int count)
    {
        var queries = new float[count * Dimensions];
        for (var query = 0; query < count; query++)
            RandomVectors.Fill(queries.AsSpan(query * Dimensions, Dimensions), query);
        return queries;
    }

    private static void Kernel() => Parallel.For(0, Environment.ProcessorCount, static _ =>
    {
        var codes = stackalloc sbyte[Dimensions];
        var queries = stackalloc short[PerPass * Dimensions];
        var products = stackalloc int[PerPass];
        for (var i = 0; i < Dimensions; i++)
            codes[i] = (sbyte)i;
        for (var i = 0; i < PerPass * Dimensions; i++)
            queries[i] = (short)i;
        for (var i = 0; i < Repeats; i++)
        {
            if (CodeLanes512.IsSupported)
                CodeProduct.OfEach<CodeLanes512>(codes, queries, PerPass, Dimensions, products);
            else if (CodeLanes256.IsSupported)
                CodeProduct.OfEach<CodeLanes256>(codes, queries, PerPass, Dimensions, products);
            else
                CodeProduct.OfEach<CodeLanes128>(codes, queries, PerPass, Dimensions, products);
        }
    });
}
