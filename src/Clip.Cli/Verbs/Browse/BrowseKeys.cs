using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Screen;
using static Clip.Cli.Screen.ScreenEvent;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What keys do.</summary>
internal static class BrowseKeys
{
    public static BrowseStep Press(BrowseState state, Pressed key)
    {
        if (key is { Control: true, Text: "c" or "q" })
            return new(state, new BrowseEffect.Quit());
        if (key is { Control: true, Text: "z" })
            return new(state, new BrowseEffect.Suspend());
        if (key is { Control: true, Text: "l" })
            return new(state, new BrowseEffect.Redraw());
        if (key.Key == Key.F1)
            return new(Helped(state));
        return state.Focus switch
        {
            BrowseFocus.Help => InHelp(state, key),
            BrowseFocus.Query => InQuery(state, key),
            BrowseFocus.Filter or BrowseFocus.Move => InPrompt(state, key),
            _ => InGrid(state, key),
        };
    }

    private static BrowseState Helped(BrowseState state) => state with { Focus = BrowseFocus.Help, HelpTop = 0 };

    private static BrowseStep InHelp(BrowseState state, Pressed key)
    {
        var lines = key switch
        {
            { Key: Key.Down } or { Text: "j" } => 1,
            { Key: Key.Up } or { Text: "k" } => -1,
            { Key: Key.PageDown } or { Text: " " } => Math.Max(1, state.Height / 2),
            { Key: Key.PageUp } => -Math.Max(1, state.Height / 2),
            _ => 0,
        };
        var last = BrowseHelp.LastTop(state.Width, state.Height);
        return new(lines == 0 || last == 0
            ? state with { Focus = BrowseFocus.Grid }
            : state with { HelpTop = Math.Clamp(state.HelpTop + lines, 0, last) });
    }

    private static BrowseStep InQuery(BrowseState state, Pressed key)
    {
        switch (key.Key)
        {
            case Key.Enter or Key.Down or Key.Tab:
                return new(state with { Focus = BrowseFocus.Grid });
            case Key.PageDown or Key.PageUp or Key.Up:
                return Navigate(state with { Focus = BrowseFocus.Grid }, key) ?? new(state);
            case Key.Escape when state.Query.Text.Length == 0:
                return new(state with { Focus = BrowseFocus.Grid });
            case Key.Escape:
                return BrowseMachine.Search(state with { Query = TextField.Empty });
            default:
                return Edit(key) is { } change ? BrowseMachine.Type(state, change) : new(state);
        }
    }

    private static BrowseStep InPrompt(BrowseState state, Pressed key)
    {
        switch (key.Key)
        {
            case Key.Escape:
                return new(state with { Focus = BrowseFocus.Grid, Prompt = TextField.Empty, Message = "" });
            case Key.Enter when state.Focus == BrowseFocus.Filter:
                var filter = state.Prompt.Text.Trim();
                if (FilterLine.Problem(filter) is { } problem)
                    return new(state with { Message = problem });
                return BrowseMachine.Search(state with
                {
                    Filter = filter,
                    Prompt = TextField.Empty,
                    Focus = BrowseFocus.Grid,
                    Selected = 0,
                });
            case Key.Enter:
                var folder = state.Prompt.Text.Trim();
                var next = state with { Prompt = TextField.Empty, Focus = BrowseFocus.Grid };
                return folder.Length == 0 ? new(next) : new(next, new BrowseEffect.Move(state.Targets, folder));
            default:
                return Edit(key) is { } change ? BrowseMachine.Type(state with { Message = "" }, change) : new(state);
        }
    }

    private static BrowseStep InGrid(BrowseState state, Pressed key)
    {
        if (Navigate(state, key) is { } moved)
            return moved;
        return key.Key switch
        {
            Key.Tab or Key.BackTab => new(state with { Focus = BrowseFocus.Query }),
            Key.Escape when state.Focus == BrowseFocus.Picture => new(state with { Focus = BrowseFocus.Grid }),
            Key.Escape => new(state with { Focus = BrowseFocus.Query }),
            Key.Enter => Open(state),
            Key.Backspace => new(state with { Focus = BrowseFocus.Query }),
            Key.Text when !key.Control && !key.Alt => Command(state, key.Text),
            _ => new(state),
        };
    }

    private static BrowseStep Command(BrowseState state, string letter) => letter switch
    {
        "/" or "i" => new(state with { Focus = BrowseFocus.Query }),
        "q" => new(state, new BrowseEffect.Quit()),
        "?" => new(Helped(state)),
        " " => Mark(state),
        "a" => new(state with { Marked = [.. state.Marked.Union(state.Items.Select(static item => item.File))] }),
        "u" => new(state with { Marked = [] }),
        "m" or "+" => Like(state),
        "n" or "-" => Dislike(state),
        "r" => BrowseMachine.Search(state with { Liked = [], Disliked = [], Folder = null, Filter = "", Selected = 0 }),
        "f" => new(state with { Focus = BrowseFocus.Filter, Prompt = TextField.Of(state.Filter), Message = "" }),
        "g" => Folder(state),
        "o" => Open(state),
        "y" => state.Targets.Count == 0
            ? new(state)
            : new(state with { Message = Texts.Say($"{Counted.Of(state.Targets.Count, "path")} copied") },
                new BrowseEffect.Copy(state.Targets)),
        "v" => new(state with
        {
            Focus = state.Focus == BrowseFocus.Picture ? BrowseFocus.Grid : BrowseFocus.Picture,
        }),
        "M" => state.Targets.Count == 0
            ? new(state)
            : new(state with { Focus = BrowseFocus.Move, Prompt = TextField.Empty, Message = "" }),
        _ => new(state),
    };

