using Clip.Vectors;
using CsCheck;

namespace Clip.Tests.Vectors;

public sealed class ExactScanTests
{
    private static readonly Gen<int> Dimensions =
        Gen.Frequency((8, Gen.Int[1, 70]), (1, Gen.OneOf(96, 127, 512, 513, 1152)));

    /// <summary>Few distinct numbers make equal scores common, where the order of rows decides.</summary>
    private static readonly Gen<float> Coarse = Gen.OneOf(-1f, -0.5f, -0f, 0f, 0.5f, 1f);

    private static readonly Gen<float> Fine = Gen.Float[-1, 1];

    private static readonly Gen<Case> Cases =
        from dimensions in Dimensions
        from rowCount in Gen.Int[0, 300]
        from number in Gen.OneOf(Gen.Const(Coarse), Gen.Const(Fine))
        from rows in Rows(dimensions, rowCount, number)
        from queries in number.Array[dimensions].Array[1, 5]
        from topK in Gen.Frequency((5, Gen.Int[1, 20]), (1, Gen.Int[1, int.MaxValue]))
        from filter in Gen.Bool.Array[rowCount].Null()
        from minScore in Gen.Frequency((4, Gen.Const(float.NegativeInfinity)), (1, number))
        select new Case(dimensions, rows, queries, topK, filter, minScore);

    [Fact]
    public void The_answer_equals_brute_force_for_any_vectors_filter_and_number_of_answers() =>
        Cases.Sample(@case =>
        {
            using var index = IndexOf(@case.Dimensions, @case.Rows);
            var answers = index.SearchBatch(
                Flatten(@case.Queries), @case.TopK, FilterOf(@case.Filter), @case.MinScore, Stop);
            for (var query = 0; query < answers.Length; query++)
                Assert.Equal(BruteForce(@case, @case.Queries[query]), answers[query]);
        }, iter: 3000);

