using Clip.Files;
using Clip.Searching;
using Clip.Server.Problems;

namespace Clip.Server.Search;

/// <summary>Turns the filters of a request into those of the library.</summary>
internal static class SearchFilter
{
    /// <summary>The filter of a search; null where it has none.</summary>
    /// <param name="command">The search.</param>
    /// <param name="folder">The folder to search, relative to what is searched; empty for all of it.</param>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static PictureFilter? Of(SearchCommand command, string folder) => Of(new FilterTexts
    {
        From = ("after", command.After),
        Before = ("before", command.Before),
        Near = command.Near,
        Cameras = command.Cameras,
        Folder = ("in", folder),
    });

    /// <summary>The filter; null where the request has none.</summary>
    /// <exception cref="RequestException">A value is not valid.</exception>
    public static PictureFilter? Of(FilterTexts texts)
    {
        var folder = texts.Folder.Path;
        var glob = $"/{GlobSyntax.Escape(folder)}";
        if (folder.Length > 0 && !PictureFilter.IsGlob(glob))
            throw NoFolder(texts.Folder.Name);
        var filter = new PictureFilter
        {
            CapturedFrom = Date(texts.From.Text, texts.From.Name),
            CapturedBefore = Date(texts.Before.Text, texts.Before.Name),
            Cameras = texts.Cameras,
            Near = Place(texts.Near),
            Globs = folder.Length == 0 ? [] : [glob],
        };
        if (texts.IncludesLast && filter.CapturedBefore is { } last)
            filter = filter with { CapturedBefore = EndOf(last, texts.Before.Text!) };
        if (filter.CapturedFrom >= filter.CapturedBefore)
        {
            var problem = texts.IncludesLast ? "is before" : "is not later than";
            throw RequestException.Invalid(
                texts.Before.Name,
                $"'{texts.Before.Name}' {problem} '{texts.From.Name}', so no picture lies between.");
        }
        return filter.IsEmpty ? null : filter;
    }

    /// <summary>A text names no folder of the library.</summary>
    /// <param name="name">What the request calls the folder.</param>
    public static RequestException NoFolder(string name) =>
        RequestException.Invalid(name, $"'{name}' must be a folder of the library, such as 2024/summer.");

    private static DateTime? Date(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return FilterText.Date(text, DateTime.Now) ?? throw RequestException.Invalid(
            name, $"'{name}' is not a date; write 2024, 2024-05, 2024-05-03, 2024-05-03T14:30, yesterday or 7d.");
    }

    /// <summary>The end of a day, month or year.</summary>
    private static DateTime EndOf(DateTime date, string text)
    {
        if (!char.IsAsciiDigit(text[0]))
            return date;
        return text.Length switch
        {
            4 when date.Year < DateTime.MaxValue.Year => date.AddYears(1),
            7 when date < DateTime.MaxValue.AddMonths(-1) => date.AddMonths(1),
            10 when date < DateTime.MaxValue.AddDays(-1) => date.AddDays(1),
            _ => date,
        };
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
