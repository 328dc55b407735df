using System.Globalization;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>One result for people: a score or a date, what was found, and a note about it.</summary>
internal static class ResultRow
{
    /// <summary>A note of fewer columns says nothing and is left out.</summary>
    private const int NarrowestNote = 8;

    /// <summary>Writes a row that begins with a score, or with a position on an axis and the score.</summary>
    /// <inheritdoc cref="Write(Terminal, string, string, string?, string, string?)"/>
    public static void Write(
        Terminal terminal, float score, string found, string? note = null, string mark = "", string? file = null,
        double? position = null)
    {
        var lead = position is { } place ? $"{Position(place)}  {Score(score)}" : Score(score);
        Write(terminal, lead, found, note, mark, file);
    }

    /// <summary>Writes a row, in colors where the terminal has them.</summary>
    /// <param name="terminal">Where the row goes. A note that is too long for its width is cut.</param>
    /// <param name="lead">What the row begins with.</param>
    /// <param name="found">The result, which is never cut.</param>
    /// <param name="note">What is known about it.</param>
    /// <param name="mark">What the row ends with.</param>
    /// <param name="file">The full path of the file that the result is a link to, or null.</param>
    public static void Write(
        Terminal terminal, string lead, string found, string? note, string mark = "", string? file = null) =>
        terminal.Styled(Format(
            lead, found, note, mark, terminal.Width, terminal.HasColor, terminal.HasLinks ? file : null));

    /// <param name="lead">What the row begins with.</param>
    /// <param name="found">The result.</param>
    /// <param name="note">What is known about it.</param>
    /// <param name="mark">What the row ends with.</param>
    /// <param name="width">The columns of the terminal; null where rows may have any length.</param>
    /// <param name="hasColor">Whether to color the parts.</param>
    /// <param name="link">The full path of the file that the result is a link to, or null.</param>
    public static string Format(
        string lead, string found, string? note, string mark, int? width, bool hasColor, string? link = null)
    {
        found = Plain.OneLine(found);
        mark = mark.Length > 0 ? "  " + mark : "";
        note = note is null ? "" : Plain.OneLine(note);
        if (width is { } columns && note.Length > 0)
        {
            var room = columns - TextWidth.Of(lead) - TextWidth.Of(found) - TextWidth.Of(mark) - 4;
            note = room >= NarrowestNote || room >= TextWidth.Of(note) ? TextWidth.Fit(note, Math.Max(1, room)) : "";
        }
        if (note.Length > 0)
            note = "  " + note;
        if (link is not null)
            found = FileLink.Of(found, link);
        return hasColor
            ? $"\e[36m{lead}\e[0m  \e[1m{found}\e[0m\e[2m{note}{mark}\e[0m"
            : $"{lead}  {found}{note}{mark}";
    }

    /// <summary>A position on an axis as a column.</summary>
    public static string Position(double position) =>
        position.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture).PadLeft(6);

    private static string Score(float score) => score.ToString("0.000", CultureInfo.InvariantCulture).PadLeft(6);
}
