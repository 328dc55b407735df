using System.Text.Json;
using Clip.Evaluation;
using Clip.Statistics;

namespace Clip.Tests.Evaluation;

/// <summary>Recall, ranks and their intervals are those of the references, on the gallery's vectors.</summary>
public sealed class RetrievalFiguresTests
{
    private static readonly JsonElement Golden = AlgorithmGoldens.Json("rank", "retrieval.json");
    private static readonly int[] PictureOf =
        AlgorithmGoldens.Json("data", "gallery.json").GetProperty("caption_picture").Integers();

    [Theory]
    [InlineData("model_A", 384)]
    [InlineData("model_B", 64)]
    public void Ranks_measures_and_intervals_are_the_references(string model, int dimensions)
    {
        var report = Evaluate(dimensions, StoredDraws());
        var own = Evaluate(dimensions, Resampling.Of(100));

        foreach (var (name, direction, ownDirection) in Directions(report).Zip(
            Directions(own), static (a, b) => (a.Name, a.Direction, b.Direction)))
        {
            var expected = Golden.GetProperty(model).GetProperty(name);
            Assert.Equal(expected.GetProperty("ranks").Integers(), direction.Ranks);
            Assert.Equal(0, direction.Tied);
            AreNear(Measures(expected), Values(direction.Measures), 1e-9);
            var (low, high) = Ends(expected.GetProperty("intervals"));
            AreNear(low, Lows(direction.Intervals), 1e-9);
            AreNear(high, Highs(direction.Intervals), 1e-9);
            // With other random numbers the ends move a little; the median by half a rank.
            AreNear(WithoutMedian(low), WithoutMedian(Lows(ownDirection.Intervals)), 0.03);
            AreNear(WithoutMedian(high), WithoutMedian(Highs(ownDirection.Intervals)), 0.03);
        }
    }

    [Fact]
    public void Differences_of_two_models_are_paired()
    {
        var (first, second, draws) = (Evaluate(384, StoredDraws()), Evaluate(64, StoredDraws()), StoredDraws());
        var pairs = Pairs(384);
        (string, RetrievalDifference)[] found =
        [
            ("text_to_image", RetrievalFigures.Compare(
                first.TextToImage, second.TextToImage, RetrievalFigures.TextDraws(pairs.CaptionsOf), draws)),
            ("image_to_text", RetrievalFigures.Compare(
                first.ImageToText, second.ImageToText, static picture => [picture], draws)),
        ];
        foreach (var (name, difference) in found)
        {
            var expected = Golden.GetProperty("paired_B_minus_A").GetProperty(name);
            string[] measures = ["r1", "r5", "r10", "median_rank", "mrr"];
            AreNear(
                [.. measures.Select(m => expected.GetProperty(m).GetProperty("difference").GetDouble())],
                Values(difference.Difference), 1e-9);
            var intervals = measures.Select(m => expected.GetProperty(m).GetProperty("interval").Doubles()).ToList();
            AreNear([.. intervals.Select(i => i[0])], Lows(difference.Intervals), 1e-9);
            AreNear([.. intervals.Select(i => i[1])], Highs(difference.Intervals), 1e-9);
        }
    }

    [Fact]
    public void Ties_count_in_favor_and_are_reported()
    {
        // Every answer has the same score, as with a model that knows nothing.
        float[] same = [0.6f, 0.8f];
        var pairs = new PairedVectors([same, same, same], [same, same, same], [0, 1, 2]);

        var report = RetrievalFigures.Evaluate(pairs, Resampling.Of(3, 10), TestContext.Current.CancellationToken);

        Assert.Equal(1, report.TextToImage.Measures.R1);
        Assert.Equal(3, report.TextToImage.Tied);
        Assert.Equal(3, report.ImageToText.Tied);
    }

    [Fact]
    public void Scores_that_differ_in_the_last_bits_are_told_apart()
    {
        float[] query = [1, 0], right = [0.6f, 0.8f], wrong = [MathF.BitIncrement(0.6f), 0.8f];

        Assert.Equal((2, false), RankCount.Of(query, [wrong, right], [1]));
        Assert.Equal((1, false), RankCount.Of(query, [wrong, right], [0]));
        Assert.Equal((1, true), RankCount.Of(query, [right, right], [1]));
    }

    private static RetrievalReport Evaluate(int dimensions, Resampling draws) =>
        RetrievalFigures.Evaluate(Pairs(dimensions), draws, TestContext.Current.CancellationToken);

    private static PairedVectors Pairs(int dimensions) => new(
        [.. AlgorithmGoldens.Rows("data", "gallery.images.npy").Select(row => Cut(row, dimensions))],
        [.. AlgorithmGoldens.Rows("data", "gallery.captions.npy").Select(row => Cut(row, dimensions))], PictureOf);

    private static float[] Cut(float[] row, int dimensions)
    {
        if (row.Length == dimensions)
            return row;
        var length = Math.Sqrt(row.Take(dimensions).Sum(static value => (double)value * value));
        return [.. row.Take(dimensions).Select(value => (float)(value / length))];
    }

    private static Resampling StoredDraws()
    {
        var draws = AlgorithmGoldens.Bytes("rank", "bootstrap.npy");
        return new Resampling(100, draws.Length, (number, drawn) =>
        {
            for (var i = 0; i < drawn.Length; i++)
                drawn[i] = draws[number][i];
        });
    }

    private static (string Name, RetrievalDirection Direction)[] Directions(RetrievalReport report) =>
        [("text_to_image", report.TextToImage), ("image_to_text", report.ImageToText)];

    private static double[] Measures(JsonElement direction) =>
        [.. new[] { "r1", "r5", "r10", "median_rank", "mrr" }.Select(name => direction.GetProperty(name).GetDouble())];

    private static (double[] Low, double[] High) Ends(JsonElement intervals)
    {
        var ends = new[] { "r1", "r5", "r10", "median_rank", "mrr" }
            .Select(name => intervals.GetProperty(name).Doubles()).ToList();
        return ([.. ends.Select(static end => end[0])], [.. ends.Select(static end => end[1])]);
    }

    private static double[] Values(RetrievalMeasures m) => [m.R1, m.R5, m.R10, m.MedianRank, m.Mrr];

    private static double[] WithoutMedian(double[] measures) => [.. measures.Where((_, i) => i != 3)];

    private static double[] Lows(RetrievalIntervals i) =>
        [i.R1.Low, i.R5.Low, i.R10.Low, i.MedianRank.Low, i.Mrr.Low];

    private static double[] Highs(RetrievalIntervals i) =>
        [i.R1.High, i.R5.High, i.R10.High, i.MedianRank.High, i.Mrr.High];

    private static void AreNear(double[] expected, double[] actual, double tolerance) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= tolerance);
}
