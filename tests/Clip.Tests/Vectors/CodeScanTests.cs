using Clip.Vectors;
using CsCheck;

namespace Clip.Tests.Vectors;

/// <summary>A scan that reads 8-bit codes first answers, to the last bit, as one that reads the vectors.</summary>
public sealed unsafe class CodeScanTests
{
    private static readonly Gen<int> Dimensions =
        Gen.Frequency((8, Gen.Int[1, 70]), (2, Gen.Int[71, 1152]), (1, Gen.OneOf(512, 768, 1152)));

    private static readonly Gen<Case> Cases =
        from dimensions in Dimensions
        from rowCount in Gen.Int[0, 400]
        from kind in Gen.Int[0, 8]
        from seed in Gen.Int
        from queryCount in Gen.Int[1, 9]
        from topK in Gen.Frequency((5, Gen.Int[1, 20]), (1, Gen.Int[1, int.MaxValue]))
        from isFiltered in Gen.Bool
        from threads in Gen.Int[1, 3]
        select Make(dimensions, rowCount, kind, seed, queryCount, topK, isFiltered, threads);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_answer_equals_that_of_a_scan_of_vectors() =>
        Cases.Sample(@case =>
        {
            using var rows = new QueryBatch(@case.Rows, @case.Dimensions);
            using var queries = new QueryBatch(@case.Queries, @case.Dimensions);
            using var codes = new CodesInMemory(rows.Vectors);
            var expected = ExactScan.Find(rows.Vectors, queries, @case.Selected, @case.TopK, cancellationToken: Stop);
            var answers = ExactScan.Find(
                rows.Vectors, queries, @case.Selected, @case.TopK, threads: @case.Threads, codes: codes.Matrix,
                cancellationToken: Stop);
            for (var query = 0; query < expected.Length; query++)
                Assert.Equal(expected[query].Select(Bits), answers[query].Select(Bits));
        }, iter: 1500);

    [Fact]
    public void No_score_exceeds_what_the_codes_allow() =>
        Cases.Sample(@case =>
        {
            using var rows = new QueryBatch(@case.Rows, @case.Dimensions);
            using var queries = new QueryBatch(@case.Queries, @case.Dimensions);
            using var codes = new CodesInMemory(rows.Vectors);
            using var queryCodes = new QueryCodes(queries.Vectors);
            for (var row = 0; row < rows.Count; row++)
            {
                for (var query = 0; query < queries.Count; query++)
                {
                    var product = CodeProduct.Of<CodeLanes128>(
                        codes.Matrix[row], queryCodes[query], codes.Matrix.Stride);
                    var highest = queryCodes.Highest(query, codes.Matrix.Bound(row), product);
                    var score = DotProduct.Of<Lanes256>(queries.Vectors[query], rows.Vectors[row], rows.Vectors.Stride);
                    Assert.False(highest < score, $"row {row}, query {query}: {score} above {highest}");
                }
            }
        }, iter: 300);

    [Fact]
    public void Every_register_width_gives_the_same_product() =>
        (from steps in Gen.Int[1, 40]
         from codes in Gen.SByte[-127, 127].Array[steps * 32]
         from query in Gen.Short.Array[steps * 32]
         select (codes, query)).Sample(pair =>
        {
            // The limit that queries are coded to.
            var most = Math.Min(short.MaxValue, int.MaxValue / (127 * pair.query.Length));
            var query = Array.ConvertAll(pair.query, code => (short)Math.Clamp((int)code, -most, most));
            var expected = 0L;
            for (var i = 0; i < query.Length; i++)
                expected += pair.codes[i] * query[i];
            fixed (sbyte* left = pair.codes)
            fixed (short* right = query)
            {
                Assert.Equal(expected, CodeProduct.Of<CodeLanes128>(left, right, query.Length));
                if (CodeLanes256.IsSupported)
                    Assert.Equal(expected, CodeProduct.Of<CodeLanes256>(left, right, query.Length));
                if (CodeLanes512.IsSupported)
                    Assert.Equal(expected, CodeProduct.Of<CodeLanes512>(left, right, query.Length));
            }
        }, iter: 500);

