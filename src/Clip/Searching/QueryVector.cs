namespace Clip.Searching;

/// <summary>Checks the embeddings that callers give.</summary>
internal static class QueryVector
{
    /// <summary>A copy of a vector that can be searched with.</summary>
    /// <exception cref="SearchException">It has another dimension, or a value that is not finite.</exception>
    public static float[] Usable(ReadOnlyMemory<float> vector, int dimensions)
    {
        if (vector.Length != dimensions)
        {
            throw SearchException.UnusableVector(
                $"its embedding has {vector.Length} dimensions, not {dimensions}");
        }
        foreach (var value in vector.Span)
        {
            if (!float.IsFinite(value))
                throw SearchException.UnusableVector("its embedding holds a value that is not finite");
        }
        return vector.ToArray();
    }
}
