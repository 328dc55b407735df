using System.Globalization;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Says that nothing was found that a query for something else would not find as well.</summary>
internal static class CutoffNotice
{
    /// <param name="answer">An answer without pictures, because of a cutoff.</param>
    /// <param name="query">The query, where there are several.</param>
    public static string Of(SearchAnswer answer, string? query)
    {
        var chance = answer.LeastChance ?? 1;
        var likelihood = chance > 0.2
            ? "the nearest picture is no nearer than usual for what is not here"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"of queries for what is not here, about {Math.Max(0.001, chance):P1} find something as near; "
                + $"a higher --cutoff shows it");
        var about = query is null ? "" : $"{Quoted.Of(query)}: ";
        return $"{about}nothing here looks like that, most likely: {likelihood}";
    }
}
