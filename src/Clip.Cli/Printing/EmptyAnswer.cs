using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Words why no picture meets the filter options.</summary>
internal static class EmptyAnswer
{
    /// <param name="filter">The filter.</param>
    /// <param name="counts">How many pictures meet each of its conditions alone.</param>
    public static string Reason(PictureFilter filter, IReadOnlyList<FilterCount> counts)
    {
        var empty = counts.Where(static count => count.Matching == 0).ToList();
        if (counts is [{ Pictures: 0 }, ..])
            return "the index holds no pictures";
        if (empty.Count > 0)
            return string.Join("; ", empty.Select(count => OfCondition(filter, count)));
        var alone = counts.Select(static count => $"{Options(count.Condition)} {count.Matching:N0}");
        return $"no picture meets all of the options; alone, each leaves some: {string.Join(", ", alone)}";
    }

    private static string OfCondition(PictureFilter filter, FilterCount count)
    {
        var none = $"0 of {count.Pictures:N0} pictures";
        return count.Condition switch
        {
            FilterCondition.Date when count.Known == 0 => $"{none} have a date",
            FilterCondition.Date => $"{none} were taken {Span(filter)}; {count.Known:N0} have a date",
            FilterCondition.Camera when count.Known == 0 => $"{none} name their camera",
            FilterCondition.Camera =>
                $"{none} have a camera named {string.Join(" or ", filter.Cameras.Select(Quoted.Of))}; "
                + $"{count.Known:N0} name theirs",
            FilterCondition.Place when count.Known == 0 => $"{none} have a place",
            FilterCondition.Place =>
                $"{none} were taken within {filter.Near!.Value.Kilometers:0.###} km of the place; "
                + $"{count.Known:N0} have a place",
            FilterCondition.Size => $"{none} have at least {filter.MinWidth}x{filter.MinHeight} pixels",
            _ when filter.Globs.Count == 0 => "no picture lies in the folder",
            _ when filter.Globs.All(static glob => glob.StartsWith('!')) => "--glob leaves out all pictures",
            _ => $"no picture is named {string.Join(" or ", Wanted(filter).Select(Quoted.Of))}",
        };
    }

    private static IEnumerable<string> Wanted(PictureFilter filter) =>
        filter.Globs.Where(static glob => !glob.StartsWith('!'));

    private static string Span(PictureFilter filter) => (filter.CapturedFrom, filter.CapturedBefore) switch
    {
        ({ } from, { } before) => $"from {Date(from)} on and before {Date(before)}",
        ({ } from, null) => $"from {Date(from)} on",
        (_, { } before) => $"before {Date(before)}",
        _ => "then",
    };

    private static string Date(DateTime date) => ShownDate.Of(date);

    private static string Options(FilterCondition condition) => condition switch
    {
        FilterCondition.Date => "--after, --before",
        FilterCondition.Camera => "--camera",
        FilterCondition.Place => "--near",
        FilterCondition.Size => "--min-size",
        _ => "--glob",
    };
}
