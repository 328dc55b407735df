using System.Globalization;

namespace Clip.Cli.Printing;

/// <summary>Shows sizes of files for people.</summary>
internal static class ByteSize
{
    public static string Of(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
