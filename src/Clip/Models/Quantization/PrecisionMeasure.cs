using System.Numerics.Tensors;

namespace Clip.Models.Quantization;

/// <summary>Compares the embeddings of a sample with those of the same items in 32 bits.</summary>
internal static class PrecisionMeasure
{
    private const int Top = 10;

    /// <summary>Compares unit vectors.</summary>
    /// <param name="expected">The vectors in 32 bits, one after the other.</param>
    /// <param name="actual">Those to judge, in the same order.</param>
    /// <param name="dimensions">Numbers per vector.</param>
    /// <returns>
    /// The cosines and the agreement of the top ten; 0 for an item that has an embedding on one side only.
    /// </returns>
    public static (double Mean, double Least, double Agreement) Compare(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int dimensions)
    {
        double sum = 0, least = 1, agreement = 0;
        var count = 0;
        List<int> used = [];
        for (var item = 0; item < expected.Length / dimensions; item++)
        {
            // What has no embedding in 32 bits says nothing.
            if (!float.IsFinite(Row(expected, item, dimensions)[0]))
                continue;
            used.Add(item);
            double cosine = TensorPrimitives.Dot(Row(expected, item, dimensions), Row(actual, item, dimensions));
            cosine = double.IsFinite(cosine) ? Math.Min(1, cosine) : 0;
            sum += cosine;
            least = Math.Min(least, cosine);
            count++;
        }
        foreach (var item in used)
            agreement += Agreement(expected, actual, item, used, dimensions);
        return count == 0 ? (0, 0, 0) : (sum / count, least, agreement / count);
    }

    /// <summary>The share of an item's nearest ten, of all others, that are the same on both sides.</summary>
    private static double Agreement(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int item, List<int> items, int dimensions)
    {
        var count = Math.Min(Top, items.Count - 1);
        if (count < 1)
            return 1;
        var before = Nearest(expected, item, items, count, dimensions);
        return (double)Nearest(actual, item, items, count, dimensions).Intersect(before).Count() / count;
    }

    private static List<int> Nearest(
        ReadOnlySpan<float> vectors, int item, List<int> items, int count, int dimensions)
    {
        var query = Row(vectors, item, dimensions);
        List<(float Score, int Item)> scored = [];
        foreach (var other in items)
        {
            if (other != item)
                scored.Add((TensorPrimitives.Dot(query, Row(vectors, other, dimensions)), other));
        }
        return [.. scored.OrderByDescending(static pair => pair.Score).ThenBy(static pair => pair.Item)
            .Take(count).Select(static pair => pair.Item)];
    }

    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> vectors, int item, int dimensions) =>
        vectors.Slice(item * dimensions, dimensions);
}
