using System.Globalization;

namespace Clip.Cli.Output;

/// <summary>Quotes arguments of commands to copy, as the shell of this operating system takes them.</summary>
internal static class ShellQuoted
{
    // What no shell gives a meaning to. Letters and digits of every script are safe too.
    private const string Safe = "_-./:,=+@";

    /// <summary>An argument, quoted where the shell would not take it as it is.</summary>
    public static string Of(string argument) => Of(argument, OperatingSystem.IsWindows());

    internal static string Of(string argument, bool isWindows)
    {
        if (argument.Length > 0 && argument.All(letter => IsSafe(letter, isWindows)))
            return argument;
        if (isWindows)
        {
            // cmd and PowerShell have double quotes in common; a backslash before the last one would escape it.
            var escaped = argument.Replace("\"", "\\\"", StringComparison.Ordinal);
            return escaped.EndsWith('\\') ? $"\"{escaped}\\\"" : $"\"{escaped}\"";
        }
        return Plain.IsSafe(argument)
            ? $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'"
            : $"$'{string.Concat(argument.Select(Escaped))}'";
    }

    private static bool IsSafe(char letter, bool isWindows) =>
        char.IsLetterOrDigit(letter) || Safe.Contains(letter) || (isWindows && letter == '\\');

    /// <summary>A character as bash and zsh read it within <c>$'...'</c>; a message cannot hold it as it is.</summary>
    private static string Escaped(char letter) => letter switch
    {
        '\n' => @"\n",
        '\t' => @"\t",
        '\'' or '\\' => $@"\{letter}",
        _ when Plain.IsSafe(letter.ToString()) => letter.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
    };
}