    [Fact]
    public void A_query_has_the_same_answer_alone_and_among_others() =>
        Cases.Sample(@case =>
        {
            using var index = IndexOf(@case.Dimensions, @case.Rows);
            var together = index.SearchBatch(Flatten(@case.Queries), @case.TopK, cancellationToken: Stop);
            for (var query = 0; query < together.Length; query++)
                Assert.Equal(together[query], index.Search(@case.Queries[query], @case.TopK, cancellationToken: Stop));
        }, iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_number_of_threads_does_not_change_the_answer(int threads)
    {
        const int dimensions = 40, rowCount = 30_000;
        var random = new Random(threads);
        var rows = new float[rowCount][];
        for (var row = 0; row < rowCount; row++)
        {
            // Every third row repeats an earlier one, so ties cross the borders between threads.
            rows[row] = row % 3 == 2 ? rows[random.Next(row)] : RandomVector(random, dimensions);
        }
        var filter = Enumerable.Range(0, rowCount).Select(_ => random.Next(10) > 0).ToArray();
        var @case = new Case(
            dimensions, rows, [RandomVector(random, dimensions), rows[2]], 500, filter, float.NegativeInfinity);

        var answers = Scan(@case, threads);

        Assert.Equal(BruteForce(@case, @case.Queries[0]), answers[0]);
        Assert.Equal(BruteForce(@case, @case.Queries[1]), answers[1]);
    }

    [Fact]
    public void Of_equal_rows_the_oldest_are_found_whichever_thread_finishes_first()
    {
        // Several chunks of equal rows: every thread's best answers tie with every other's.
        var vector = new[] { 0.6f, 0.8f };
        var rows = Enumerable.Repeat(vector, 60_000).ToArray();
        var @case = new Case(
            2, rows, [vector], 10, Enumerable.Repeat(true, rows.Length).ToArray(), float.NegativeInfinity);
        for (var repetition = 0; repetition < 30; repetition++)
        {
            var found = Scan(@case, threads: 8)[0].Select(hit => hit.Row);
            Assert.Equal(Enumerable.Range(0, 10).Select(row => (long)row), found);
        }
    }

    [Fact]
    public void Equal_vectors_are_found_in_the_order_in_which_they_were_added()
    {
        using var index = IndexOf(3, Enumerable.Repeat(new[] { 0.6f, 0.8f, 0f }, 1000).ToArray());

        var answer = index.Search([0.6f, 0.8f, 0f], topK: 10, cancellationToken: Stop);

        Assert.Equal(Enumerable.Range(0, 10).Select(row => (long)row), answer.Select(hit => hit.Row));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_query_that_is_not_finite_is_rejected(float number)
    {
        using var index = IndexOf(2, [[1f, 0f]]);

        Assert.Throws<ArgumentException>(() => index.Search([0f, number], topK: 1, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => index.Add([number, 0f]));
    }

    [Fact]
    public void A_query_of_another_dimension_is_rejected()
    {
        using var index = IndexOf(2, [[1f, 0f]]);

        Assert.Throws<ArgumentException>(() => index.Search([1f, 0f, 0f], topK: 1, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => index.SearchBatch([1f, 0f, 0f], topK: 1, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => index.SearchBatch([], topK: 1, cancellationToken: Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Asking_for_no_answers_is_rejected(int topK)
    {
        using var index = IndexOf(2, [[1f, 0f]]);

        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search([1f, 0f], topK, cancellationToken: Stop));
    }

    [Fact]
    public void A_damaged_vector_with_a_NaN_is_never_an_answer()
    {
        using var index = IndexOf(2, [[1f, 0f], [3e38f, 3e38f], [0f, 1f]]);

        // Infinity minus infinity.
        var answer = index.Search([3e38f, -3e38f], topK: 3, cancellationToken: Stop);

        Assert.Equal([0L, 2L], answer.Select(hit => hit.Row));
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        using var index = IndexOf(2, [[1f, 0f]]);
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => index.Search([1f, 0f], 1, cancellationToken: source.Token));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Gen<float[][]> Rows(int dimensions, int count, Gen<float> number) =>
        from fresh in number.Array[dimensions].Array[count]
        from repeats in Gen.Int[0, Math.Max(0, count - 1)].Array[count]
        from kind in Gen.Int[0, 2]
        select kind switch
        {
            0 => fresh,
            // Many copies of few vectors.
            1 => Array.ConvertAll(repeats, row => fresh[row % Math.Max(1, count / 8)]),
            // Clusters: copies that differ in one number by one unit in the last place.
            _ => fresh.Select((vector, row) => Nudged(fresh[row % 3 % count], row % dimensions)).ToArray(),
        };

    private static float[] Nudged(float[] vector, int at)
    {
        var copy = (float[])vector.Clone();
        copy[at] = float.BitIncrement(copy[at]);
        return copy;
    }

    private static float[] RandomVector(Random random, int dimensions)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
            vector[i] = random.NextSingle() * 2 - 1;
        return vector;
    }

    private static VectorIndex IndexOf(int dimensions, float[][] rows)
    {
        var index = new VectorIndex(dimensions);
        foreach (var row in rows)
            index.Add(row);
        return index;
    }

    private static unsafe ScoredRow[][] Scan(Case @case, int threads)
    {
        using var queries = new QueryBatch(Flatten(@case.Queries), @case.Dimensions);
        using var rows = new QueryBatch(Flatten(@case.Rows), @case.Dimensions);
        return ExactScan.Find(rows.Vectors, queries, FilterOf(@case.Filter)!, @case.TopK, @case.MinScore, threads);
    }

    private static float[] Flatten(float[][] vectors) => vectors.SelectMany(vector => vector).ToArray();

    private static RowBitmap? FilterOf(bool[]? filter)
    {
        if (filter is null)
            return null;
        var bitmap = new RowBitmap();
        for (var row = 0; row < filter.Length; row++)
        {
            if (filter[row])
                bitmap.Add(row);
        }
        return bitmap;
    }

    private static ScoredRow[] BruteForce(Case @case, float[] query) =>
        @case.Rows
            .Select((vector, row) => (Row: row, Score: DotProductTests.AsDocumented(vector, query)))
            .Where(row => @case.Filter?[row.Row] != false && row.Score >= @case.MinScore)
            .OrderByDescending(row => row.Score == 0 ? 0 : row.Score) // -0 and 0 are equal scores
            .ThenBy(row => row.Row)
            .Take(@case.TopK)
            .Select(row => new ScoredRow(row.Row, row.Score))
            .ToArray();

    private sealed record Case(
        int Dimensions, float[][] Rows, float[][] Queries, int TopK, bool[]? Filter, float MinScore);
}
