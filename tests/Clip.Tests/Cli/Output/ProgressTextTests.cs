using System.Text.RegularExpressions;
using Clip.Cli.Output;

namespace Clip.Tests.Cli.Output;

/// <summary>What the status line shows fits the terminal.</summary>
public sealed partial class ProgressTextTests
{
    private const string Counts = "1,234/5,678  12.3 pictures/s  1:02 left";

    [Fact]
    public void A_line_is_narrower_than_every_terminal()
    {
        for (var width = 1; width < 200; width++)
        {
            var shown = Markup().Replace(ProgressText.Bar(0.4, Counts, width), "");
            Assert.True(shown.Length < width, $"{shown.Length} characters in {width}");
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.5, 15)]
    [InlineData(1, 30)]
    [InlineData(1.5, 30)]
    public void The_filled_part_of_the_bar_is_the_share(double share, int filled) =>
        Assert.Equal(filled, ProgressText.Bar(share, Counts, 120).Count(static character => character == '━'));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(62, "1:02")]
    [InlineData(3600, "1:00:00")]
    [InlineData(90_061, "25:01:01")]
    public void A_duration_has_hours_only_where_there_are_any(int seconds, string shown) =>
        Assert.Equal(shown, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));

    [GeneratedRegex(@"\[[a-z/]*\]")]
    private static partial Regex Markup();
}
