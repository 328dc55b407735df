using Clip.Cli.Output;
using Clip.Cli.Screen;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What follows from an event: the next state, and what is to be done.</summary>
internal readonly record struct BrowseStep(BrowseState State, params IReadOnlyList<BrowseEffect> Effects);

/// <summary>The rules of the screen: from a state and an event to the next state. Does nothing by itself.</summary>
internal static class BrowseMachine
{
    private const string NothingFound = "nothing found";

    /// <summary>What a search says that there is nothing to search yet, until there is.</summary>
    public const string NothingYet = "there is nothing to search yet";

    /// <summary>The step that begins everything.</summary>
    public static BrowseStep Begin(BrowseState state) => Search(state);

    public static BrowseStep Next(BrowseState state, BrowseEvent happened) => happened switch
    {
        BrowseEvent.Input { Happened: ScreenEvent.Pressed pressed } => BrowseKeys.Press(state, pressed),
        BrowseEvent.Input { Happened: ScreenEvent.Pasted pasted } => Type(state, field => field.Insert(pasted.Text)),
        BrowseEvent.Input { Happened: ScreenEvent.Mouse mouse } => BrowseMouse.Do(state, mouse),
        BrowseEvent.Sized sized => new(Visible(state with { Width = sized.Width, Height = sized.Height }),
            new BrowseEffect.Redraw()),
        BrowseEvent.Found found => Found(state, found),
        BrowseEvent.Failed failed when failed.Version == state.Version => new(state with
        {
            AnsweredVersion = failed.Version,
            Message = failed.Problem,
            Items = [],
            Selected = 0,
            TopRow = 0,
            HasMore = false,
        }),
        BrowseEvent.Indexed indexed => Indexed(state, indexed),
        BrowseEvent.Moved moved => Moved(state, moved),
        BrowseEvent.Said said => new(state with { Message = said.Message }),
        _ => new(state),
    };

    /// <summary>Changes the text that is being written; a change of the query is a search.</summary>
    public static BrowseStep Type(BrowseState state, Func<TextField, TextField> change)
    {
        if (state.Focus is BrowseFocus.Filter or BrowseFocus.Move)
            return new(state with { Prompt = change(state.Prompt) });
        if (state.Focus != BrowseFocus.Query)
            return new(state);
        var query = change(state.Query);
        return query.Text == state.Query.Text
            ? new(state with { Query = query })
            : Search(state with { Query = query });
    }

    /// <summary>Searches for what the state says, from the first picture on.</summary>
    public static BrowseStep Search(BrowseState state) => Ask(
        state with { Count = BrowseQuery.FirstCount, Message = "" }, keepsSelection: false);

    /// <summary>Selects another picture, and asks for more where it is near the end.</summary>
    public static BrowseStep Select(BrowseState state, int place)
    {
        if (state.Items.Count == 0)
            return new(state);
        var next = Visible(state with { Selected = Math.Clamp(place, 0, state.Items.Count - 1), Message = "" });
        var layout = BrowseLayout.Of(next);
        var isNearEnd = next.Selected + (layout.Columns * layout.Rows) >= next.Items.Count;
        return isNearEnd && next.HasMore && next.AnsweredVersion == next.Version
            ? Ask(next with { Count = next.Count * 2 }, keepsSelection: true)
            : new(next);
    }

    /// <summary>The state with the selected picture on the screen.</summary>
    public static BrowseState Visible(BrowseState state) =>
        state with { TopRow = BrowseLayout.Of(state).TopRowFor(state.Selected, state.TopRow) };

    private static BrowseStep Ask(BrowseState state, bool keepsSelection)
    {
        var next = state with { Version = state.Version + 1, KeepsSelection = keepsSelection };
        return new(next, new BrowseEffect.Search(next.Version, next.Search));
    }

    private static BrowseStep Found(BrowseState state, BrowseEvent.Found found)
    {
        if (found.Version != state.Version)
            return new(state);
        // The same search again, with more pictures or a changed index, keeps what was selected; another one does not.
        var isChosen = state.Selected > 0 || state.Focus != BrowseFocus.Query;
        var selected = state.KeepsSelection && isChosen && state.SelectedItem is { } item
            ? Math.Max(0, found.Items.Select(static one => one.File).ToList().IndexOf(item.File))
            : 0;
        var next = state with
        {
            Items = found.Items,
            HasMore = found.HasMore,
            Milliseconds = found.Milliseconds,
            AnsweredVersion = found.Version,
            Selected = selected,
            Message = found.Items.Count == 0 ? NothingFound
                : state.Message is NothingFound or NothingYet ? ""
                : state.Message,
        };
        // What follows, such as the order in which words count too, answers the same question.
        return new(Visible(state.KeepsSelection ? next : next with { TopRow = 0, KeepsSelection = true }));
    }

    private static BrowseStep Indexed(BrowseState state, BrowseEvent.Indexed indexed)
    {
        var next = state with { Progress = indexed.Progress };
        // An answer that has not come yet is to another question still.
        var keepsSelection = next.AnsweredVersion == next.Version || next.KeepsSelection;
        return indexed.HasChanged ? Ask(next, keepsSelection) : new(next);
    }

    private static BrowseStep Moved(BrowseState state, BrowseEvent.Moved moved)
    {
        var gone = moved.Files.ToHashSet();
        var items = state.Items.Where(item => !gone.Contains(item.File)).ToList();
        return new(Visible(state with
        {
            Items = items,
            Selected = Math.Clamp(state.Selected, 0, Math.Max(0, items.Count - 1)),
            Marked = [.. state.Marked.Where(file => !gone.Contains(file))],
            Message = Plain.OneLine(moved.Message),
        }));
    }
}
