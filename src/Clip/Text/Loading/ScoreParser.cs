using System.Globalization;

namespace Clip.Text.Loading;

/// <summary>
/// Parses a score as the reference's JSON parser (serde_json) does: digits as a 64-bit integer, then one multiplication
/// or division by a power of ten. In one number of ten the last bit is wrong, and such a bit decides between two
/// segmentations of a word with equal scores.
/// </summary>
internal static class ScoreParser
{
    private const int MaxPower = 308;

    /// <summary>The value of a JSON number; infinite where it exceeds a double.</summary>
    public static double Parse(ReadOnlySpan<byte> number)
    {
        var negative = number[0] == '-';
        ulong digits = 0;
        long exponent = 0;
        bool afterPoint = false, full = false;
        for (var index = negative ? 1 : 0; index < number.Length; index++)
        {
            var c = number[index];
            if (c == '.')
            {
                (afterPoint, full) = (true, false);
            }
            else if (c is (byte)'e' or (byte)'E')
            {
                exponent += ReadExponent(number[(index + 1)..]);
                break;
            }
            else if (full || digits > (ulong.MaxValue - (ulong)(c - '0')) / 10)
            {
                // More digits do not fit: before the point they count as zeros, after it they are dropped.
                full = true;
                exponent += afterPoint ? 0 : 1;
            }
            else
            {
                digits = digits * 10 + (ulong)(c - '0');
                exponent -= afterPoint ? 1 : 0;
            }
        }

        var value = Scale(digits, exponent);
        return negative ? -value : value;
    }

    private static double Scale(double value, long exponent)
    {
        for (; exponent < -MaxPower && value != 0; exponent += MaxPower)
            value /= 1e308;
        if (value == 0)
            return 0;
        return exponent > MaxPower ? double.PositiveInfinity
            : exponent >= 0 ? value * Power((int)exponent)
            : value / Power((int)-exponent);
    }

    private static double Power(int exponent)
    {
        ReadOnlySpan<double> powers =
        [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
            1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        ];
        return exponent < powers.Length
            ? powers[exponent]
            : double.Parse($"1e{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>An exponent, limited to a million so that it cannot overflow.</summary>
    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        long exponent = 0;
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
                exponent = Math.Min(exponent * 10 + c - '0', 1_000_000);
        }

        return negative ? -exponent : exponent;
    }
}
