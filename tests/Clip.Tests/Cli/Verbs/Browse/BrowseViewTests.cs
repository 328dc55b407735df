using Clip.Cli.Screen;
using Clip.Cli.Showing;
using Clip.Cli.Verbs.Browse;
using Clip.Images.Thumbnails;

namespace Clip.Tests.Cli.Verbs.Browse;

/// <summary>What the screen shows at the widths that terminals have.</summary>
public sealed class BrowseViewTests
{
    private static readonly int[] Widths = [40, 80, 200];

    [Fact]
    public void Every_part_has_its_place_at_every_width()
    {
        foreach (var width in Widths)
        {
            var state = State(width) with { Marked = ["/p/01.jpg"], Focus = BrowseFocus.Grid, Selected = 2 };
            var grid = View(PreviewProtocol.Blocks).Draw(state).Grid;
            Assert.Equal("> two dogs", grid.Line(0));
            Assert.StartsWith("3/30 · 12 ms · 1 marked", grid.Line(1));
            Assert.StartsWith("? help  q quit  / query", grid.Line(23));
            Assert.StartsWith("0.500  02.jpg  two brown dogs", grid.Line(22));
            var layout = BrowseLayout.Of(state);
            Assert.Equal(width switch { 40 => 2, 80 => 3, _ => 8 }, layout.Columns);
            var label = grid.Line(BrowseLayout.GridTop + layout.PictureHeight);
            Assert.StartsWith("  00.jpg", label);
            Assert.Contains("● 01.jpg", label);
            Assert.Contains("▀▀", grid.Line(BrowseLayout.GridTop));
            Assert.True(Lines(grid).TrueForAll(line => line.Length <= width));
        }
    }

    [Fact]
    public void Without_pictures_there_are_rows()
    {
        foreach (var width in Widths)
        {
            var state = State(width) with { ShowsPictures = false, Focus = BrowseFocus.Grid, Selected = 1 };
            var grid = View(PreviewProtocol.Off).Draw(state).Grid;
            Assert.StartsWith("  0.500  00.jpg", grid.Line(2));
            Assert.StartsWith("▸ 0.500  01.jpg", grid.Line(3));
            Assert.True(grid[0, 3].Style.IsReversed);
            Assert.Contains("two brown", grid.Line(2));
            Assert.StartsWith("  0.500  19.jpg", grid.Line(21));
            Assert.StartsWith("0.500  01.jpg  two brown", grid.Line(22));
            Assert.DoesNotContain(Lines(grid), static line => line.Contains('▀'));
        }
    }

    [Fact]
    public void The_query_shows_the_cursor_and_the_end_of_a_long_text()
    {
        var state = State(40) with { Query = TextField.Of(new string('x', 50) + "end") };
        var grid = View(PreviewProtocol.Off).Draw(state).Grid;
        Assert.EndsWith("end", grid.Line(0));
        Assert.True(grid[grid.Line(0).Length, 0].Style.IsReversed);
        grid = View(PreviewProtocol.Off).Draw(state with { Query = TextField.Empty }).Grid;
        Assert.Contains("what the pictures show", grid.Line(0));
    }

    [Fact]
    public void Prompts_and_help_fit_into_40_columns()
    {
        var state = State(40) with { Focus = BrowseFocus.Filter, Prompt = TextField.Of("after 2024"), Message = "no" };
        var grid = View(PreviewProtocol.Off).Draw(state).Grid;
        Assert.Equal("filter: after 2024", grid.Line(23));
        Assert.Equal("no", grid.Line(22));
        grid = View(PreviewProtocol.Off).Draw(state with { Focus = BrowseFocus.Move, Message = "" }).Grid;
        Assert.StartsWith("move 1 to folder: ", grid.Line(23));
        grid = View(PreviewProtocol.Off).Draw(state with { Focus = BrowseFocus.Help, Message = "" }).Grid;
        Assert.Contains(Lines(grid), static line => line == " Space    mark; a all, u none");
        Assert.Equal("any key goes back", grid.Line(23));
    }

