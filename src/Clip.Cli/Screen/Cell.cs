namespace Clip.Cli.Screen;

/// <summary>A color as a terminal takes it.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct CellColor(byte Red, byte Green, byte Blue);

/// <summary>How a character looks. Without colors it has those of the terminal.</summary>
internal readonly record struct CellStyle
{
    public CellColor? Foreground { get; init; }

    public CellColor? Background { get; init; }

    public bool IsBold { get; init; }

    public bool IsDim { get; init; }

    public bool IsReversed { get; init; }

    /// <summary>Whether a terminal that shows another style needs nothing but colors to show this one.</summary>
    public bool Extends(CellStyle other) =>
        (IsBold, IsDim, IsReversed) == (other.IsBold, other.IsDim, other.IsReversed)
        && (other.Foreground is null || Foreground is not null) && (other.Background is null || Background is not null);
}

/// <summary>What one column of a line shows.</summary>
/// <param name="Text">
/// A character with the marks on it; empty for the second column of a character that takes two.
/// </param>
/// <param name="Style">How it looks.</param>
/// <param name="Picture">
/// The picture that covers the cell, drawn in pixels by the terminal; null for none. The cell itself is blank then.
/// </param>
internal readonly record struct Cell(string Text, CellStyle Style, string? Picture = null)
{
    public static readonly Cell Blank = new(" ", default);

    /// <summary>Whether it is a part of a picture made of characters, which alone have colors.</summary>
    public bool IsPixels => Style.Foreground is not null || Style.Background is not null;
}
