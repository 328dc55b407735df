using Clip.Cli.Screen;

namespace Clip.Cli.Verbs.Browse;

/// <summary>
/// What the mouse does: a click selects, one on what is selected opens, with Ctrl or the right button it marks; the
/// wheel moves through the rows.
/// </summary>
internal static class BrowseMouse
{
    private const int RightButton = 2;

    public static BrowseStep Do(BrowseState state, ScreenEvent.Mouse mouse)
    {
        var layout = BrowseLayout.Of(state);
        switch (mouse.Action)
        {
            case MouseAction.WheelUp:
                return BrowseMachine.Select(state, state.Selected - layout.Columns);
            case MouseAction.WheelDown:
                return BrowseMachine.Select(state, Math.Min(state.Selected + layout.Columns, state.Items.Count - 1));
            case MouseAction.Press when state.Focus is BrowseFocus.Help or BrowseFocus.Picture:
                return new(state with { Focus = BrowseFocus.Grid });
            case MouseAction.Press when mouse.Y == 0:
                return new(state with { Focus = BrowseFocus.Query });
            case MouseAction.Press when layout.ItemAt(mouse.X, mouse.Y, state.TopRow) is { } place
                && place < state.Items.Count:
                return Press(state, mouse, place);
            default:
                return new(state);
        }
    }

    private static BrowseStep Press(BrowseState before, ScreenEvent.Mouse mouse, int place)
    {
        var isAgain = before.Focus == BrowseFocus.Grid && place == before.Selected && mouse.Button == 0;
        var state = before with { Focus = BrowseFocus.Grid };
        if (mouse.Control || mouse.Button == RightButton)
        {
            var marked = BrowseKeys.Mark(state with { Selected = place });
            return BrowseMachine.Select(marked.State, place);
        }
        return isAgain
            ? new(state, new BrowseEffect.Open([state.Items[place].File]))
            : BrowseMachine.Select(state, place);
    }
}
