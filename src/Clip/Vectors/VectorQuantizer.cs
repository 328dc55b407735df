namespace Clip.Vectors;

/// <summary>
/// Quantizes vectors to 8-bit codes. The same vector gives the same codes on every machine. Not thread-safe.
/// </summary>
/// <param name="dimensions">Dimensions per vector.</param>
internal sealed unsafe class VectorQuantizer(int dimensions)
{
    /// <summary>Codes are from -127 to 127.</summary>
    public const int LargestCode = 127;

    /// <summary>Products of two lengths up to this stay in the range of 32 bits, however they are summed.</summary>
    public const double LongestVector = 1e18;

    private const float SmallestScale = 1e-30f;

    private readonly float[] _rotated = new float[VectorMatrix.StrideOf(dimensions)];

    /// <summary>Quantizes a vector.</summary>
    /// <param name="vector">The vector; its numbers need not be finite.</param>
    /// <param name="codes">Receives the codes and their bound.</param>
    /// <param name="row">The row of <paramref name="codes"/>.</param>
    public void Quantize(ReadOnlySpan<float> vector, CodeMatrix codes, long row) =>
        *codes.Bound(row) = Quantize(vector, new Span<sbyte>(codes[row], codes.Stride));

    private CodeBound Quantize(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        vector.CopyTo(_rotated);
        _rotated.AsSpan(vector.Length).Clear();
        Rotation.Apply<float>(_rotated);

        var squares = 0.0;
        var largest = 0f;
        foreach (var number in _rotated)
        {
            squares += (double)number * number;
            largest = MathF.Max(largest, MathF.Abs(number));
        }
        var length = Math.Sqrt(squares);
        codes.Clear();
        // True for NaN too.
        if (!(length <= LongestVector))
            return new CodeBound(0, float.PositiveInfinity);

        var scale = largest / LargestCode;
        if (scale < SmallestScale)
            scale = 0;
        var errors = squares;
        if (scale > 0)
        {
            errors = 0;
            var inverse = 1 / scale;
            for (var i = 0; i < _rotated.Length; i++)
            {
                var code = Math.Clamp(MathF.Round(_rotated[i] * inverse), -LargestCode, LargestCode);
                codes[i] = (sbyte)code;
                var error = _rotated[i] - (double)scale * code;
                errors += error * error;
            }
        }
        // By Cauchy and Schwarz no dot product differs by more than the product of the lengths. The terms added cover
        // the rounding of the rotation and of the 32-bit dot product (a product and an addition per step, then the
        // folds), numbers too small for full precision, and the rounding of this bound.
        var roundings = Rotation.Roundings(_rotated.Length) + _rotated.Length / DotProduct.Step + 16;
        var reach = Math.Sqrt(errors) * (1 + 1e-6) + length * roundings * 1.01 / (1 << 24)
            + _rotated.Length * (double)float.Epsilon;
        return new CodeBound(scale, MathF.BitIncrement((float)reach));
    }
}
