using System.Globalization;
using Clip.Server.Problems;
using Clip.Server.Search;

namespace Clip.Server.Mcp;

/// <summary>
/// The filters of a call: <c>folder</c>, <c>date_from</c>, <c>date_to</c>, <c>camera</c> and <c>near</c>.
/// </summary>
internal static class McpFilter
{
    /// <summary>The filter; null where the call has none.</summary>
    /// <param name="arguments">The call.</param>
    /// <param name="folder">The folder to search, relative to what is searched; empty for all of it.</param>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static PictureFilter? Of(McpArguments arguments, string folder) => SearchFilter.Of(new FilterTexts
    {
        From = ("date_from", arguments.Text("date_from")),
        Before = ("date_to", arguments.Text("date_to")),
        IncludesLast = true,
        Near = arguments.Text("near"),
        Cameras = arguments.Text("camera") is { } camera ? [camera] : [],
        Folder = ("folder", folder),
    });

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
}
