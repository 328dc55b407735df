using System.Runtime.CompilerServices;

namespace Clip.Vectors;

/// <summary>The dot product of a row's codes and a query's.</summary>
internal static unsafe class CodeProduct
{
    /// <summary>A row with many queries. Four queries at a time share the widened codes of the row.</summary>
    /// <param name="codes">The row.</param>
    /// <param name="queries">The queries' codes, one after the other.</param>
    /// <param name="count">The number of queries.</param>
    /// <param name="stride">Codes per row and per query.</param>
    /// <param name="products">Receives one product per query.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfEach<TLanes>(sbyte* codes, short* queries, int count, int stride, int* products)
        where TLanes : struct, ICodeLanes<TLanes>
    {
        var at = 0;
        for (; at + 3 < count; at += 4)
        {
            var first = queries + at * (long)stride;
            if (typeof(TLanes) == typeof(CodeLanes256))
                CodeLanes256.OfFour(codes, first, stride, products + at);
            else
                OfFour<TLanes>(codes, first, stride, products + at);
        }
        for (; at < count; at++)
            products[at] = Of<TLanes>(codes, queries + at * (long)stride, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfFour<TLanes>(sbyte* codes, short* first, int stride, int* products)
        where TLanes : struct, ICodeLanes<TLanes>
    {
        var second = first + stride;
        var third = second + stride;
        var fourth = third + stride;
        var sums1 = default(TLanes);
        var sums2 = default(TLanes);
        var sums3 = default(TLanes);
        var sums4 = default(TLanes);
        for (var i = 0L; i < stride; i += DotProduct.Step)
        {
            sums1 = TLanes.MultiplyAdd(codes + i, first + i, sums1);
            sums2 = TLanes.MultiplyAdd(codes + i, second + i, sums2);
            sums3 = TLanes.MultiplyAdd(codes + i, third + i, sums3);
            sums4 = TLanes.MultiplyAdd(codes + i, fourth + i, sums4);
        }
        products[0] = TLanes.Sum(sums1);
        products[1] = TLanes.Sum(sums2);
        products[2] = TLanes.Sum(sums3);
        products[3] = TLanes.Sum(sums4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of<TLanes>(sbyte* codes, short* query, int stride) where TLanes : struct, ICodeLanes<TLanes>
    {
        var sums = default(TLanes);
        for (var i = 0L; i < stride; i += DotProduct.Step)
            sums = TLanes.MultiplyAdd(codes + i, query + i, sums);
        return TLanes.Sum(sums);
    }
}
