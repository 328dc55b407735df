using System.Globalization;
using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Dates as people say them, on Wednesday 2026-03-11 at 15:30.</summary>
public sealed class RelativeDateTests
{
    private static readonly DateTime Now = new(2026, 3, 11, 15, 30, 0);

    [Theory]
    [InlineData("now", "2026-03-11 15:30")]
    [InlineData("Today", "2026-03-11 00:00")]
    [InlineData("yesterday", "2026-03-10 00:00")]
    [InlineData("7d", "2026-03-04 00:00")]
    [InlineData("7 days", "2026-03-04 00:00")]
    [InlineData("2 weeks", "2026-02-25 00:00")]
    [InlineData("2 weeks ago", "2026-02-25 00:00")]
    [InlineData("2-weeks-ago", "2026-02-25 00:00")]
    [InlineData("a month ago", "2026-02-11 00:00")]
    [InlineData("an hour ago", "2026-03-11 14:30")]
    [InlineData("36h", "2026-03-10 03:30")]
    [InlineData("1y", "2025-03-11 00:00")]
    [InlineData("10 YEARS", "2016-03-11 00:00")]
    [InlineData("this week", "2026-03-09 00:00")]
    [InlineData("last week", "2026-03-02 00:00")]
    [InlineData("last month", "2026-02-01 00:00")]
    [InlineData("last-year", "2025-01-01 00:00")]
    [InlineData("this year", "2026-01-01 00:00")]
    [InlineData("90000 years", "0001-01-01 00:00")]
    public void A_date_is_its_first_moment(string text, string expected) => Assert.Equal(
        expected, RelativeDate.Parse(text, Now)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("soon")]
    [InlineData("next week")]
    [InlineData("last")]
    [InlineData("7x")]
    [InlineData("ago")]
    [InlineData("99999999999d")]
    [InlineData("2024-13")]
    [InlineData("1.5 weeks")]
    public void Anything_else_is_no_date(string text) => Assert.Null(RelativeDate.Parse(text, Now));
}
