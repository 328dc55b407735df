using System.Numerics;
using Clip.Duplicates;

namespace Clip;

/// <summary>
/// Hashes of what a picture looks like: of a resized, recompressed or slightly changed copy, only few of the 64 bits
/// differ. Equal to those of the Python package imagehash, of the upright picture over white.
/// </summary>
/// <param name="Perceptual">
/// pHash: low frequencies above their median. Little changes it but crops, borders and turns.
/// </param>
/// <param name="Difference">dHash: whether each part is lighter than the one to its left.</param>
/// <param name="Average">aHash: whether each part is lighter than the mean.</param>
/// <param name="Wavelet">wHash: whether each part is lighter than the median.</param>
/// <remarks>
/// The first bit, of the upper left corner, is the most significant one, so the numbers in hexadecimal are what imagehash
/// prints.
/// </remarks>
public readonly record struct PerceptualHashes(ulong Perceptual, ulong Difference, ulong Average, ulong Wavelet)
{
    private const int Side = 8;
    private const int FrequencySide = 32;

    /// <summary>Cosines of the discrete cosine transform: [frequency, position].</summary>
    private static readonly double[] Waves = MakeWaves();

    /// <summary>Computes the hashes of a decoded picture.</summary>
    /// <param name="picture">
    /// The picture; decoded exactly, if the hashes are to equal the reference's to the bit.
    /// </param>
    public static PerceptualHashes Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var gray = GrayPixels.Of(picture);
        return new PerceptualHashes(PerceptualOf(gray), DifferenceOf(gray), AverageOf(gray), WaveletOf(gray));
    }

    /// <summary>The number of bits in which two hashes differ, 0 to 64.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    internal static ulong PerceptualOf(GrayPixels gray)
    {
        var frequencies = LowFrequencies(gray.Resize(FrequencySide, FrequencySide));
        var sorted = frequencies.ToArray();
        Array.Sort(sorted);
        var median = (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        return Bits(i => frequencies[i] > median);
    }

    internal static ulong DifferenceOf(GrayPixels gray)
    {
        const int width = Side + 1;
        var pixels = gray.Resize(width, Side);
        return Bits(i =>
        {
            var at = (i / Side * width) + (i % Side);
            return pixels[at + 1] > pixels[at];
        });
    }

    private static ulong AverageOf(GrayPixels gray)
    {
        var pixels = gray.Resize(Side, Side);
        var sum = pixels.Sum(static pixel => pixel);
        return Bits(i => pixels.Length * pixels[i] > sum);
    }

    /// <summary>The Haar wavelet without its lowest band comes to the means of blocks against their median.</summary>
    private static ulong WaveletOf(GrayPixels gray)
    {
        var side = Math.Max(Side, 1 << BitOperations.Log2((uint)Math.Min(gray.Width, gray.Height)));
        var pixels = gray.Resize(side, side);
        var block = side / Side;
        var sums = new long[Side * Side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                sums[(y / block * Side) + (x / block)] += pixels[(y * side) + x];
        }
        var sorted = sums.ToArray();
        Array.Sort(sorted);
        var middle = sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2];
        return Bits(i => 2 * sums[i] > middle);
    }

    /// <summary>The first 8 × 8 coefficients of the DCT-II, down the columns and then along the rows.</summary>
    private static double[] LowFrequencies(byte[] pixels)
    {
        var columns = new double[Side * FrequencySide];
        for (var v = 0; v < Side; v++)
        {
            for (var x = 0; x < FrequencySide; x++)
            {
                double sum = 0;
                for (var y = 0; y < FrequencySide; y++)
                    sum += pixels[(y * FrequencySide) + x] * Waves[(v * FrequencySide) + y];
                columns[(v * FrequencySide) + x] = sum;
            }
        }
        var frequencies = new double[Side * Side];
        for (var v = 0; v < Side; v++)
        {
            for (var u = 0; u < Side; u++)
            {
                double sum = 0;
                for (var x = 0; x < FrequencySide; x++)
                    sum += columns[(v * FrequencySide) + x] * Waves[(u * FrequencySide) + x];
                frequencies[(v * Side) + u] = sum;
            }
        }
        return frequencies;
    }

    private static double[] MakeWaves()
    {
        var waves = new double[Side * FrequencySide];
        for (var frequency = 0; frequency < Side; frequency++)
        {
            for (var at = 0; at < FrequencySide; at++)
            {
                var angle = Math.PI * frequency * ((2 * at) + 1) / (2 * FrequencySide);
                waves[(frequency * FrequencySide) + at] = 2 * Math.Cos(angle);
            }
        }
        return waves;
    }

    private static ulong Bits(Func<int, bool> isSet)
    {
        ulong bits = 0;
        for (var i = 0; i < Side * Side; i++)
            bits = (bits << 1) | (isSet(i) ? 1UL : 0);
        return bits;
    }
}
