using System.Numerics;

namespace Clip.Vectors;

/// <summary>
/// A fixed rotation of space. Models put much of a vector's length into a few dimensions, and one large number makes
/// the 8-bit steps of all others coarse; after the rotation no dimension stands out. Dot products do not change.
/// </summary>
/// <remarks>
/// Fixed signs, then the fast Walsh-Hadamard transform over blocks of the largest power of two that divides the length;
/// Ailon and Chazelle, "The fast Johnson-Lindenstrauss transform", 2009.
/// </remarks>
internal static class Rotation
{
    /// <summary>How often a number is rounded: by one addition per stage, a multiplication and its factor.</summary>
    public static int Roundings(int length) => BitOperations.TrailingZeroCount(length) + 2;

    /// <summary>Rotates a vector.</summary>
    /// <param name="numbers">Rotated in place; their count is a multiple of <see cref="DotProduct.Step"/>.</param>
    public static void Apply<T>(Span<T> numbers) where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (IsNegated(i))
                numbers[i] = -numbers[i];
        }

        var block = numbers.Length & -numbers.Length;
        var scale = T.One / T.Sqrt(T.CreateChecked(block));
        for (var half = 1; half < block; half *= 2)
        {
            for (var start = 0; start < numbers.Length; start += 2 * half)
                AddAndSubtract(numbers.Slice(start, half), numbers.Slice(start + half, half));
        }
        foreach (ref var number in numbers)
            number *= scale;
    }

    private static bool IsNegated(int at) => (BitOperations.PopCount((uint)at * 0x9E3779B1) & 1) != 0;

    private static void AddAndSubtract<T>(Span<T> lower, Span<T> upper) where T : struct, IFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= lower.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var (left, right) = (new Vector<T>(lower[i..]), new Vector<T>(upper[i..]));
            (left + right).CopyTo(lower[i..]);
            (left - right).CopyTo(upper[i..]);
        }
        for (; i < lower.Length; i++)
            (lower[i], upper[i]) = (lower[i] + upper[i], lower[i] - upper[i]);
    }
}
