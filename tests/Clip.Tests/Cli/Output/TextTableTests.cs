using Clip.Cli.Output;

namespace Clip.Tests.Cli.Output;

public sealed class TextTableTests
{
    private static readonly TextTable Table = new(
        ["NAME", "SIZE", "FOLDER", "NOTE"], numbers: ["SIZE"], spare: ["FOLDER", "NOTE", "SIZE"], cut: "NOTE");

    private static readonly string[][] Rows =
        [["a", "1", "/pictures", new string('n', 60)], ["猫", "10", "/x", "short"]];

    [Fact]
    public void A_table_that_goes_to_no_terminal_is_whole()
    {
        var lines = Lines(null);
        Assert.Equal("NAME  SIZE  FOLDER     NOTE", lines[0]);
        Assert.Equal($"a        1  /pictures  {new string('n', 60)}", lines[1]);
        Assert.Equal("猫      10  /x         short", lines[2]);
    }

    [Fact]
    public void On_a_narrow_terminal_columns_are_left_out_or_cut_and_no_line_is_broken()
    {
        for (var width = 10; width < 120; width++)
            Assert.All(Lines(width), line => Assert.InRange(TextWidth.Of(line), 1, width));
        Assert.Equal([], Left(83));
        Assert.Equal(["FOLDER"], Left(82));
        Assert.Equal($"a        1  {new string('n', 37)}…", Lines(50)[1]);
        Assert.Equal(["FOLDER", "NOTE"], Left(41));
        Assert.Equal(["NAME", "a", "猫"], Lines(10 - 1));
    }

    private static List<string> Lines(int? width) => [.. Table.Lines(Rows, width, out _)];

    private static IReadOnlyList<string> Left(int width)
    {
        Table.Lines(Rows, width, out var left);
        return left;
    }
}
