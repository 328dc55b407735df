namespace Clip.Benchmarks.Vectors;

/// <summary>Vectors to search.</summary>
internal static class RandomVectors
{
    /// <summary>A unit vector that depends on the seed alone.</summary>
    public static void Fill(Span<float> vector, int seed)
    {
        var state = (uint)(seed + 1) * 2_654_435_769;
        var squares = 0f;
        foreach (ref var number in vector)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            number = (int)state * (1f / int.MaxValue);
            squares += number * number;
        }

        var scale = 1 / MathF.Sqrt(squares);
        foreach (ref var number in vector)
            number *= scale;
    }
}
