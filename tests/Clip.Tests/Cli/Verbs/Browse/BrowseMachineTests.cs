using Clip.Cli.Screen;
using Clip.Cli.Verbs.Browse;
using static Clip.Cli.Screen.ScreenEvent;

namespace Clip.Tests.Cli.Verbs.Browse;

public sealed class BrowseMachineTests
{
    private BrowseState _state = new() { Width = 80, Height = 24, ShowsPictures = true };
    private readonly List<BrowseEffect> _effects = [];

    [Fact]
    public void Each_letter_is_a_search_and_late_answers_are_dropped()
    {
        Type("ab");
        Assert.Equal(["a", "ab"], Searches().Select(static search => search.Query.Text));
        Send(new BrowseEvent.Found(1, Items(3), false, 1));
        Assert.Empty(_state.Items);
        Send(new BrowseEvent.Found(2, Items(5), false, 1));
        Assert.Equal(5, _state.Items.Count);
        Press(Key.Backspace);
        Assert.Equal("a", Searches().Last().Query.Text);
        // A key that only moves the cursor asks for nothing.
        var before = _effects.Count;
        Press(Key.Left);
        Assert.Equal(before, _effects.Count);
    }

    [Fact]
    public void The_selection_stays_on_the_screen()
    {
        Answer(40);
        Press(Key.Enter);
        Press(Key.Down);
        Assert.Equal(3, _state.Selected); // 80 columns hold three pictures a row
        Press(Key.PageDown);
        Press(Key.PageDown);
        Assert.True(_state.TopRow > 0);
        Press(Key.End);
        Assert.Equal(39, _state.Selected);
        Press(Key.Right);
        Assert.Equal(39, _state.Selected);
        Send(new BrowseEvent.Sized(40, 10));
        Assert.Equal(39, _state.Selected);
        var layout = BrowseLayout.Of(_state);
        Assert.InRange(39 / layout.Columns, _state.TopRow, _state.TopRow + layout.Rows - 1);
        Press(Key.Home);
        Press(Key.Up);
        Assert.Equal(BrowseFocus.Query, _state.Focus);
    }

    [Fact]
    public void The_end_of_the_grid_asks_for_more()
    {
        Answer(100, hasMore: true);
        Press(Key.Enter);
        Press(Key.End);
        Assert.Equal(200, Searches().Last().Query.Count);
        Send(new BrowseEvent.Found(_state.Version, Items(200), true, 1));
        Assert.Equal(99, _state.Selected);
    }

    [Fact]
    public void Marks_are_what_commands_are_about()
    {
        Answer(5);
        Press(Key.Enter);
        Letter("y");
        Assert.Equal(["/p/0.jpg"], Last<BrowseEffect.Copy>().Files);
        Letter(" ");
        Letter(" ");
        Letter("y");
        Assert.Equal(["/p/0.jpg", "/p/1.jpg"], Last<BrowseEffect.Copy>().Files);
        Letter("o");
        Assert.Equal(["/p/0.jpg", "/p/1.jpg"], Last<BrowseEffect.Open>().Files);
        Letter("a");
        Assert.Equal(5, _state.Marked.Count);
        Letter("u");
        Assert.Empty(_state.Marked);
    }

    [Fact]
    public void More_like_this_and_not_like_this_change_the_search()
    {
        Answer(5);
        Press(Key.Enter);
        Letter("m");
        Assert.Equal(["/p/0.jpg"], Searches().Last().Query.Liked);
        Press(Key.Right);
        Letter("n");
        Assert.Equal(["/p/1.jpg"], Searches().Last().Query.Disliked);
        Press(Key.Left);
        Letter("n");
        Assert.Empty(Searches().Last().Query.Liked);
        Letter("r");
        Assert.Empty(Searches().Last().Query.Disliked);
    }

    [Fact]
    public void Filters_are_the_options_of_search()
    {
        Answer(5);
        Press(Key.Enter);
        Letter("f");
        Type("after 20x");
        Press(Key.Enter);
        Assert.Contains("20x is not a date", _state.Message);
        Assert.Equal(BrowseFocus.Filter, _state.Focus);
        Press(Key.Backspace);
        Type("24 glob *.png");
        Press(Key.Enter);
        Assert.Equal("after 2024 glob *.png", Searches().Last().Query.Filter);
        var filter = FilterLine.Parse("after 2024 glob *.png min-size 10x20")!;
        Assert.Equal(
            (new DateTime(2024, 1, 1), "*.png", 10), (filter.CapturedFrom, filter.Globs[0], filter.MinWidth));
        Assert.Contains("color is no filter", FilterLine.Problem("color red"));
        Letter("g");
        Assert.Equal("trip", Searches().Last().Query.Folder);
        Letter("g");
        Assert.Null(Searches().Last().Query.Folder);
    }

    [Fact]
    public void Files_that_were_moved_leave_the_grid_and_the_marks()
    {
        Answer(5);
        Press(Key.Enter);
        Letter(" ");
        Letter("M");
        Type("best");
        Press(Key.Enter);
        var move = Last<BrowseEffect.Move>();
        Assert.Equal("best", move.Folder);
        Assert.Equal(["/p/0.jpg"], move.Files);
        Send(new BrowseEvent.Moved(["/p/0.jpg"], "1 moved"));
        Assert.Equal(4, _state.Items.Count);
        Assert.Empty(_state.Marked);
        Letter("M");
        Press(Key.Escape);
        Assert.Equal(BrowseFocus.Grid, _state.Focus);
    }

