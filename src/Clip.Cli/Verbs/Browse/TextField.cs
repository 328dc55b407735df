using System.Globalization;

namespace Clip.Cli.Verbs.Browse;

/// <summary>A line of text that is being written.</summary>
/// <param name="Text">The text.</param>
/// <param name="Cursor">Where the next character goes, in UTF-16 units.</param>
internal sealed record TextField(string Text, int Cursor)
{
    private const int Longest = 2000;

    public static TextField Empty { get; } = new("", 0);

    /// <summary>A text with the cursor at its end.</summary>
    public static TextField Of(string text) => new(text, text.Length);

    public TextField Insert(string text)
    {
        var line = string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter));
        return Text.Length + line.Length > Longest
            ? this
            : new TextField(Text.Insert(Cursor, line), Cursor + line.Length);
    }

    public TextField Backspace() => Remove(Before(), Cursor);

    public TextField Delete() => Remove(Cursor, After());

    /// <summary>Removes the word before the cursor.</summary>
    public TextField RemoveWord()
    {
        var start = Cursor;
        while (start > 0 && Text[start - 1] == ' ')
            start--;
        while (start > 0 && Text[start - 1] != ' ')
            start--;
        return Remove(start, Cursor);
    }

    /// <summary>Removes all before the cursor.</summary>
    public TextField RemoveBefore() => Remove(0, Cursor);

    public TextField Left() => this with { Cursor = Before() };

    public TextField Right() => this with { Cursor = After() };

    public TextField Home() => this with { Cursor = 0 };

    public TextField End() => this with { Cursor = Text.Length };

    private TextField Remove(int start, int end) => new(Text.Remove(start, end - start), start);

    // Characters with their marks are left and removed as one.
    private int Before()
    {
        var before = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(Text))
        {
            if (start < Cursor)
                before = start;
        }
        return before;
    }

    private int After() => Cursor >= Text.Length
        ? Text.Length
        : Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);
}
