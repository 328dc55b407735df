using Clip.Vectors;

namespace Clip.Tests.Vectors;

/// <summary>No other test runs meanwhile: what is counted is what the whole process allocates.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class WholeProcess;

[Collection<WholeProcess>]
public sealed class ScanAllocationTests
{
    private const int Dimensions = 512, RowCount = 4000, TopK = 10;

    /// <summary>An array of arrays, and the answers in each.</summary>
    private static long ResultBytes(int queries) => 24 + 8 * queries + queries * (24 + 16L * TopK);

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 1, false)]
    [InlineData(1, 4, true)]
    [InlineData(1, 4, false)]
    [InlineData(8, 4, true)]
    [InlineData(100, 2, true)]
    public void A_scan_allocates_its_answers_and_nothing_else(int queries, int threads, bool hasCodes)
    {
        using var rows = new QueryBatch(Numbers(RowCount, seed: 1), Dimensions);
        using var asked = new QueryBatch(Numbers(queries, seed: 2), Dimensions);
        var selected = new RowBitmap();
        for (var row = 0; row < RowCount; row++)
            selected.Add(row);
        using var codes = new CodesInMemory(rows.Vectors);
        var matrix = hasCodes ? codes.Matrix : (CodeMatrix?)null;

        Assert.Equal(ResultBytes(queries), Allocated(() => Find(rows, asked, selected, threads, matrix)));
    }

    [Fact]
    public void A_search_in_memory_allocates_its_answers_and_nothing_else()
    {
        using var index = new VectorIndex(Dimensions);
        foreach (var vector in Numbers(RowCount, seed: 1).Chunk(Dimensions))
            index.Add(vector);
        var query = Numbers(1, seed: 2);

        Assert.Equal(ResultBytes(1), Allocated(() => index.Search(query, TopK, cancellationToken: Stop)));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ScoredRow[][] Find(
        QueryBatch rows, QueryBatch queries, RowBitmap selected, int threads, CodeMatrix? codes) => ExactScan.Find(
        rows.Vectors, queries, selected, TopK, threads: threads, codes: codes, cancellationToken: Stop);

    /// <summary>The least of many runs: now and then the runtime allocates something on a thread of its own.</summary>
    private static long Allocated(Action run)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 50; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            run();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        return least;
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count * Dimensions];
        foreach (ref var number in numbers.AsSpan())
            number = random.NextSingle() - 0.5f;
        return numbers;
    }
}
