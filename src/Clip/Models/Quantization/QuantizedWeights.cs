namespace Clip.Models.Quantization;

/// <summary>Weights in whole numbers, with a scale per column.</summary>
/// <param name="Codes">
/// [rows, columns], row by row: two's complement, or with <see cref="Zero"/> added where that is not 0.
/// </param>
/// <param name="Scales">What a code of each column stands for, 0 in a column of zeros.</param>
/// <param name="ColumnSums">The sum of each column, as the codes give it.</param>
/// <param name="Zero">The code of 0.</param>
internal sealed record QuantizedWeights(byte[] Codes, float[] Scales, float[] ColumnSums, byte Zero)
{
    /// <summary>Rounds weights to the nearest codes.</summary>
    /// <param name="weights">[rows, columns], row by row.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="form">How many codes there are.</param>
    public static QuantizedWeights Of(ReadOnlySpan<float> weights, int columns, WeightForm form)
    {
        var largest = new float[columns];
        for (var at = 0; at < weights.Length; at += columns)
        {
            for (var column = 0; column < columns; column++)
                largest[column] = Math.Max(largest[column], Math.Abs(weights[at + column]));
        }
        // Two products of an activation's code (at most 255) with 64 fit 16 bits, in which processors without VNNI add
        // two products before they go on in 32 bits; with 127 they would saturate.
        var most = form == WeightForm.SevenBits ? 64 : 127;
        var zero = (byte)(form == WeightForm.Unsigned ? 128 : 0);
        var scales = Array.ConvertAll(largest, value => value / most);
        var inverse = Array.ConvertAll(scales, static scale => scale > 0 ? 1 / scale : 0);
        var codes = new byte[weights.Length];
        var sums = new double[columns];
        for (var at = 0; at < weights.Length; at += columns)
        {
            for (var column = 0; column < columns; column++)
            {
                var code = Math.Clamp((int)MathF.Round(weights[at + column] * inverse[column]), -most, most);
                codes[at + column] = unchecked((byte)(code + zero));
                sums[column] += code;
            }
        }
        return new QuantizedWeights(
            codes, scales, [.. sums.Select((sum, column) => (float)(sum * scales[column]))], zero);
    }
}

/// <summary>The whole numbers that weights are rounded to.</summary>
internal enum WeightForm
{
    /// <summary>−64 to 64, for processors that add two products in 16 bits.</summary>
    SevenBits,

    /// <summary>−127 to 127, for processors that add products in 32 bits: those with VNNI, and Arm.</summary>
    EightBits,

    /// <summary>
    /// 1 to 255 with 128 for 0: slower, exact on every processor.
    /// </summary>
    Unsigned,
}
