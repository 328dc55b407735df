using Clip.Cli.Screen;

namespace Clip.Tests.Cli.Screen;

public sealed class ScreenWriterTests
{
    [Fact]
    public void Only_what_has_changed_is_written()
    {
        var writer = new ScreenWriter(hasColor: true);
        Assert.Equal("\e[0m\e[2J\e[1;1Hab\e[2;3H\e[0;1mc\e[0m", writer.Show(Grid("ab", "  *c")));
        Assert.Equal("", writer.Show(Grid("ab", "  *c")));
        Assert.Equal("\e[1;2HB", writer.Show(Grid("aB", "  *c")));
        writer.Forget();
        Assert.StartsWith("\e[0m\e[2J", writer.Show(Grid("aB", "  *c")));
    }

    [Fact]
    public void Colors_are_left_out_where_they_are_not_wanted()
    {
        var grid = new CellGrid(1, 1);
        grid[0, 0] = new Cell("x", new CellStyle { Foreground = new CellColor(1, 2, 3), IsReversed = true });
        Assert.Contains("\e[0;7;38;2;1;2;3mx", new ScreenWriter(hasColor: true).Show(grid));
        Assert.Contains("\e[0;7mx", new ScreenWriter(hasColor: false).Show(grid));
    }

    [Fact]
    public void A_text_is_cut_at_the_edge_and_cannot_control_the_terminal()
    {
        var grid = new CellGrid(6, 1);
        Assert.Equal(6, grid.Write(1, 0, "a\e[2J猫bcdef"));
        Assert.Equal(" a?[2…", grid.Line(0));
        grid = new CellGrid(5, 1);
        grid.Write(0, 0, "猫狗x");
        Assert.Equal("猫狗x", grid.Line(0));
        Assert.Equal("", grid[1, 0].Text);
        grid.Write(9, 3, "outside");
    }

    [Fact]
    public void A_picture_blanks_what_was_below_it()
    {
        var writer = new ScreenWriter(hasColor: true);
        writer.Show(Grid("ab"));
        var grid = new CellGrid(4, 1);
        grid.Fill(0, 0, 2, 1, Cell.Blank with { Picture = "p" });
        Assert.Equal("\e[1;1H  ", writer.Show(grid));
        Assert.Equal("\e[1;1Hab", writer.Show(Grid("ab")));
    }

    [Fact]
    public void Texts_come_first_and_of_a_picture_as_much_as_there_is_room_for()
    {
        var writer = new ScreenWriter(hasColor: true);
        writer.Show(Picture("one", 1));
        Assert.True(writer.IsComplete);

        var first = writer.Show(Picture("two", 2), most: 1);
        Assert.False(writer.IsComplete);
        // The new label, the old picture's cells but one blank, and one cell of the new picture.
        Assert.StartsWith("\e[1;1Htwo", first);
        Assert.Contains("\e[2;2H   ", first);
        Assert.Single(Pixels(first));
        // Another frame: what was put off is not sent.
        var second = writer.Show(Picture("six", 3), most: 1);
        Assert.StartsWith("\e[1;1Hsix", second);
        Assert.Equal("38;2;3;3;3", Assert.Single(Pixels(second)));
        Assert.Equal(3, Pixels(writer.Show(Picture("six", 3))).Count);
        Assert.True(writer.IsComplete);
        Assert.Equal("", writer.Show(Picture("six", 3)));
    }

    [Fact]
    public void Colors_that_stay_are_not_sent_again()
    {
        var grid = new CellGrid(3, 1);
        for (var x = 0; x < 3; x++)
        {
            grid[x, 0] = new Cell("▀", new CellStyle
            {
                Foreground = new CellColor(1, 1, 1),
                Background = x == 1 ? new CellColor(2, 2, 2) : new CellColor(3, 3, 3),
            });
        }
        Assert.EndsWith(
            "\e[38;2;1;1;1;48;2;3;3;3m▀\e[48;2;2;2;2m▀\e[48;2;3;3;3m▀\e[0m",
            new ScreenWriter(hasColor: true).Show(grid));
    }

    private static List<string> Pixels(string text) =>
        [.. text.Split("\e[").Where(static part => part.Contains('▀')).SelectMany(
            static part => Enumerable.Repeat(part[..part.IndexOf('m')], part.Count(static letter => letter == '▀')))];

    /// <summary>A line of text above a picture of four cells.</summary>
    private static CellGrid Picture(string label, byte color)
    {
        var grid = new CellGrid(4, 2);
        grid.Write(0, 0, label);
        for (var x = 0; x < 4; x++)
            grid[x, 1] = new Cell("▀", new CellStyle { Foreground = new CellColor(color, color, color) });
        return grid;
    }

    private static CellGrid Grid(params string[] lines)
    {
        var grid = new CellGrid(4, lines.Length);
        foreach (var (y, line) in lines.Index())
        {
            var bold = line.IndexOf('*');
            grid.Write(0, y, bold < 0 ? line : line[..bold]);
            if (bold >= 0)
                grid.Write(bold, y, line[(bold + 1)..], new CellStyle { IsBold = true });
        }
        return grid;
    }
}
