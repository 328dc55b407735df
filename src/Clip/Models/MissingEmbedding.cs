namespace Clip.Models;

/// <summary>
/// Marks a row of a batch for which the graph computed no usable embedding, for example because half precision
/// overflowed: it consists of NaN, which no unit vector does.
/// </summary>
internal static class MissingEmbedding
{
    /// <summary>Marks a row.</summary>
    public static void Mark(Span<float> vector) => vector.Fill(float.NaN);

    /// <summary>Whether a row is marked.</summary>
    public static bool Is(ReadOnlySpan<float> vector) => float.IsNaN(vector[0]);

    /// <summary>The marked rows of a batch.</summary>
    /// <param name="vectors">[rows, dimension].</param>
    /// <param name="dimension">The length of a row.</param>
    public static IReadOnlyList<int> Find(ReadOnlySpan<float> vectors, int dimension)
    {
        List<int>? missing = null;
        for (var row = 0; row < vectors.Length / dimension; row++)
        {
            if (Is(vectors.Slice(row * dimension, dimension)))
                (missing ??= []).Add(row);
        }
        return missing ?? (IReadOnlyList<int>)[];
    }
}
