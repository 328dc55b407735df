using System.Globalization;
using System.Text.RegularExpressions;

namespace Clip.Searching;

/// <summary>The values of filters as people write them, the same in every user interface.</summary>
internal static partial class FilterText
{
    /// <summary>The radius of a place where none is given, in kilometers.</summary>
    public const double DefaultKilometers = 10;

    private static readonly string[] DateForms =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    /// <summary>
    /// Reads a date: <c>2024</c>, <c>2024-05</c>, <c>2024-05-03</c>, <c>2024-05-03T14:30</c>, <c>yesterday</c>,
    /// <c>7d</c>, <c>2 weeks ago</c> or <c>last month</c>, each meaning its first moment. Programs write
    /// <c>2024-05-03T14:30:00.000Z</c>: the time zone does not count, because pictures have the time of the clock where
    /// they were taken and no zone.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The time by the clock here.</param>
    /// <returns>The moment; null where the text is no such date.</returns>
    public static DateTime? Date(string text, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clock = WithZone().Match(text) is { Success: true } moment
            ? moment.Groups["clock"].Value + moment.Groups["fraction"].Value
            : text;
        return DateTime.TryParseExact(clock, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : RelativeDate.Parse(text, now);
    }

    /// <summary>Reads a place: degrees north and east, and the kilometers around it: <c>47.37,8.54,25</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="circle">The circle, <see cref="DefaultKilometers"/> around where none are given.</param>
    /// <returns>What is wrong with the text, to be put behind it; null where nothing is.</returns>
    public static string? ReadPlace(string text, out GeoCircle circle)
    {
        ArgumentNullException.ThrowIfNull(text);
        circle = default;
        var (latitude, longitude, kilometers) = (0.0, 0.0, DefaultKilometers);
        var parts = text.Split(',');
        var isPlace = parts.Length is 2 or 3
            && TryNumber(parts[0], out latitude) && TryNumber(parts[1], out longitude)
            && (parts.Length == 2 || TryNumber(parts[2], out kilometers));
        if (!isPlace)
            return "is not a place; write degrees north and east, such as 47.37,8.54 or 47.37,8.54,25 for 25 km around";
        if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180)
            return "is not on the globe; latitude comes first, from -90 to 90, then longitude, from -180 to 180";
        if (kilometers < 0)
            return "has a negative distance; write 0 or more kilometers";
        circle = new GeoCircle(new GeoPoint(latitude, longitude), kilometers);
        return null;
    }

    // More digits of a fraction than a tick has say nothing. A plus sign in the query of an address is a space.
    [GeneratedRegex(
        @"^(?<clock>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)"
        + @"((?<=:..:..)(?<fraction>\.[0-9]{1,7})[0-9]*)?(Z|[+\- ][0-9]{2}(:?[0-9]{2})?)?$")]
    private static partial Regex WithZone();

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out number)
        && double.IsFinite(number);
}
