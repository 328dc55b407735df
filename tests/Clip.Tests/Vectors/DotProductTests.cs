using Clip.Vectors;
using CsCheck;

namespace Clip.Tests.Vectors;

public sealed class DotProductTests
{
    private static readonly Gen<(float[] Left, float[] Right)> Pairs =
        from length in Gen.Int[1, 600]
        from left in Gen.Float[-10, 10].Array[length]
        from right in Gen.Float[-10, 10].Array[length]
        select (left, right);

    [Fact]
    public void Every_register_width_gives_the_documented_sum_to_the_last_bit() =>
        Pairs.Sample(pair =>
        {
            var expected = BitConverter.SingleToInt32Bits(AsDocumented(pair.Left, pair.Right));
            Assert.Equal(expected, BitConverter.SingleToInt32Bits(Of<Lanes128>(pair.Left, pair.Right)));
            Assert.Equal(expected, BitConverter.SingleToInt32Bits(Of<Lanes256>(pair.Left, pair.Right)));
            Assert.Equal(expected, BitConverter.SingleToInt32Bits(Of<Lanes512>(pair.Left, pair.Right)));
        }, iter: 2000);

    [Fact]
    public void The_sum_is_as_close_to_the_exact_one_as_32_bits_allow() =>
        Pairs.Sample(pair =>
        {
            var exact = 0.0;
            var magnitude = 0.0;
            for (var i = 0; i < pair.Left.Length; i++)
            {
                exact += (double)pair.Left[i] * pair.Right[i];
                magnitude += Math.Abs((double)pair.Left[i] * pair.Right[i]);
            }
            // The longest chain: one product and n/32 additions a lane, then six folds; each rounds by 2^-24.
            // Products too small for 32 bits lose up to the smallest number each.
            var roundings = pair.Left.Length / 32 + 8;
            var bound = roundings * magnitude / (1 << 24) + pair.Left.Length * (double)float.Epsilon;
            Assert.InRange(Of<Lanes256>(pair.Left, pair.Right) - exact, -bound, bound);
        }, iter: 2000);

    /// <summary>The order of summation that <see cref="DotProduct"/> documents, one number at a time.</summary>
    internal static float AsDocumented(float[] left, float[] right)
    {
        var sums = new float[32];
        for (var i = 0; i < left.Length; i++)
        {
            var product = left[i] * right[i];
            sums[i % 32] += product;
        }
        for (var half = 16; half > 0; half /= 2)
        {
            for (var i = 0; i < half; i++)
                sums[i] += sums[i + half];
        }
        return sums[0];
    }

    private static unsafe float Of<TLanes>(float[] left, float[] right) where TLanes : struct, ILanes<TLanes>
    {
        using var pair = new QueryBatch([.. left, .. right], left.Length);
        return DotProduct.Of<TLanes>(pair.Vectors[0], pair.Vectors[1], pair.Vectors.Stride);
    }
}
