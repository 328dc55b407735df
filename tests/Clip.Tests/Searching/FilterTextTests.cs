using System.Globalization;
using Clip.Searching;

namespace Clip.Tests.Searching;

/// <summary>Moments as programs write them.</summary>
public sealed class FilterTextTests
{
    [Theory]
    [InlineData("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.0000000")]
    [InlineData("2020-01-01T10:20:30.123Z", "2020-01-01T10:20:30.1230000")]
    [InlineData("2020-01-01T10:20:30.123456789Z", "2020-01-01T10:20:30.1234567")]
    [InlineData("2020-01-01T10:20:30.5", "2020-01-01T10:20:30.5000000")]
    [InlineData("2020-01-01T10:20+02:00", "2020-01-01T10:20:00.0000000")]
    [InlineData("2020-01-01T10:20:30-0530", "2020-01-01T10:20:30.0000000")]
    [InlineData("2020-01-01T10:20:30 02:00", "2020-01-01T10:20:30.0000000")]
    [InlineData("2020-01-01 10:20:30+02", "2020-01-01T10:20:30.0000000")]
    public void The_clock_counts_and_the_time_zone_does_not(string text, string expected) => Assert.Equal(
        expected,
        FilterText.Date(text, default)?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2020-01-01T25:00:00Z")]
    [InlineData("2020-13-01T00:00:00Z")]
    [InlineData("2020-01-01T10:20.5Z")]
    [InlineData("2020-01-01T10:201")]
    [InlineData("2020-01-01T10:20:30Zulu")]
    public void What_is_no_moment_is_refused(string text) => Assert.Null(FilterText.Date(text, default));
}
