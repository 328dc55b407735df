using System.CommandLine.Parsing;
using System.Globalization;
using Clip.Searching;

namespace Clip.Cli.Options;

/// <summary>Parses the dates, places and sizes of <see cref="FilterOptions"/>.</summary>
internal static class FilterValues
{
    /// <summary>The radius of <c>--near</c> where none is given.</summary>
    public const double DefaultKilometers = FilterText.DefaultKilometers;

    public static DateTime? Date(ArgumentResult result, string option)
    {
        var value = result.Tokens[0].Value;
        if (FilterText.Date(value, DateTime.Now) is { } date)
            return date;
        result.AddError(
            $"{option}: {value} is not a date; write 2024, 2024-05, 2024-05-03, 2024-05-03T14:30, "
            + "yesterday, 7d, \"2 weeks ago\" or \"last month\"");
        return null;
    }

    public static GeoCircle? Circle(ArgumentResult result)
    {
        var value = result.Tokens[0].Value;
        if (FilterText.ReadPlace(value, out var circle) is not { } problem)
            return circle;
        result.AddError($"--near: {value} {problem}");
        return null;
    }

    public static (int Width, int Height)? Size(ArgumentResult result)
    {
        var value = result.Tokens[0].Value;
        var parts = value.Split('x', 'X', '×');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
            return (width, height);
        result.AddError($"--min-size: {value} is not a size; write width and height in pixels, such as 1920x1080");
        return null;
    }
}
