using System.Globalization;

namespace Clip.Metadata;

/// <summary>A local date and time, with its offset from UTC if that is known.</summary>
internal readonly record struct LocalTime(DateTime Time, TimeSpan? UtcOffset)
{
    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    /// <summary>
    /// Reads EXIF's <c>2024:05:03 10:11:12</c>, XMP's <c>2024-05-03T10:11:12.5+02:00</c> and IPTC's <c>20240503</c>
    /// with <c>101112+0200</c>, and shorter forms, which mean the start of the day, month or year.
    /// </summary>
    /// <param name="text">The date, with or without a time.</param>
    /// <param name="offset">The offset from UTC, if it is stored separately.</param>
    public static LocalTime? Parse(string? text, string? offset = null)
    {
        if (text is null || text.Length > 64)
            return null;
        var rest = text.AsSpan().Trim();
        if (!Number(ref rest, 4, out var year) || year == 0)
            return null;
        Span<int> parts = [1, 1, 0, 0, 0]; // month, day, hour, minute, second
        for (var i = 0; i < parts.Length && rest.Length > 0; i++)
        {
            // A time needs a separator before it; the parts of a date do not.
            var separator = rest[0];
            var isSeparated = i switch
            {
                < 2 => separator is ':' or '-' or '/' or '.',
                2 => separator is ' ' or 'T' or 't',
                _ => separator == ':',
            };
            if (isSeparated)
                rest = rest[1..].TrimStart();
            else if (i == 2 || !char.IsAsciiDigit(separator))
                break;
            if (!Number(ref rest, 2, out parts[i]))
                return null;
        }
        if (parts[0] is < 1 or > 12 || parts[1] < 1 || parts[1] > DateTime.DaysInMonth(year, parts[0])
            || parts[2] > 23 || parts[3] > 59 || parts[4] > 59)
        {
            return null;
        }

        var time = new DateTime(year, parts[0], parts[1], parts[2], parts[3], parts[4], DateTimeKind.Unspecified);
        if (rest.StartsWith("."))
            rest = rest[1..].TrimStart("0123456789");
        return new LocalTime(time, ParseOffset(offset is null ? rest : offset));
    }

    /// <summary>Reads <c>+02:00</c>, <c>-0330</c> or <c>Z</c>.</summary>
    private static TimeSpan? ParseOffset(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimEnd('\0');
        if (text is "Z" or "z")
            return TimeSpan.Zero;
        if (text.Length < 3 || text[0] is not ('+' or '-'))
            return null;
        var isNegative = text[0] == '-';
        text = text[1..];
        if (!Number(ref text, 2, out var hours))
            return null;
        if (text.StartsWith(":"))
            text = text[1..];
        var minutes = 0;
        if (text.Length > 0 && !Number(ref text, 2, out minutes))
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return minutes > 59 || offset > MaxOffset ? null : isNegative ? -offset : offset;
    }

    /// <summary>Takes a number with a fixed count of digits off the front.</summary>
    private static bool Number(ref ReadOnlySpan<char> text, int digits, out int number)
    {
        number = 0;
        if (text.Length < digits
            || !int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        text = text[digits..];
        return true;
    }
}