    [Fact]
    public void The_mouse_selects_marks_opens_and_scrolls()
    {
        Answer(40);
        Click(27, 3);
        Assert.Equal(1, _state.Selected);
        Click(27, 3);
        Assert.Equal(["/p/1.jpg"], Last<BrowseEffect.Open>().Files);
        Send(new BrowseEvent.Input(new Mouse(MouseAction.Press, 2, 1, 3, false)));
        Assert.Equal(["/p/0.jpg"], _state.Marked);
        Send(new BrowseEvent.Input(new Mouse(MouseAction.WheelDown, 0, 1, 3, false)));
        Assert.Equal(3, _state.Selected);
        Click(5, 0);
        Assert.Equal(BrowseFocus.Query, _state.Focus);
        Click(5, 23); // the line of the keys
        Assert.Equal(3, _state.Selected);
    }

    [Fact]
    public void Keys_end_suspend_and_explain()
    {
        Send(Control("z"));
        Last<BrowseEffect.Suspend>();
        Press(Key.F1);
        Assert.Equal(BrowseFocus.Help, _state.Focus);
        Letter("q");
        Assert.Equal(BrowseFocus.Grid, _state.Focus);
        Assert.DoesNotContain(_effects, static effect => effect is BrowseEffect.Quit);
        Letter("q");
        Last<BrowseEffect.Quit>();
        Send(Control("c"));
        Assert.Equal(2, _effects.Count(static effect => effect is BrowseEffect.Quit));
    }

    [Fact]
    public void The_help_scrolls_where_it_is_longer_than_the_screen()
    {
        _state = _state with { Height = 10 };
        Press(Key.F1);
        Press(Key.Down);
        Press(Key.PageDown);
        Assert.Equal((BrowseFocus.Help, true), (_state.Focus, _state.HelpTop > 1));
        Press(Key.Up);
        Press(Key.Enter);
        Assert.Equal(BrowseFocus.Grid, _state.Focus);
        Letter("?");
        Assert.Equal(0, _state.HelpTop);
    }

    [Fact]
    public void What_was_said_of_an_answer_or_a_filter_is_gone_with_it()
    {
        Send(new BrowseEvent.Failed(_state.Version, BrowseMachine.NothingYet));
        Assert.Equal(BrowseMachine.NothingYet, _state.Message);
        Send(new BrowseEvent.Indexed("", true));
        Send(new BrowseEvent.Found(_state.Version, [], false, 1));
        Assert.Equal("nothing found", _state.Message);
        Send(new BrowseEvent.Indexed("", true));
        Send(new BrowseEvent.Found(_state.Version, Items(3), false, 1));
        Assert.Equal("", _state.Message);

        Press(Key.Enter);
        Letter("f");
        foreach (var letter in "camera")
            Letter(letter.ToString());
        Press(Key.Enter);
        Assert.Equal("camera: needs a value, TEXT", _state.Message);
        Press(Key.Escape);
        Assert.Equal("", _state.Message);
    }

    [Fact]
    public void Another_search_begins_at_the_top_and_the_same_one_keeps_what_is_selected()
    {
        Answer(30);
        Press(Key.Enter);
        Press(Key.End);
        Letter("n"); // not like the last one
        Send(new BrowseEvent.Found(_state.Version, [.. Enumerable.Reverse(Items(30))], false, 1));
        Assert.Equal((0, 0), (_state.Selected, _state.TopRow));

        Press(Key.Right);
        var selected = _state.SelectedItem;
        Send(new BrowseEvent.Indexed("", true));
        Send(new BrowseEvent.Found(_state.Version, Items(30), false, 1));
        Assert.Equal(selected, _state.SelectedItem);
        // What is asked again before it is answered is still another question.
        Letter("m");
        Send(new BrowseEvent.Indexed("", true));
        Send(new BrowseEvent.Found(_state.Version, Items(30), false, 1));
        Assert.Equal(0, _state.Selected);
    }

    [Fact]
    public void A_text_is_edited_by_characters_and_words()
    {
        var field = TextField.Of("two 👩‍👧 dogs");
        Assert.Equal("two 👩‍👧 ", field.RemoveWord().Text);
        Assert.Equal("two ", TextField.Of("two 👩‍👧").Backspace().Text);
        Assert.Equal("wo", TextField.Of("two").Home().Delete().Text);
        Assert.Equal("two", TextField.Of("to").Left().Insert("w").Text);
        Assert.Equal("a b", TextField.Empty.Insert("a\nb").Text);
        Assert.Equal(3, TextField.Of("abc").Right().Cursor);
        Assert.Equal("bc", (TextField.Of("abc") with { Cursor = 1 }).RemoveBefore().Text);
    }

    private static List<BrowseItem> Items(int count) =>
    [
        .. Enumerable.Range(0, count).Select(static i => new BrowseItem(
            $"/p/{i}.jpg", $"{i}.jpg", "trip", 0.5f, "a caption", null)),
    ];

    private void Answer(int count, bool hasMore = false)
    {
        Type("x");
        Send(new BrowseEvent.Found(_state.Version, Items(count), hasMore, 1));
    }

    private void Send(BrowseEvent happened)
    {
        var step = BrowseMachine.Next(_state, happened);
        _state = step.State;
        _effects.AddRange(step.Effects);
    }

    private void Press(Key key) => Send(new BrowseEvent.Input(new Pressed(key)));

    private void Letter(string letter) => Send(new BrowseEvent.Input(new Pressed(Key.Text, letter)));

    private void Type(string text)
    {
        foreach (var letter in text)
            Letter(letter.ToString());
    }

    private void Click(int x, int y) => Send(new BrowseEvent.Input(new Mouse(MouseAction.Press, 0, x, y, false)));

    private static BrowseEvent.Input Control(string letter) => new(new Pressed(Key.Text, letter) { Control = true });

    private IEnumerable<BrowseEffect.Search> Searches() => _effects.OfType<BrowseEffect.Search>();

    private T Last<T>()
        where T : BrowseEffect => _effects.OfType<T>().Last();
}
