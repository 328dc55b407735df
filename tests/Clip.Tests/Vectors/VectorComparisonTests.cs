using System.Text.Json;

namespace Clip.Tests.Vectors;

/// <summary>Cosine, angle and distance are those of 50-digit arithmetic, near 0 and 180 degrees too.</summary>
public sealed class VectorComparisonTests
{
    [Fact]
    public void Relations_are_the_references()
    {
        var cases = AlgorithmGoldens.Json("vectors", "relations.json").GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(25, cases.Count);
        Assert.All(cases, one =>
        {
            var a = AlgorithmGoldens.Named(one.GetProperty("a").GetString()!);
            var b = AlgorithmGoldens.Named(one.GetProperty("b").GetString()!);
            if (one.GetProperty("cosine").ValueKind == JsonValueKind.Null)
            {
                Assert.Throws<ArgumentException>(() => VectorComparison.Of(a, b));
                return;
            }
            var found = VectorComparison.Of(a, b);
            Assert.Equal(one.GetProperty("cosine").GetDouble(), found.Cosine, 1e-6);
            Assert.Equal(one.GetProperty("distance").GetDouble(), found.Distance, 1e-6);
            Assert.Equal(one.GetProperty("angle").GetDouble(), found.Angle, 1e-4);
        });
    }
}
