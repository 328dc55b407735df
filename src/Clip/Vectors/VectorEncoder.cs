namespace Clip.Vectors;

/// <summary>
/// Makes the 8-bit codes of vectors. The same vector gives the same codes on every machine. Not thread-safe.
/// </summary>
/// <param name="dimension">Numbers a vector.</param>
internal sealed unsafe class VectorEncoder(int dimension)
{
    /// <summary>Codes reach from -127 to 127.</summary>
    public const int LargestCode = 127;

    /// <summary>Products of two lengths up to this stay in the range of 32 bits, however they are summed.</summary>
    public const double LongestVector = 1e18;

    private const float SmallestScale = 1e-30f;

    private readonly float[] _turned = new float[VectorMatrix.StrideOf(dimension)];

    /// <param name="vector">As many numbers as the dimension; any numbers, those that are not finite too.</param>
    /// <param name="codes">Gets the codes and the bound.</param>
    /// <param name="row">Where.</param>
    public void Encode(ReadOnlySpan<float> vector, CodeMatrix codes, long row) =>
        *codes.Bound(row) = Encode(vector, new Span<sbyte>(codes[row], codes.Stride));

    private CodeBound Encode(ReadOnlySpan<float> vector, Span<sbyte> codes)
    {
        vector.CopyTo(_turned);
        _turned.AsSpan(vector.Length).Clear();
        Rotation.Apply<float>(_turned);

        var squares = 0.0;
        var largest = 0f;
        foreach (var number in _turned)
        {
            squares += (double)number * number;
            largest = MathF.Max(largest, MathF.Abs(number));
        }
        var length = Math.Sqrt(squares);
        codes.Clear();
        // Also where it is not a number.
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
            for (var i = 0; i < _turned.Length; i++)
            {
                var code = Math.Clamp(MathF.Round(_turned[i] * inverse), -LargestCode, LargestCode);
                codes[i] = (sbyte)code;
                var error = _turned[i] - (double)scale * code;
                errors += error * error;
            }
        }
        // By Cauchy and Schwarz no dot product differs by more than the product of the lengths. What is added covers the
        // rounding of the rotation and of the 32-bit dot product (a product and an addition a step, then the folds),
        // numbers too small for full precision, and the rounding of all this.
        var roundings = Rotation.Roundings(_turned.Length) + _turned.Length / DotProduct.Step + 16;
        var reach = Math.Sqrt(errors) * (1 + 1e-6) + length * roundings * 1.01 / (1 << 24) + _turned.Length * (double)float.Epsilon;
        return new CodeBound(scale, MathF.BitIncrement((float)reach));
    }
}
