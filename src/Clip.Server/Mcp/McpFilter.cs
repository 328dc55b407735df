using System.Globalization;
using Clip.Files;
using Clip.Searching;
using Clip.Server.Problems;

namespace Clip.Server.Mcp;

/// <summary>
/// The filters of a call: <c>folder</c>, <c>date_from</c>, <c>date_to</c>, <c>camera</c> and <c>near</c>.
/// </summary>
internal static class McpFilter
{
    private const string DateForms = "write 2024, 2024-05, 2024-05-03, 2024-05-03T14:30, yesterday or 7d";

    /// <summary>The filter; null where the call has none.</summary>
    /// <param name="arguments">The call.</param>
    /// <param name="folder">The folder to search, relative to what is searched; empty for all of it.</param>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static PictureFilter? Of(McpArguments arguments, string folder)
    {
        var glob = $"/{GlobSyntax.Escape(folder)}";
        if (folder.Length > 0 && !PictureFilter.IsGlob(glob))
            throw RequestException.Invalid("folder", "'folder' must be a folder of the library, such as 2024/summer.");
        var filter = new PictureFilter
        {
            CapturedFrom = Date(arguments, "date_from", isEnd: false),
            CapturedBefore = Date(arguments, "date_to", isEnd: true),
            Cameras = arguments.Text("camera") is { } camera ? [camera] : [],
            Near = Place(arguments),
            Globs = folder.Length == 0 ? [] : [glob],
        };
        if (filter.CapturedFrom >= filter.CapturedBefore)
            throw RequestException.Invalid("date_to", "'date_to' is before 'date_from', so no picture lies between.");
        return filter.IsEmpty ? null : filter;
    }

    /// <summary>Why no picture meets a filter: what each of its conditions leaves, alone.</summary>
    public static string Empty(IReadOnlyList<FilterCount> counts)
    {
        if (counts is [{ Pictures: 0 }, ..])
            return "The library holds no pictures.";
        var alone = counts.Select(static count => string.Create(
            CultureInfo.InvariantCulture,
            $"{NameOf(count.Condition)} {count.Matching} of {count.Pictures} pictures ({count.Known} say theirs)"));
        return $"No picture meets the filters. Alone, they leave: {string.Join("; ", alone)}.";
    }

    private static string NameOf(FilterCondition condition) => condition switch
    {
        FilterCondition.Date => "date_from and date_to",
        FilterCondition.Camera => "camera",
        FilterCondition.Place => "near",
        _ => "folder",
    };

    /// <summary>A day, month or year that is the end of a span belongs to the span.</summary>
    private static DateTime? Date(McpArguments arguments, string name, bool isEnd)
    {
        if (arguments.Text(name) is not { } text)
            return null;
        var date = FilterText.Date(text, DateTime.Now)
            ?? throw RequestException.Invalid(name, $"'{name}' is not a date; {DateForms}.");
        if (!isEnd || !char.IsAsciiDigit(text[0]))
            return date;
        return text.Length switch
        {
            4 when date.Year < DateTime.MaxValue.Year => date.AddYears(1),
            7 when date < DateTime.MaxValue.AddMonths(-1) => date.AddMonths(1),
            10 when date < DateTime.MaxValue.AddDays(-1) => date.AddDays(1),
            _ => date,
        };
    }

    private static GeoCircle? Place(McpArguments arguments)
    {
        if (arguments.Text("near") is not { } text)
            return null;
        return FilterText.ReadPlace(text, out var circle) is { } problem
            ? throw RequestException.Invalid("near", $"'near' {problem}.")
            : circle;
    }
}
