using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Clip.Vectors;

/// <summary>
/// Sums of products of 8-bit and 16-bit codes, 32 at a time. Integer sums do not depend on the order of the terms.
/// </summary>
/// <remarks>
/// Codes are widened to 16 bits first. The dot product instructions for 8 bits avoid that, but they take 8-bit queries,
/// whose error widens the bound; and memory is not faster than this code.
/// </remarks>
internal interface ICodeLanes<TSelf> where TSelf : struct, ICodeLanes<TSelf>
{
    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Adds the products of 32 codes.</summary>
    static abstract unsafe TSelf MultiplyAdd(sbyte* codes, short* query, TSelf sums);

    static abstract int Sum(TSelf sums);
}

internal readonly struct CodeLanes512(Vector512<int> all) : ICodeLanes<CodeLanes512>
{
    private readonly Vector512<int> _all = all;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe CodeLanes512 MultiplyAdd(sbyte* codes, short* query, CodeLanes512 sums) => new(
        sums._all + Avx512BW.MultiplyAddAdjacent(
            Avx512BW.ConvertToVector512Int16(Vector256.Load(codes)), Vector512.Load(query)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(CodeLanes512 sums) => Vector512.Sum(sums._all);
}

internal readonly struct CodeLanes256(Vector256<int> even, Vector256<int> odd) : ICodeLanes<CodeLanes256>
{
    private readonly Vector256<int> _even = even;
    private readonly Vector256<int> _odd = odd;

    public static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe CodeLanes256 MultiplyAdd(sbyte* codes, short* query, CodeLanes256 sums) => new(
        sums._even + Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(codes), Vector256.Load(query)),
        sums._odd + Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(codes + 16), Vector256.Load(query + 16)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(CodeLanes256 sums) => Vector256.Sum(sums._even + sums._odd);

    /// <summary>
    /// The products of a row with four queries. Written out, because structs of two registers go through memory: so it
    /// is several times as fast.
    /// </summary>
    /// <param name="codes">The row.</param>
    /// <param name="queries">The queries' codes, one after the other.</param>
    /// <param name="stride">Codes per row and per query.</param>
    /// <param name="products">Receives four products.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void OfFour(sbyte* codes, short* queries, int stride, int* products)
    {
        short* q0 = queries, q1 = q0 + stride, q2 = q1 + stride, q3 = q2 + stride;
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var i = 0L; i < stride; i += 16)
        {
            var row = Avx2.ConvertToVector256Int16(codes + i);
            s0 = Avx2.Add(s0, Avx2.MultiplyAddAdjacent(row, Vector256.Load(q0 + i)));
            s1 = Avx2.Add(s1, Avx2.MultiplyAddAdjacent(row, Vector256.Load(q1 + i)));
            s2 = Avx2.Add(s2, Avx2.MultiplyAddAdjacent(row, Vector256.Load(q2 + i)));
            s3 = Avx2.Add(s3, Avx2.MultiplyAddAdjacent(row, Vector256.Load(q3 + i)));
        }
        // Four sums of eight numbers each.
        var pairs = Avx2.HorizontalAdd(Avx2.HorizontalAdd(s0, s1), Avx2.HorizontalAdd(s2, s3));
        (pairs.GetLower() + pairs.GetUpper()).Store(products);
    }
}

internal readonly struct CodeLanes128(Vector128<int> even, Vector128<int> odd) : ICodeLanes<CodeLanes128>
{
    private readonly Vector128<int> _even = even;
    private readonly Vector128<int> _odd = odd;

    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe CodeLanes128 MultiplyAdd(sbyte* codes, short* query, CodeLanes128 sums)
    {
        var (even, odd) = (sums._even, sums._odd);
        for (var i = 0; i < DotProduct.Step; i += 16)
        {
            var (lower, upper) = Vector128.Widen(Vector128.Load(codes + i));
            even = MultiplyAdd(lower, Vector128.Load(query + i), even);
            odd = MultiplyAdd(upper, Vector128.Load(query + i + 8), odd);
        }
        return new(even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(CodeLanes128 sums) => Vector128.Sum(sums._even + sums._odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAdd(Vector128<short> left, Vector128<short> right, Vector128<int> sums)
    {
        if (AdvSimd.IsSupported)
        {
            return AdvSimd.MultiplyWideningUpperAndAdd(
                AdvSimd.MultiplyWideningLowerAndAdd(sums, left.GetLower(), right.GetLower()), left, right);
        }
        if (Sse2.IsSupported)
            return sums + Sse2.MultiplyAddAdjacent(left, right);
        return sums + Vector128.WidenLower(left) * Vector128.WidenLower(right)
            + Vector128.WidenUpper(left) * Vector128.WidenUpper(right);
    }
}
