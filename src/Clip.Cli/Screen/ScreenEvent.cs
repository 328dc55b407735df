namespace Clip.Cli.Screen;

/// <summary>A key of the keyboard that is no letter.</summary>
internal enum Key
{
    /// <summary>A letter, digit or sign: see <see cref="ScreenEvent.Pressed.Text"/>.</summary>
    Text,
    Enter,
    Escape,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F1,
    Other,
}

/// <summary>What was done with the mouse.</summary>
internal enum MouseAction
{
    Press,
    Release,
    Drag,
    WheelUp,
    WheelDown,
}

/// <summary>What happened at a terminal.</summary>
internal abstract record ScreenEvent
{
    private ScreenEvent()
    {
    }

    /// <summary>A key was pressed.</summary>
    /// <param name="Key">Which key.</param>
    /// <param name="Text">The character of <see cref="Key.Text"/>, lower case together with Ctrl.</param>
    internal sealed record Pressed(Key Key, string Text = "") : ScreenEvent
    {
        public bool Control { get; init; }

        public bool Alt { get; init; }
    }

    /// <summary>A text was pasted.</summary>
    internal sealed record Pasted(string Text) : ScreenEvent;

    /// <summary>The mouse did something over a cell.</summary>
    /// <param name="Action">What.</param>
    /// <param name="Button">0 for the left, 1 for the middle, 2 for the right one.</param>
    /// <param name="X">The column, from 0.</param>
    /// <param name="Y">The line, from 0.</param>
    /// <param name="Control">Whether Ctrl was held.</param>
    internal sealed record Mouse(MouseAction Action, int Button, int X, int Y, bool Control) : ScreenEvent;

    /// <summary>The terminal answers a question: the sequence without the escape character at its start.</summary>
    internal sealed record Answered(string Sequence) : ScreenEvent;

    /// <summary>The size of the terminal has changed, or something else may have written on it.</summary>
    internal sealed record Resized : ScreenEvent;
}
