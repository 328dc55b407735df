using System.Text.Json;
using Clip.Tests.Cli;

namespace Clip.Tests.Devices.WebGpu;

/// <summary>Compares the embeddings of two runs.</summary>
internal static class Vectors
{
    /// <summary>Fails unless both runs gave the same number of embeddings and each pair points the same way.</summary>
    public static void Agree(Answer expected, Answer actual, int count)
    {
        Assert.Equal(count, expected.Lines.Length);
        Assert.Equal(count, actual.Lines.Length);
        foreach (var (left, right) in expected.Json.Select(Of).Zip(actual.Json.Select(Of)))
        {
            var cosine = left.Zip(right).Sum(static pair => pair.First * pair.Second);
            Assert.True(cosine >= 0.9999, $"cosine {cosine}");
        }
    }

    private static double[] Of(JsonElement line) =>
        [.. line.GetProperty("embedding").EnumerateArray().Select(static number => number.GetDouble())];
}
