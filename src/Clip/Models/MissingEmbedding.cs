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
    /// <param name="dimensions">The length of a row.</param>
    public static IReadOnlyList<int> Find(ReadOnlySpan<float> vectors, int dimensions)
    {
        List<int>? missing = null;
        for (var row = 0; row < vectors.Length / dimensions; row++)
        {
            if (Is(vectors.Slice(row * dimensions, dimensions)))
                (missing ??= []).Add(row);
        }
        return missing ?? (IReadOnlyList<int>)[];
    }
}
