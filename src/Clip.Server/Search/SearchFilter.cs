using Clip.Files;
using Clip.Searching;
using Clip.Server.Problems;

namespace Clip.Server.Search;

/// <summary>Turns the filters of a request into those of the library.</summary>
internal static class SearchFilter
{
    /// <summary>The filter; null where the request has none.</summary>
    /// <param name="command">The request.</param>
    /// <param name="folder">The folder to search, relative to what is searched; empty for all of it.</param>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static PictureFilter? Of(SearchCommand command, string folder)
    {
        var filter = new PictureFilter
        {
            CapturedFrom = Date(command.After, "after"),
            CapturedBefore = Date(command.Before, "before"),
            Cameras = command.Cameras,
            Near = Place(command.Near),
            Globs = folder.Length == 0 ? [] : [$"/{GlobSyntax.Escape(folder)}"],
        };
        if (filter.CapturedFrom >= filter.CapturedBefore)
            throw RequestException.Invalid("before", "'before' is not later than 'after', so no picture lies between.");
        return filter.IsEmpty ? null : filter;
    }

    private static DateTime? Date(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return FilterText.Date(text, DateTime.Now) ?? throw RequestException.Invalid(
            name, $"'{name}' is not a date; write 2024, 2024-05, 2024-05-03, 2024-05-03T14:30, yesterday or 7d.");
    }

    private static GeoCircle? Place(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return FilterText.ReadPlace(text, out var circle) is { } problem
            ? throw RequestException.Invalid("near", $"'near' {problem}.")
            : circle;
    }
}
