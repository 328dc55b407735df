using Clip.Cli;

namespace Clip.Tests.Cli;

public sealed class HelpTextTests
{
    [Theory]
    [InlineData(null, 80)]
    [InlineData(20, 40)]
    [InlineData(60, 60)]
    [InlineData(300, 120)]
    public void Help_is_as_wide_as_the_terminal_within_reason(int? columns, int widest)
    {
        var search = Application.BuildRoot().Subcommands.Single(static verb => verb.Name == "search");

        var lines = HelpText.Of(search, columns).Split('\n');

        // Examples are broken only between their options.
        var text = lines.TakeWhile(static line => line != "Examples:").ToList();
        Assert.InRange(text.Max(static line => line.Length), widest - 12, widest);
    }
}