    [Fact]
    public void The_largest_codes_of_the_longest_vectors_do_not_overflow()
    {
        var ones = Enumerable.Repeat(1f, VectorMatrix.MaxDimension).ToArray();
        using var vector = new QueryBatch(ones, ones.Length);
        using var query = new QueryCodes(vector.Vectors);
        var codes = new sbyte[ones.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (sbyte)(127 * Math.Sign(query[0][i]));
        var expected = 0L;
        for (var i = 0; i < codes.Length; i++)
            expected += 127L * Math.Abs((int)query[0][i]);

        fixed (sbyte* left = codes)
            Assert.Equal(expected, CodeProduct.Of<CodeLanes128>(left, query[0], codes.Length));
    }

    [Fact]
    public void Few_vectors_are_compared_even_if_one_dimension_outweighs_all_others()
    {
        const int dimensions = 512, rowCount = 20_000;
        var random = new Random(7);
        var numbers = new float[dimensions * rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            var vector = numbers.AsSpan(row * dimensions, dimensions);
            foreach (ref var number in vector)
                number = random.NextSingle() * 2 - 1;
            // As CLIP's own vectors have it.
            vector[133] = 15;
            Normalize(vector);
        }
        using var rows = new QueryBatch(numbers, dimensions);
        using var query = new QueryBatch(numbers.AsSpan(0, dimensions), dimensions);
        using var codes = new CodesInMemory(rows.Vectors);
        var work = new ScanWork();

        var answer = ExactScan.Find(
            rows.Vectors, query, All(rowCount), 10, threads: 1, codes: codes.Matrix, work: work,
            cancellationToken: Stop);

        Assert.Equal(0, answer[0][0].Row);
        Assert.InRange(work.Compared, 10, rowCount / 20);
    }

    [Fact]
    public void Codes_do_not_change_the_answer_for_vectors_that_are_not_finite()
    {
        var numbers = new[] { 1f, 0f, float.NaN, 0f, float.PositiveInfinity, 1f, 3e38f, 3e38f, 1e-45f, 1e-45f, 0f, 0f };
        using var rows = new QueryBatch(new float[numbers.Length], 2);
        for (var i = 0; i < numbers.Length; i++)
            rows.Vectors[i / 2][i % 2] = numbers[i];
        using var codes = new CodesInMemory(rows.Vectors);
        foreach (var scale in (float[])[1e-45f, 1e-30f, 1f, 1e30f, 3e38f])
        {
            using var query = new QueryBatch([scale, -scale, scale, scale], 2);
            var expected = ExactScan.Find(rows.Vectors, query, All(6), 3, cancellationToken: Stop);
            var answer = ExactScan.Find(rows.Vectors, query, All(6), 3, codes: codes.Matrix, cancellationToken: Stop);
            Assert.Equal(expected[0].Select(Bits), answer[0].Select(Bits));
            Assert.Equal(expected[1].Select(Bits), answer[1].Select(Bits));
        }
    }

    private static (long, int) Bits(ScoredRow row) => (row.Row, BitConverter.SingleToInt32Bits(row.Score));

    private static Case Make(
        int dimensions, int rowCount, int kind, int seed, int queryCount, int topK, bool isFiltered, int threads)
    {
        var random = new Random(seed);
        rowCount = Math.Max(1, rowCount);
        var rows = new float[rowCount * dimensions];
        for (var row = 0; row < rowCount; row++)
            Fill(rows, row, dimensions, kind, random);
        var queries = new float[queryCount * dimensions];
        foreach (ref var number in queries.AsSpan())
            number = random.NextSingle() * 2 - 1;
        // One query is a row: the rows near it are near one another too.
        rows.AsSpan(random.Next(rowCount) * dimensions, dimensions).CopyTo(queries);
        var selected = new RowBitmap();
        for (var row = 0; row < rowCount; row++)
        {
            if (!isFiltered || random.Next(3) > 0)
                selected.Add(row);
        }
        return new Case(dimensions, rows, queries, selected, topK, threads);
    }

    private static void Fill(float[] rows, int row, int dimensions, int kind, Random random)
    {
        var vector = rows.AsSpan(row * dimensions, dimensions);
        foreach (ref var number in vector)
            number = random.NextSingle() * 2 - 1;
        var first = rows.AsSpan(0, dimensions);
        switch (kind)
        {
            case 1: // few distinct numbers: many equal scores
                foreach (ref var number in vector)
                    number = MathF.Round(number * 2) / 2;
                break;
            case 2: // unit vectors
                Normalize(vector);
                break;
            case 3: // copies of few vectors
                if (row >= 5)
                    rows.AsSpan(row % 5 * dimensions, dimensions).CopyTo(vector);
                break;
            case 4: // one vector, changed by a unit in the last place
                if (row > 0)
                {
                    first.CopyTo(vector);
                    vector[row % dimensions] = float.BitIncrement(vector[row % dimensions]);
                }
                break;
            case 5: // lengths from the smallest to the largest
                var length = MathF.Pow(10, random.Next(-44, 39));
                foreach (ref var number in vector)
                    number *= length;
                break;
            case 6: // numbers of very different size
                foreach (ref var number in vector)
                    number *= MathF.Pow(10, random.Next(-20, 10));
                break;
            case 7: // one number, or none
                vector.Clear();
                if (row % 4 > 0)
                    vector[random.Next(dimensions)] = random.Next(-2, 3);
                break;
            case 8: // the better the later, by less than a code can tell
                first.CopyTo(vector);
                foreach (ref var number in vector)
                    number *= 1 + row * 1e-5f;
                break;
        }
    }

    private static void Normalize(Span<float> vector)
    {
        var squares = 0f;
        foreach (var number in vector)
            squares += number * number;
        foreach (ref var number in vector)
            number /= MathF.Sqrt(squares);
    }

    private static RowBitmap All(int count)
    {
        var all = new RowBitmap();
        for (var row = 0; row < count; row++)
            all.Add(row);
        return all;
    }

    private sealed record Case(
        int Dimensions, float[] Rows, float[] Queries, RowBitmap Selected, int TopK, int Threads);
}
