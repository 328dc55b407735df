using System.Text.Json;
using Clip.Statistics;

namespace Clip.Tests.Statistics;

/// <summary>Intervals of proportions and curves of error rates are the references'.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Intervals_of_proportions_are_Wilsons()
    {
        var cases = AlgorithmGoldens.Json("rank", "proportions.json").GetProperty("cases").EnumerateArray()
            .Where(one => one.GetProperty("level").GetDouble() == 0.95).ToList();
        Assert.True(cases.Count > 10);
        Assert.All(cases, one =>
        {
            var interval = ConfidenceInterval.OfProportion(
                one.GetProperty("right").GetInt32(), one.GetProperty("of").GetInt32());
            if (one.GetProperty("wilson").ValueKind == JsonValueKind.Null)
            {
                Assert.Null(interval);
                return;
            }
            var expected = one.GetProperty("wilson").Doubles();
            Assert.Equal(expected[0], interval!.Value.Low, 1e-9);
            Assert.Equal(expected[1], interval.Value.High, 1e-9);
        });
        Assert.Null(ConfidenceInterval.OfProportion(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.OfProportion(2, 1));
    }

    [Fact]
    public void Areas_and_equal_error_rates_are_the_references()
    {
        var cases = AlgorithmGoldens.Json("rank", "roc.json").GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(9, cases.Count);
        Assert.All(cases, one =>
        {
            var (positive, negative) = (one.GetProperty("positive").Doubles(), one.GetProperty("negative").Doubles());
            Assert.Equal(one.GetProperty("auc").GetDouble(), RocCurve.Area(positive, negative)!.Value, 1e-9);
            Assert.Equal(one.GetProperty("eer").GetDouble(), RocCurve.EqualError(positive, negative)!.Value, 1e-9);
        });
        Assert.Null(RocCurve.Area([], [1]));
        Assert.Null(RocCurve.EqualError([1], []));
    }
}
