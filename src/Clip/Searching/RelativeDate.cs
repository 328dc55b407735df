using System.Globalization;

namespace Clip.Searching;

/// <summary>
/// Dates as people say them: <c>today</c>, <c>yesterday</c>, <c>7d</c>, <c>2 weeks ago</c>, <c>last month</c>. Each is
/// its first moment, as <c>2024</c> is, so that what lies between <c>last month</c> and <c>this month</c> is
/// one month.
/// </summary>
internal static class RelativeDate
{
    /// <summary>The units, longest names first, so that "mo" is no "m".</summary>
    private static readonly (string[] Names, Func<DateTime, int, DateTime> Back)[] Units =
    [
        (["h", "hr", "hour"], static (now, count) => now.AddHours(-count)),
        (["d", "day"], static (now, count) => now.Date.AddDays(-count)),
        (["w", "wk", "week"], static (now, count) => now.Date.AddDays(-7 * count)),
        (["m", "mo", "month"], static (now, count) => now.Date.AddMonths(-count)),
        (["y", "yr", "year"], static (now, count) => now.Date.AddYears(-count)),
    ];

    /// <summary>The first moment that a text means, or null if it is no such date.</summary>
    /// <param name="text">What a user wrote, in upper or lower case.</param>
    /// <param name="now">The time by the clock here.</param>
    public static DateTime? Parse(string text, DateTime now)
    {
        var words = text.Trim().ToLowerInvariant()
            .Split([' ', '_', '-'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            return words switch
            {
                ["now"] => now,
                ["today"] => now.Date,
                ["yesterday"] => now.Date.AddDays(-1),
                ["this" or "last", var unit] => StartOf(unit, now, words[0] == "last" ? 1 : 0),
                [.. var amount, "ago"] => Ago(string.Concat(amount), now),
                _ => Ago(string.Concat(words), now),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // Before the year 1.
            return DateTime.MinValue;
        }
    }

    private static DateTime? StartOf(string unit, DateTime now, int back) => unit switch
    {
        "day" => now.Date.AddDays(-back),
        // Weeks begin on Monday (ISO 8601).
        "week" => now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7) - (7 * back)),
        "month" => new DateTime(now.Year, now.Month, 1).AddMonths(-back),
        "year" => new DateTime(now.Year, 1, 1).AddYears(-back),
        _ => null,
    };

    private static DateTime? Ago(string amount, DateTime now)
    {
        var digits = amount.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            return null;
        var name = amount[digits..];
        var count = 1;
        var isNumber = digits > 0
            ? int.TryParse(amount.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out count)
            : name.StartsWith('a');
        // "a week ago", "an hour ago"
        if (digits == 0 && isNumber)
            name = name.StartsWith("an", StringComparison.Ordinal) ? name[2..] : name[1..];
        if (!isNumber || count > 100_000)
            return null;
        foreach (var (names, back) in Units)
        {
            if (names.Contains(name) || (name.EndsWith('s') && names.Skip(1).Contains(name[..^1])))
                return back(now, count);
        }
        return null;
    }
}
