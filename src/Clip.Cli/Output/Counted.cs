using System.Globalization;
using Clip.Cli.Languages;

namespace Clip.Cli.Output;

/// <summary>Writes how many there are of something.</summary>
internal static class Counted
{
    /// <summary>The number and the noun: <c>1 file</c>, <c>1,200 files</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them; its plural has an s.</param>
    public static string Of(long count, string noun) =>
        Texts.Of(count == 1 ? $"{{0}} {noun}" : $"{{0}} {noun}s", count.ToString("N0", CultureInfo.InvariantCulture));
}
