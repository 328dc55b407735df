using System.Diagnostics;
using System.Text;
using Clip.Cli.Screen;

namespace Clip.Cli.Showing;

/// <summary>Asks the terminal what it can show.</summary>
internal static class TerminalQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    // Somebody may type, too.
    private const int LongestAnswer = 1024;

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
        // 4 is sixel graphics.
        return AttributesIn(answer) is { } attributes && attributes.Split(';').Contains("4")
            ? PreviewProtocol.Sixel
            : PreviewProtocol.Blocks;
    }

    /// <summary>The device attributes, numbers between "?" and "c"; null where they are not complete.</summary>
    private static string? AttributesIn(string answer)
    {
        var start = answer.IndexOf("[?", StringComparison.Ordinal);
        var end = start < 0 ? -1 : answer.IndexOf('c', start);
        return end < 0 ? null : answer[(start + 2)..end];
    }

    private static string Answer()
    {
        try
        {
            using var terminal = TerminalScreen.OpenDevice();
            // One that runs in the background of a shell would be stopped.
            if (!terminal.IsInForeground)
                return "";
            terminal.EnterRawMode(Patience);
            try
            {
                return Answer(terminal);
            }
            finally
            {
                terminal.LeaveRawMode();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // there is no terminal to ask
        }
    }

    /// <summary>Asks, and reads until the answer to the second question, or until nothing comes.</summary>
    internal static string Answer(ITerminalDevice terminal)
    {
        terminal.Write(Encoding.ASCII.GetBytes(ScreenModes.GraphicsQuestion + ScreenModes.AttributesQuestion));
        var answer = "";
        var buffer = new byte[256];
        var began = Stopwatch.GetTimestamp();
        // Each read has its limit; with somebody who types, all of them have one too.
        while (AttributesIn(answer) is null && answer.Length < LongestAnswer
            && Stopwatch.GetElapsedTime(began) < Patience && terminal.Read(buffer) is > 0 and var count)
        {
            answer += Encoding.ASCII.GetString(buffer, 0, count);
        }
        return answer;
    }
}
