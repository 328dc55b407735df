using System.Globalization;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>One result for people: score, what was found, and a note about it.</summary>
internal static class ResultRow
{
    public static string Format(Terminal terminal, float score, string found, string? note = null)
    {
        var number = score.ToString("0.000", CultureInfo.InvariantCulture).PadLeft(6);
        found = Plain.OneLine(found);
        note = note is null ? "" : "  " + Plain.OneLine(note);
        return terminal.HasColor
            ? $"\e[36m{number}\e[0m  \e[1m{found}\e[0m\e[2m{note}\e[0m"
            : $"{number}  {found}{note}";
    }
}
