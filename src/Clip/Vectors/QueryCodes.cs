using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Clip.Vectors;

/// <summary>
/// Queries in the form in which they meet the codes of rows: turned alike, in 16-bit codes. Two lengths and the codes'
/// dot product bound the 32-bit dot product. Whoever made them frees them; copies share the memory.
/// </summary>
internal readonly unsafe struct QueryCodes : IDisposable
{
    /// <summary>More than the products of one dot product can lose for being too small for 32 bits.</summary>
    private const double Underflow = 2.0 * VectorMatrix.MaxDimension * float.Epsilon;

    private readonly int _stride;
    private readonly short* _codes;
    private readonly Bound* _bounds;

    /// <param name="queries">Finite numbers.</param>
    public QueryCodes(VectorMatrix queries)
    {
        _stride = queries.Stride;
        // One piece of memory: codes, then the query that is being coded, then bounds.
        var (codes, turned) = (queries.RowCount * _stride * sizeof(short), _stride * sizeof(double));
        _codes = (short*)NativeMemory.AlignedAlloc((nuint)(codes + turned + queries.RowCount * sizeof(Bound)), 64);
        _bounds = (Bound*)((byte*)_codes + codes + turned);
        for (var query = 0; query < queries.RowCount; query++)
        {
            _bounds[query] = Encode(
                queries.Vector(query), new Span<double>((byte*)_codes + codes, _stride), new Span<short>(this[query], _stride));
        }
    }

    /// <summary>The codes of a query.</summary>
    public short* this[int query] => _codes + query * (long)_stride;

    /// <summary>
    /// What the 32-bit dot product with a row cannot exceed. Not a number, or infinite, where nothing can be said.
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

    private static Bound Encode(ReadOnlySpan<float> query, Span<double> turned, Span<short> codes)
    {
        var squares = 0.0;
        turned.Clear();
        for (var i = 0; i < query.Length; i++)
        {
            turned[i] = query[i];
            squares += turned[i] * turned[i];
        }
        codes.Clear();
        var length = Math.Sqrt(squares) * (1 + 1e-9);
        if (length > VectorEncoder.LongestVector)
            return new Bound(0, 0, double.PositiveInfinity);
        Rotation.Apply(turned);

        var largest = 0.0;
        foreach (var number in turned)
            largest = Math.Max(largest, Math.Abs(number));
        // As fine as the codes' dot product stays within 32 bits.
        var steps = Math.Min(short.MaxValue, int.MaxValue / (VectorEncoder.LargestCode * turned.Length));
        var scale = largest / steps;
        if (scale == 0)
            return new Bound(0, 0, length);
        var errors = 0.0;
        for (var i = 0; i < turned.Length; i++)
        {
            codes[i] = (short)Math.Clamp(Math.Round(turned[i] / scale), -steps, steps);
            var error = turned[i] - scale * codes[i];
            errors += error * error;
        }
        // What the codes leave out of the query meets a row that is no longer than its largest code everywhere.
        var drift = Math.Sqrt(errors) * VectorEncoder.LargestCode * Math.Sqrt(turned.Length) * (1 + 1e-6);
        return new Bound(scale, drift, length);
    }

    private readonly record struct Bound(double Scale, double Drift, double Length);
}
