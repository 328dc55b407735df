using System.Globalization;

namespace Clip.Metadata;

/// <summary>A local date and time, with its offset from UTC if that is known.</summary>
internal readonly record struct LocalTime(DateTime Time, TimeSpan? UtcOffset)
{
    /// <summary>Earlier years are what clocks and programs write that know no date.</summary>
    private const int FirstYear = 100;

    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    /// <summary>
    /// Reads EXIF's <c>2024:05:03 10:11:12</c>, XMP's <c>2024-05-03T10:11:12.5+02:00</c> and IPTC's <c>20240503</c>
    /// with <c>101112+0200</c>, and shorter forms, which mean the start of the day, month or year. Blanks may stand for
    /// leading zeros and, as EXIF has it, for what is unknown. A time that no clock shows does not spoil its date.
    /// </summary>
    /// <param name="text">The date, with or without a time.</param>
    /// <param name="offset">The offset from UTC, if it is stored separately.</param>
    public static LocalTime? Parse(string? text, string? offset = null)
    {
        if (text is null || text.Length > 64)
            return null;
        var rest = text.AsSpan().Trim(" \t\r\n\0");
        if (!Digits(ref rest, 4, 4, out var year) || year < FirstYear || !Date(ref rest, out var month, out var day)
            || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (!Clock(ref rest, out var time))
            return new LocalTime(date, UtcOffset: null);
        if (rest.StartsWith("."))
            rest = rest[1..].TrimStart("0123456789");
        return new LocalTime(date + time, ParseOffset(offset is null ? rest : offset));
    }

    /// <summary>Reads month and day, if they are there; false if there is anything else instead.</summary>
    private static bool Date(ref ReadOnlySpan<char> rest, out int month, out int day)
    {
        (month, day) = (1, 1);
        if (IsTime(rest))
            return true;
        if (char.IsAsciiDigit(rest[0])) // 20240503
            return Digits(ref rest, 2, 2, out month) && (IsTime(rest) || Digits(ref rest, 2, 2, out day));
        return Part(ref rest, out month) && (IsTime(rest) || Part(ref rest, out day));

        static bool IsTime(ReadOnlySpan<char> rest) => rest.Length == 0 || rest[0] is ' ' or 'T' or 't';

        static bool Part(ref ReadOnlySpan<char> rest, out int number)
        {
            number = 1;
            if (rest[0] is not (':' or '-' or '/' or '.'))
                return false;
            var part = rest[1..].TrimStart(' ');
            if (part.Length == 0 || part[0] is ':') // blanks: unknown
            {
                rest = "";
                return true;
            }
            rest = part;
            return Digits(ref rest, 1, 2, out number);
        }
    }

    /// <summary>Reads a time after its separator; false if there is none, or not one that a clock shows.</summary>
    private static bool Clock(ref ReadOnlySpan<char> rest, out TimeSpan time)
    {
        time = default;
        if (rest.Length == 0)
            return false;
        rest = rest[1..].TrimStart(' ');
        Span<int> parts = [0, 0, 0];
        // Some cameras write 10.11.12; a point after colons begins a fraction.
        var separator = ':';
        for (var i = 0; i < parts.Length && rest.Length > 0; i++)
        {
            if (i == 1 && rest[0] == '.')
                separator = '.';
            if (i > 0 && rest[0] == separator)
                rest = rest[1..].TrimStart(' ');
            else if (i > 0 && !char.IsAsciiDigit(rest[0]))
                break;
            if (!Digits(ref rest, 1, 2, out parts[i]))
                return false;
        }
        // Some clocks count the hours of a day from 1 to 24, and some round up to 60.
        var (hour, minute, second) = (parts[0] == 24 ? 0 : parts[0], Sixtieth(parts[1]), Sixtieth(parts[2]));
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        time = new TimeSpan(hour, minute, second);
        return true;

        static int Sixtieth(int number) => number == 60 ? 59 : number;
    }

    /// <summary>Reads <c>+02:00</c>, <c>-0330</c>, <c>+2:00</c> or <c>Z</c>.</summary>
    private static TimeSpan? ParseOffset(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimEnd('\0');
        if (text is "Z" or "z")
            return TimeSpan.Zero;
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return null;
        var isNegative = text[0] == '-';
        text = text[1..];
        if (!Digits(ref text, 1, 2, out var hours))
            return null;
        if (text.StartsWith(":"))
            text = text[1..];
        var minutes = 0;
        if (text.Length > 0 && !Digits(ref text, 2, 2, out minutes))
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return minutes > 59 || offset > MaxOffset ? null : isNegative ? -offset : offset;
    }

    /// <summary>Takes a number with a limited count of digits off the front.</summary>
    private static bool Digits(ref ReadOnlySpan<char> text, int min, int max, out int number)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var count = Math.Min(max, end < 0 ? text.Length : end);
        number = 0;
        if (count < min || !int.TryParse(text[..count], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        text = text[count..];
        return true;
    }
}
