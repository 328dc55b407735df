using System.Globalization;
using System.Text;

namespace Clip.Cli.Verbs.Service;

/// <summary>The unit of a user's systemd that watches libraries.</summary>
internal static class SystemdUnit
{
    public const string Name = "clipsearch-watch.service";

    /// <summary>The text of the unit. A stop by a signal is no failure; a full disk is tried again.</summary>
    public static string TextOf(WatchCommand command)
    {
        var variables = new StringBuilder();
        foreach (var (name, value) in command.Variables)
            variables.Append(CultureInfo.InvariantCulture, $"Environment={Quoted($"{name}={value}")}\n");
        return $"""
            [Unit]
            Description=Keep the picture indexes of clipsearch up to date

            [Service]
            Type=exec
            ExecStart={string.Join(' ', command.Words.Select(static word => Quoted(word).Replace("$", "$$")))}
            {variables}Restart=on-failure
            RestartSec=30
            KillSignal=SIGINT
            SuccessExitStatus=130 143
            Nice=10
            IOSchedulingClass=idle

            [Install]
            WantedBy=default.target

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A word as systemd.syntax(7) reads it: quoted, with specifiers and escapes taken as they are.</summary>
    private static string Quoted(string word)
    {
        var text = word.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("%", "%%").Replace("\n", "\\n");
        return word.Length > 0
            && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || "/-_.=:".Contains(letter))
            ? text
            : $"\"{text}\"";
    }
}