    [Fact]
    public void The_help_is_whole_at_every_size_and_scrolls_where_it_does_not_fit()
    {
        foreach (var (width, height) in new[] { (40, 24), (80, 24), (80, 10), (40, 10) })
        {
            var state = State(width) with { Height = height, Focus = BrowseFocus.Help };
            List<string> seen = [];
            var last = BrowseHelp.LastTop(width, height);
            Assert.Equal(height == 10, last > 0);
            for (var top = 0; top <= last; top++)
                seen.AddRange(Lines(View(PreviewProtocol.Off).Draw(state with { HelpTop = top }).Grid).Skip(2));
            Assert.DoesNotContain(seen, static line => line.EndsWith('…'));
            Assert.Contains(seen, static line => line.Contains("marked paths", StringComparison.Ordinal));
            Assert.Contains(last > 0 ? "arrows more  any other key goes back" : "any key goes back", seen);
        }
    }

    [Fact]
    public void A_message_takes_as_many_lines_as_it_needs()
    {
        const string message = "camra is no filter; write after, before, camera, near, min-size, glob and what they "
            + "should be";
        var state = State(40) with { Focus = BrowseFocus.Filter, Message = message };
        var grid = View(PreviewProtocol.Blocks).Draw(state).Grid;
        Assert.Equal(message, string.Join(' ', Enumerable.Range(20, 3).Select(grid.Line)));
        Assert.Equal("filter:", grid.Line(23));
        grid = View(PreviewProtocol.Off).Draw(state with { Height = 5, Focus = BrowseFocus.Grid }).Grid;
        Assert.EndsWith("…", grid.Line(4));
    }

    [Fact]
    public void Pixels_have_their_cells_to_themselves()
    {
        var frame = View(PreviewProtocol.Sixel).Draw(State(80));
        var first = frame.Pictures[0];
        Assert.Equal((BrowseLayout.GridTop, 16, 12), (first.Y, first.Pixels.Width, first.Pixels.Height));
        Assert.Equal(first.Key, frame.Grid[first.X, first.Y].Picture);
        Assert.All(
            frame.Pictures, picture => Assert.InRange(picture.Y + picture.Lines, 0, frame.Grid.Height - 2));
        var large = View(PreviewProtocol.Kitty).Draw(State(80) with { Focus = BrowseFocus.Picture });
        Assert.Single(large.Pictures);
        Assert.Contains("two brown", large.Grid.Line(22));
    }

    [Fact]
    public void A_screen_of_any_size_can_be_drawn()
    {
        for (var width = 1; width < 30; width += 3)
        {
            for (var height = 1; height < 12; height++)
            {
                foreach (var focus in Enum.GetValues<BrowseFocus>())
                {
                    var state = State(width) with { Height = height, Focus = focus };
                    Assert.Equal(height, View(PreviewProtocol.Blocks).Draw(state).Grid.Height);
                    View(PreviewProtocol.Kitty).Draw(state);
                }
            }
        }
    }

    [Theory]
    [InlineData("_Gi=31;OK\n[6;20;9t\n[?62;4c\n", "Kitty", 9, 20)]
    [InlineData("[?62;4c\n", "Sixel", 10, 20)]
    [InlineData("[?1;2c\n", "Blocks", 10, 20)]
    [InlineData("", "Blocks", 10, 20)]
    [InlineData("[6;0;0t\n[?62;4c\n", "Sixel", 10, 20)]
    public void The_answers_of_the_terminal_decide(string answers, string protocol, int width, int height) =>
        Assert.Equal(
            new ScreenGraphics(Enum.Parse<PreviewProtocol>(protocol), width, height),
            ScreenGraphics.Of(answers, PreviewProtocol.Auto, hasColor: true, named: null));

    [Fact]
    public void Without_colors_characters_are_no_pictures() => Assert.Equal(
        PreviewProtocol.Off, ScreenGraphics.Of("[?1;2c\n", PreviewProtocol.Auto, hasColor: false, null).Protocol);

    private static BrowseState State(int width) => new()
    {
        Width = width,
        Height = 24,
        ShowsPictures = true,
        Query = TextField.Of("two dogs"),
        Milliseconds = 12.3,
        Items =
        [
            .. Enumerable.Range(0, 30).Select(static i => new BrowseItem(
                $"/p/{i:00}.jpg", $"{i:00}.jpg", "", 0.5f, "two brown dogs at a window", null)),
        ],
    };

    private static BrowseView View(PreviewProtocol protocol) => new(
        protocol, 10, 20, (_, width, height) => new RgbPixels(
            Math.Min(16, width), Math.Min(12, height), new byte[3 * Math.Min(16, width) * Math.Min(12, height)]));

    private static List<string> Lines(CellGrid grid) => [.. Enumerable.Range(0, grid.Height).Select(grid.Line)];
}
