using System.Globalization;

namespace Clip.Cli.Options;

/// <summary>Sizes as users write them: <c>2GB</c>, <c>1.5 GiB</c>, <c>512MB</c>, <c>25%</c>.</summary>
internal static class SizeText
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40),
        ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
        ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("B", 1),
    ];

    /// <summary>The bytes that a text means.</summary>
    /// <param name="text">A number with a unit; without one it is in bytes.</param>
    /// <param name="whole">What 100 % is, in bytes; null where a share makes no sense.</param>
    /// <param name="bytes">The size.</param>
    /// <returns>What is wrong with the text; null where nothing is.</returns>
    public static string? Read(string text, long? whole, out long bytes)
    {
        var trimmed = text.AsSpan().Trim();
        var factor = 1.0;
        if (whole is { } all && trimmed.EndsWith("%", StringComparison.Ordinal))
        {
            factor = all / 100.0;
            trimmed = trimmed[..^1];
        }
        else
        {
            foreach (var (unit, size) in Units)
            {
                if (!trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                    continue;
                factor = size;
                trimmed = trimmed[..^unit.Length];
                break;
            }
        }

        bytes = 0;
        if (!double.TryParse(
                trimmed.TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number * factor))
            return $"{text} is not a size such as 2GB, 512MB{(whole is null ? "" : " or 25%")}";
        bytes = (long)Math.Min(number * factor, long.MaxValue / 2);
        return null;
    }
}
