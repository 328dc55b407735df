using Clip.Models.Quantization;

namespace Clip.Tests.Models.Quantization;

public class QuantizedWeightsTests
{
    [Theory]
    [InlineData(nameof(WeightForm.SevenBits), 64)]
    [InlineData(nameof(WeightForm.EightBits), 127)]
    [InlineData(nameof(WeightForm.Unsigned), 127)]
    public void Codes_stand_for_the_nearest_weights_and_keep_to_their_range(string form, int most)
    {
        var random = new Random(2);
        float[] weights = [.. Enumerable.Range(0, 30 * 7).Select(i => (random.NextSingle() - 0.5f) * (1 + i % 7))];
        for (var row = 0; row < 30; row++)
            weights[row * 7 + 6] = 0; // a column of zeros

        var quantized = QuantizedWeights.Of(weights, 7, Enum.Parse<WeightForm>(form));

        for (var i = 0; i < weights.Length; i++)
        {
            var code = unchecked((sbyte)(quantized.Codes[i] - quantized.Zero));
            Assert.InRange(code, -most, most);
            Assert.InRange(
                Math.Abs(quantized.Weight(i, i % 7) - weights[i]), 0, quantized.Scales[i % 7] * 0.5001f);
        }
        Assert.Equal(0, quantized.Scales[6]);
        Assert.All(
            quantized.Scales[..6], (scale, column) => Assert.Equal(
                Enumerable.Range(0, 30).Max(row => Math.Abs(weights[row * 7 + column])), scale * most, 1e-5f));
    }

    [Fact]
    public void The_measure_compares_each_item_with_itself_and_its_neighbors()
    {
        float[] expected = [1, 0, 0, 1, 0.6f, 0.8f, float.NaN, 0];
        float[] actual = [1, 0, 0, 1, 0.8f, 0.6f, 1, 0];

        var (mean, least, agreement) = PrecisionMeasure.Compare(expected, actual, 2);
        var same = PrecisionMeasure.Compare(expected, expected, 2);

        Assert.Equal((1 + 1 + 0.96) / 3, mean, 1e-6);
        Assert.Equal(0.96, least, 1e-6);
        Assert.Equal(1, agreement); // of three items each other one is among the nearest ten
        Assert.Equal((1.0, 1.0, 1.0), (Math.Round(same.Mean, 6), Math.Round(same.Least, 6), same.Agreement));
    }

    [Fact]
    public void A_report_survives_its_note()
    {
        var report = new PrecisionReport
        {
            Tower = "image",
            Variant = "7-bit weights",
            Sample = "32 pictures of /a",
            Count = 32,
            MeanCosine = 0.99912345678,
            LeastCosine = 0.998,
            Agreement = 0.95,
            Speedup = 1.75,
        };

        Assert.Equal(report, PrecisionNote.Parse(PrecisionNote.Lines(report)));
        Assert.Null(PrecisionNote.Parse(["clip precision 1", "image"]));
        Assert.Equal(
            "image tower: 7-bit weights: cosine to 32 bits 0.99912 on average, 0.99800 at least; 95.0% of the top 10 "
            + "agree; 1.75 times as fast (32 pictures of /a)",
            report.ToString());
    }
}
