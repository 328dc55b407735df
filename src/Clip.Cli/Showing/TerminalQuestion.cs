using System.Diagnostics;
using System.Text;
using Clip.Cli.Screen;

namespace Clip.Cli.Showing;

/// <summary>Asks the terminal what it can show.</summary>
internal static class TerminalQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// The best protocol that the terminal answers for: kitty's if it answers a query for it, sixel if its device
    /// attributes name it. Where input or output is no terminal nothing is asked.
    /// </summary>
    public static PreviewProtocol Ask()
    {
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb" or null)
            return PreviewProtocol.Off;
        if (FromEnvironment() is { } named)
            return named;
        return Console.IsInputRedirected ? PreviewProtocol.Blocks : FromAnswer(Answer());
    }

    /// <summary>The protocol of a terminal that names itself, as iTerm2 and those that speak its protocol do.</summary>
    public static PreviewProtocol? FromEnvironment() =>
        Environment.GetEnvironmentVariable("TERM_PROGRAM") is "iTerm.app" or "WezTerm" or "mintty"
        || Environment.GetEnvironmentVariable("LC_TERMINAL") == "iTerm2"
            ? PreviewProtocol.ITerm
            : null;

    /// <summary>What an answer to both questions says.</summary>
    internal static PreviewProtocol FromAnswer(string answer)
    {
        if (answer.Contains("_Gi=31;OK", StringComparison.Ordinal))
            return PreviewProtocol.Kitty;
        // The attributes are numbers between "?" and "c"; 4 is sixel graphics.
        var start = answer.IndexOf("[?", StringComparison.Ordinal);
        var end = start < 0 ? -1 : answer.IndexOf('c', start);
        return end > 0 && answer[(start + 2)..end].Split(';').Contains("4")
            ? PreviewProtocol.Sixel
            : PreviewProtocol.Blocks;
    }

    private static string Answer()
    {
        Console.Out.Write(ScreenModes.GraphicsQuestion + ScreenModes.AttributesQuestion);
        Console.Out.Flush();
        var answer = new StringBuilder();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            if (!Console.KeyAvailable)
            {
                // The console cannot be waited for with a limit, and a terminal that knows no answer never ends a read.
                Thread.Sleep(5);
                continue;
            }
            var key = Console.ReadKey(intercept: true).KeyChar;
            answer.Append(key);
            if (key == 'c' && answer.ToString().Contains("[?", StringComparison.Ordinal))
                break;
        }
        return answer.ToString();
    }
}
