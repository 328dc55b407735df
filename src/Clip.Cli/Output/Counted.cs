using System.Globalization;

namespace Clip.Cli.Output;

/// <summary>Writes how many there are of something.</summary>
internal static class Counted
{
    /// <summary>The number and the noun: <c>1 file</c>, <c>1,200 files</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them; its plural has an s.</param>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
