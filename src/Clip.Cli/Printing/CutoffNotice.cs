using System.Globalization;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Says that nothing was found that a query for something else would not find as well, what came nearest, and how to
/// see it: the decision may be wrong, and with a small model it often is.
/// </summary>
internal static class CutoffNotice
{
    /// <param name="answer">An answer without pictures, because of a cutoff.</param>
    /// <param name="query">The query, where there are several.</param>
    public static string Of(SearchAnswer answer, string? query)
    {
        var chance = Math.Clamp(answer.LeastChance ?? 1, 0.001, 1);
        var nearest = answer.NearestBeyondCutoff is { } picture
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{DisplayPath.Of(picture.Location.Full(picture.Path))} ({picture.Score:0.000})")
            : "the nearest picture";
        var likelihood = ShowingCutoff(chance) is { } cutoff
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"about {chance:P1} of queries for what is not here find something as near as {nearest}; "
                + $"to see it: --cutoff {cutoff:0.##}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"about {chance:P1} of queries for what is not here find something as near as {nearest}; "
                + $"to see it, leave out --cutoff");
        var about = query is null ? "" : $"{Quoted.Of(query)}: ";
        return $"{about}nothing here looks like that, most likely: {likelihood}";
    }

    /// <summary>A round cutoff with which an answer of a chance is shown; null if only none is high enough.</summary>
    private static double? ShowingCutoff(double chance)
    {
        var step = chance < 0.1 ? 0.01 : 0.05;
        var cutoff = (Math.Floor(chance / step) + 1) * step;
        return cutoff < 1 ? cutoff : null;
    }
}
