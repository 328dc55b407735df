using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Clip.Vectors;

/// <summary>
/// Queries in the form that is compared with the codes of rows: rotated in the same way, in 16-bit codes. Two lengths
/// and the dot product of the codes bound the 32-bit dot product. Their creator disposes them; copies share the memory.
/// </summary>
internal readonly unsafe struct QueryCodes : IDisposable
{
    /// <summary>More than the products of one dot product can lose by underflow in 32 bits.</summary>
    private const double Underflow = 2.0 * VectorMatrix.MaxDimension * float.Epsilon;

    private readonly int _stride;
    private readonly short* _codes;
    private readonly Bound* _bounds;

    /// <param name="queries">Finite numbers.</param>
    public QueryCodes(VectorMatrix queries)
    {
        _stride = queries.Stride;
        // One block of memory: codes, then the query that is being quantized, then bounds.
        var (codes, rotated) = (queries.RowCount * _stride * sizeof(short), _stride * sizeof(double));
        _codes = (short*)NativeMemory.AlignedAlloc((nuint)(codes + rotated + queries.RowCount * sizeof(Bound)), 64);
        _bounds = (Bound*)((byte*)_codes + codes + rotated);
        for (var query = 0; query < queries.RowCount; query++)
        {
            _bounds[query] = Quantize(
                queries.Vector(query), new Span<double>((byte*)_codes + codes, _stride),
                new Span<short>(this[query], _stride));
        }
    }

    /// <summary>The codes of a query.</summary>
    public short* this[int query] => _codes + query * (long)_stride;

    /// <summary>
    /// An upper bound of the 32-bit dot product with a row. NaN or infinite where there is none.
    /// </summary>
    /// <param name="query">Which query.</param>
    /// <param name="row">The bound of the row.</param>
    /// <param name="product">The dot product of the codes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Highest(int query, CodeBound* row, int product)
    {
        var bound = _bounds + query;
        return row->Scale * (bound->Scale * product + bound->Drift) + bound->Length * row->Reach + Underflow;
    }

    public void Dispose() => NativeMemory.AlignedFree(_codes);

    private static Bound Quantize(ReadOnlySpan<float> query, Span<double> rotated, Span<short> codes)
    {
        var squares = 0.0;
        rotated.Clear();
        for (var i = 0; i < query.Length; i++)
        {
            rotated[i] = query[i];
            squares += rotated[i] * rotated[i];
        }
        codes.Clear();
        var length = Math.Sqrt(squares) * (1 + 1e-9);
        if (length > VectorQuantizer.LongestVector)
            return new Bound(0, 0, double.PositiveInfinity);
        Rotation.Apply(rotated);

        var largest = 0.0;
        foreach (var number in rotated)
            largest = Math.Max(largest, Math.Abs(number));
        // As fine as the codes' dot product stays within 32 bits.
        var steps = Math.Min(short.MaxValue, int.MaxValue / (VectorQuantizer.LargestCode * rotated.Length));
        var scale = largest / steps;
        if (scale == 0)
            return new Bound(0, 0, length);
        var errors = 0.0;
        for (var i = 0; i < rotated.Length; i++)
        {
            codes[i] = (short)Math.Clamp(Math.Round(rotated[i] / scale), -steps, steps);
            var error = rotated[i] - scale * codes[i];
            errors += error * error;
        }
        // The error of the query is multiplied with a row that is at most its largest code in every dimension.
        var drift = Math.Sqrt(errors) * VectorQuantizer.LargestCode * Math.Sqrt(rotated.Length) * (1 + 1e-6);
        return new Bound(scale, drift, length);
    }

    private readonly record struct Bound(double Scale, double Drift, double Length);
}
