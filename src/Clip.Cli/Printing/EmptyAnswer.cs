using Clip.Catalog.Reading;
using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>Words why there is no picture.</summary>
internal static class EmptyAnswer
{
    /// <param name="filter">The filter; null for none.</param>
    /// <param name="counts">How many pictures meet each of its conditions alone.</param>
    /// <param name="holdsNothing">Whether the index holds no pictures at all.</param>
    /// <param name="planned">The files that workers are still to encode.</param>
    /// <returns>The reason; null where it is neither the index nor the filter.</returns>
    public static string? Reason(
        PictureFilter? filter, IReadOnlyList<FilterCount> counts, bool holdsNothing, long planned = 0)
    {
        if (holdsNothing && planned > 0)
        {
            return Texts.Say(
                $"the index holds no pictures yet: {Counted.Of(planned, "file")} planned; run clipsearch worker");
        }
        if (holdsNothing)
            return "the index holds no pictures: all were removed from it, or none was there";
        if (counts.Count == 0)
            return null;
        filter ??= new PictureFilter();
        var empty = counts.Where(static count => count.Matching == 0).ToList();
        if (empty.Count > 0)
            return string.Join("; ", empty.Select(count => OfCondition(filter, count)));
        var alone = counts.Select(static count => $"{Options(count.Condition)} {count.Matching:N0}");
        return $"no picture meets all of the options; alone, each leaves some: {string.Join(", ", alone)}";
    }

    /// <summary>The files that workers are still to encode for the indexes of a database.</summary>
    public static long PlannedFor(IEnumerable<IndexLocation> locations)
    {
        try
        {
            return locations.Sum(static location => IndexingWork.Of(location)?.Planned ?? 0);
        }
        catch (StoreException)
        {
            // Where a replica answers, the database itself may be away.
            return 0;
        }
    }

    private static string OfCondition(PictureFilter filter, FilterCount count)
    {
        var none = Texts.Say($"0 of {Counted.Of(count.Pictures, "picture")}");
        var (have, were) = count.Pictures == 1 ? ("has", "was") : ("have", "were");
        var known = Texts.Say($"{count.Known:N0} {(count.Known == 1 ? "has" : "have")}");
        return count.Condition switch
        {
            FilterCondition.Date when count.Known == 0 => Texts.Say($"{none} {have} a date"),
            FilterCondition.Date => Texts.Say($"{none} {were} taken {Span(filter)}; {known} a date"),
            FilterCondition.Camera when count.Known == 0 =>
                Texts.Say($"{none} {(count.Pictures == 1 ? "names its" : "name their")} camera"),
            FilterCondition.Camera =>
                Texts.Say($"{none} {have} a camera named {Or(filter.Cameras)}; "
                    + $"{count.Known:N0} {(count.Known == 1 ? "names its camera" : "name theirs")}"),
            FilterCondition.Place when count.Known == 0 => Texts.Say($"{none} {have} a place"),
            FilterCondition.Place =>
                Texts.Say($"{none} {were} taken within {filter.Near!.Value.Kilometers:0.###} km of the place; "
                    + $"{known} a place"),
            FilterCondition.Size =>
                Texts.Say($"{none} {have} at least {filter.MinWidth}x{filter.MinHeight} pixels"),
            _ when filter.Globs.Count == 0 => "no picture lies in the folder",
            _ when filter.Globs.All(static glob => glob.StartsWith('!')) => "--glob leaves out all pictures",
            _ => Texts.Say($"no picture is named {Or(Wanted(filter))}"),
        };
    }

    private static string Or(IEnumerable<string> names) => string.Join(Texts.Of(" or "), names.Select(Quoted.Of));

    private static IEnumerable<string> Wanted(PictureFilter filter) =>
        filter.Globs.Where(static glob => !glob.StartsWith('!'));

    private static string Span(PictureFilter filter) => (filter.CapturedFrom, filter.CapturedBefore) switch
    {
        ({ } from, { } before) => Texts.Say($"from {Date(from)} on and before {Date(before)}"),
        ({ } from, null) => Texts.Say($"from {Date(from)} on"),
        (_, { } before) => Texts.Say($"before {Date(before)}"),
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
