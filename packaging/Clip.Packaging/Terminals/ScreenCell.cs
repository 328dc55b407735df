namespace Clip.Packaging.Terminals;

/// <summary>What one cell of a terminal shows.</summary>
/// <param name="Text">The character; empty for the second half of a wide one.</param>
/// <param name="Style">Its colors and form.</param>
internal readonly record struct ScreenCell(string Text, ScreenStyle Style);

/// <summary>Colors, as 0xRRGGBB or null for the terminal's own, and form.</summary>
internal readonly record struct ScreenStyle(
    int? Foreground, int? Background, bool IsBold, bool IsDim, bool IsUnderlined, bool IsReversed)
{
    // The sixteen colors that a palette starts with, in shades that are readable on a dark background.
    private static readonly int[] Basic =
    [
        0x484f58, 0xff7b72, 0x3fb950, 0xd29922, 0x58a6ff, 0xbc8cff, 0x39c5cf, 0xb1bac4,
        0x6e7681, 0xffa198, 0x56d364, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x56d4dd, 0xffffff,
    ];
    private static readonly int[] Levels = [0, 95, 135, 175, 215, 255];

    /// <summary>The style after a control sequence <c>ESC [ ... m</c>.</summary>
    /// <param name="parameters">Its numbers; an empty one is 0.</param>
    public ScreenStyle After(ReadOnlySpan<int> parameters)
    {
        var style = this;
        for (var i = 0; i < parameters.Length; i++)
        {
            style = parameters[i] switch
            {
                0 => default,
                1 => style with { IsBold = true },
                2 => style with { IsDim = true },
                4 => style with { IsUnderlined = true },
                7 => style with { IsReversed = true },
                22 => style with { IsBold = false, IsDim = false },
                24 => style with { IsUnderlined = false },
                27 => style with { IsReversed = false },
                >= 30 and <= 37 and var color => style with { Foreground = Basic[color - 30] },
                38 => style with { Foreground = Color(parameters, ref i) },
                39 => style with { Foreground = null },
                >= 40 and <= 47 and var color => style with { Background = Basic[color - 40] },
                48 => style with { Background = Color(parameters, ref i) },
                49 => style with { Background = null },
                >= 90 and <= 97 and var color => style with { Foreground = Basic[color - 90 + 8] },
                >= 100 and <= 107 and var color => style with { Background = Basic[color - 100 + 8] },
                _ => style,
            };
        }
        return style;
    }

    private static int? Color(ReadOnlySpan<int> parameters, ref int at)
    {
        if (parameters[(at + 1)..] is [2, var red, var green, var blue, ..])
        {
            at += 4;
            return (red << 16) | (green << 8) | blue;
        }
        if (parameters[(at + 1)..] is not [5, var index, ..])
            return null;
        at += 2;
        return index switch
        {
            < 16 => Basic[index],
            < 232 => (Levels[(index - 16) / 36] << 16) | (Levels[(index - 16) / 6 % 6] << 8) | Levels[(index - 16) % 6],
            _ => (8 + (10 * (index - 232))) * 0x010101,
        };
    }
}
