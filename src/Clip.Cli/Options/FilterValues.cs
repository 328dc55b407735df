using System.CommandLine.Parsing;
using System.Globalization;

namespace Clip.Cli.Options;

/// <summary>Parses the dates, places and sizes of <see cref="FilterOptions"/>.</summary>
internal static class FilterValues
{
    /// <summary>The radius of <c>--near</c> where none is given.</summary>
    public const double DefaultKilometers = 10;

    private static readonly string[] DateForms =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss",
    ];

    public static DateTime? Date(ArgumentResult result, string option)
    {
        var value = result.Tokens[0].Value;
        if (DateTime.TryParseExact(value, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        if (RelativeDate.Parse(value, DateTime.Now) is { } relative)
            return relative;
        result.AddError(
            $"{option}: {value} is not a date; write 2024, 2024-05, 2024-05-03, 2024-05-03T14:30, "
            + "yesterday, 7d, \"2 weeks ago\" or \"last month\"");
        return null;
    }

    public static GeoCircle? Circle(ArgumentResult result)
    {
        var value = result.Tokens[0].Value;
        var problem = Parse(value, out var latitude, out var longitude, out var kilometers);
        if (problem is null)
            return new GeoCircle(new GeoPoint(latitude, longitude), kilometers);
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

    private static string? Parse(string value, out double latitude, out double longitude, out double kilometers)
    {
        (latitude, longitude, kilometers) = (0, 0, DefaultKilometers);
        var parts = value.Split(',');
        var isPlace = parts.Length is 2 or 3
            && TryNumber(parts[0], out latitude) && TryNumber(parts[1], out longitude)
            && (parts.Length == 2 || TryNumber(parts[2], out kilometers));
        if (!isPlace)
            return "is not a place; write degrees north and east, such as 47.37,8.54 or 47.37,8.54,25 for 25 km around";
        if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180)
            return "is not on the globe; latitude comes first, from -90 to 90, then longitude, from -180 to 180";
        return kilometers < 0 ? "has a negative distance; write 0 or more kilometers" : null;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out number)
        && double.IsFinite(number);
}
