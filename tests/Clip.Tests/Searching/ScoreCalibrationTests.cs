using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Chances follow from the scores of other queries, without what every query is near to.</summary>
public sealed class ScoreCalibrationTests
{
    [Fact]
    public void A_picture_that_is_near_to_everything_has_no_advantage()
    {
        float[][] queries = [Unit(1, 0, 0.5f), Unit(0, 1, 0.5f), Unit(-1, 0, 0.5f), Unit(0, -1, 0.5f)];
        float[] hub = [0, 0, 1], other = Unit(1, 0, 0);

        var calibration = ScoreCalibration.Measure([hub, other], queries);

        Assert.Equal(queries[0][2], calibration.Bias(hub), 1e-6);
        Assert.Equal(0, calibration.Bias(other), 1e-6);
    }

    [Fact]
    public void A_chance_falls_with_the_score_from_one_to_nothing()
    {
        var calibration = new ScoreCalibration([], Enumerable.Range(0, 100).Select(static i => i / 100.0));

        Assert.Equal(1, calibration.ChanceOf(-1));
        Assert.Equal(0.5, calibration.ChanceOf(0.5), 0.02);
        Assert.Equal(0.2, calibration.ChanceOf(0.8), 1e-9);
        // The tail goes on exponentially with the mean excess of its scores.
        Assert.Equal(0.2 * Math.Exp(-0.1 / 0.095), calibration.ChanceOf(0.9), 1e-9);
        Assert.True(calibration.ChanceOf(2) is > 0 and < 1e-4);
        Assert.Equal(1, new ScoreCalibration([], []).ChanceOf(9));
        Assert.Equal(0, new ScoreCalibration([], [0.5, 0.5]).ChanceOf(0.6));
    }

    [Fact]
    public void A_picture_does_not_count_for_the_query_that_it_fits_best()
    {
        // One picture fits the first query exactly. No other query has a picture near to it.
        float[][] queries = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

        var calibration = ScoreCalibration.Measure([[1, 0, 0]], queries);

        // The others' best is below zero: their cosine is 0, the picture's bias 0.5 from the first query and the other.
        Assert.Equal(0.2, calibration.ChanceOf(-0.5), 1e-9);
        Assert.Equal(0, calibration.ChanceOf(1 - calibration.Bias([1, 0, 0])));
    }

    [Fact]
    public void Other_queries_are_of_the_form_of_the_text()
    {
        Assert.Same(QueryBank.Words, QueryBank.Like("dog"));
        Assert.Same(QueryBank.Words, QueryBank.Like(" a red  car "));
        Assert.Same(QueryBank.Sentences, QueryBank.Like("a dog runs over a meadow"));
        Assert.Equal(QueryBank.Words.Count, QueryBank.Sentences.Count);
        Assert.Equal(QueryBank.Count, QueryBank.Words.Distinct().Count());
        Assert.Equal(QueryBank.Count, QueryBank.Sentences.Distinct().Count());
    }

    private static float[] Unit(params float[] values)
    {
        var length = MathF.Sqrt(values.Sum(static value => value * value));
        return Array.ConvertAll(values, value => value / length);
    }
}