    /// <summary>Marks the selected picture, or takes its mark, and goes to the next.</summary>
    internal static BrowseStep Mark(BrowseState state)
    {
        if (state.SelectedItem is not { } item)
            return new(state);
        var marked = state.Marked.Contains(item.File)
            ? state.Marked.Where(file => file != item.File).ToList()
            : [.. state.Marked, item.File];
        return BrowseMachine.Select(state with { Marked = marked }, state.Selected + 1);
    }

    private static BrowseStep Like(BrowseState state)
    {
        if (state.SelectedItem is not { } item || state.Liked.Any(liked => liked.File == item.File))
            return new(state);
        return BrowseMachine.Search(state with
        {
            Liked = [.. state.Liked, item],
            Disliked = [.. state.Disliked.Where(other => other.File != item.File)],
            TopRow = 0,
        });
    }

    private static BrowseStep Dislike(BrowseState state)
    {
        if (state.SelectedItem is not { } item || state.Disliked.Any(disliked => disliked.File == item.File))
            return new(state);
        return BrowseMachine.Search(state with
        {
            Disliked = [.. state.Disliked, item],
            Liked = [.. state.Liked.Where(other => other.File != item.File)],
        });
    }

    /// <summary>Limits the search to the folder of the selected picture, or takes the limit away.</summary>
    private static BrowseStep Folder(BrowseState state)
    {
        if (state.Folder is not null)
            return BrowseMachine.Search(state with { Folder = null });
        return state.SelectedItem is { } item
            ? BrowseMachine.Search(state with { Folder = item.Folder, Selected = 0 })
            : new(state);
    }

    private static BrowseStep Open(BrowseState state) => state.Targets.Count == 0
        ? new(state)
        : new(state, new BrowseEffect.Open(state.Targets));

    private static BrowseStep? Navigate(BrowseState state, Pressed key)
    {
        var layout = BrowseLayout.Of(state);
        var (columns, page) = (layout.Columns, layout.Columns * layout.Rows);
        if (state.Focus == BrowseFocus.Picture)
            (columns, page) = (1, 1);
        // Above the first row is the query.
        if (key is { Key: Key.Up } or { Key: Key.Text, Text: "k", Control: false }
            && state.Selected < columns && state.Focus == BrowseFocus.Grid)
        {
            return new(state with { Focus = BrowseFocus.Query });
        }
        int? place = key switch
        {
            { Key: Key.Left } or { Key: Key.Text, Text: "h", Control: false } => state.Selected - 1,
            { Key: Key.Right } or { Key: Key.Text, Text: "l", Control: false } => state.Selected + 1,
            { Key: Key.Up } or { Key: Key.Text, Text: "k", Control: false } => state.Selected - columns,
            { Key: Key.Down } or { Key: Key.Text, Text: "j", Control: false } => state.Selected + columns,
            { Key: Key.PageUp } or { Key: Key.Text, Text: "b", Control: true } => state.Selected - page,
            { Key: Key.PageDown } or { Key: Key.Text, Text: "f", Control: true } => state.Selected + page,
            { Key: Key.Home } => 0,
            { Key: Key.End } or { Key: Key.Text, Text: "G", Control: false } => int.MaxValue,
            _ => null,
        };
        return place is { } wanted ? BrowseMachine.Select(state, wanted) : null;
    }

    /// <summary>How a key changes a line of text; null where it does not.</summary>
    private static Func<TextField, TextField>? Edit(Pressed key) => key switch
    {
        { Key: Key.Text, Control: false, Alt: false } => field => field.Insert(key.Text),
        { Key: Key.Backspace, Alt: true } or { Control: true, Text: "w" } => static field => field.RemoveWord(),
        { Key: Key.Backspace } or { Control: true, Text: "h" } => static field => field.Backspace(),
        { Key: Key.Delete } or { Control: true, Text: "d" } => static field => field.Delete(),
        { Control: true, Text: "u" } => static field => field.RemoveBefore(),
        { Key: Key.Left } or { Control: true, Text: "b" } => static field => field.Left(),
        { Key: Key.Right } or { Control: true, Text: "f" } => static field => field.Right(),
        { Key: Key.Home } or { Control: true, Text: "a" } => static field => field.Home(),
        { Key: Key.End } or { Control: true, Text: "e" } => static field => field.End(),
        _ => null,
    };
}
