using System.Globalization;
using System.Text;
using Clip.Cli.Screen;
using Clip.Cli.Showing;

namespace Clip.Cli.Verbs.Browse;

/// <summary>What a terminal can show.</summary>
/// <param name="Protocol">How it shows pictures; not <see cref="PreviewProtocol.Auto"/>.</param>
/// <param name="CellWidth">The pixels of a character from left to right.</param>
/// <param name="CellHeight">The pixels of a character from top to bottom.</param>
internal sealed record ScreenGraphics(PreviewProtocol Protocol, int CellWidth, int CellHeight)
{
    private const int UsualWidth = 10;
    private const int UsualHeight = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks the terminal.</summary>
    /// <param name="screen">The screen, entered.</param>
    /// <param name="asked">What the user asks for.</param>
    /// <param name="hasColor">Whether the screen may be colored; without, characters cannot be pictures.</param>
    /// <param name="keep">Takes what the user does meanwhile.</param>
    public static async Task<ScreenGraphics> AskAsync(
        TerminalScreen screen, PreviewProtocol asked, bool hasColor, Action<ScreenEvent> keep)
    {
        if (asked is PreviewProtocol.Off or PreviewProtocol.Blocks)
            return new ScreenGraphics(asked, UsualWidth, UsualHeight);
        screen.Write(ScreenModes.Questions);
        var answers = new StringBuilder();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await screen.Events.WaitToReadAsync(patience.Token).ConfigureAwait(false))
            {
                if (!screen.Events.TryRead(out var happened))
                    continue;
                if (happened is not ScreenEvent.Answered answer)
                {
                    keep(happened);
                    continue;
                }
                answers.Append(answer.Sequence).Append('\n');
                // Every terminal answers the last question.
                if (answer.Sequence.StartsWith("[?", StringComparison.Ordinal) && answer.Sequence.EndsWith('c'))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // Silence is an answer too.
        }
        return Of(answers.ToString(), asked, hasColor, TerminalQuestion.FromEnvironment());
    }

    /// <summary>What the answers say.</summary>
    internal static ScreenGraphics Of(string answers, PreviewProtocol asked, bool hasColor, PreviewProtocol? named)
    {
        var protocol = asked == PreviewProtocol.Auto ? named ?? TerminalQuestion.FromAnswer(answers) : asked;
        if (protocol == PreviewProtocol.Blocks && asked == PreviewProtocol.Auto && !hasColor)
            protocol = PreviewProtocol.Off;
        var (width, height) = (UsualWidth, UsualHeight);
        foreach (var line in answers.Split('\n'))
        {
            // CSI 6 ; height ; width t
            if (line.StartsWith("[6;", StringComparison.Ordinal) && line.EndsWith('t')
                && line[3..^1].Split(';') is [var high, var wide]
                && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
                && int.TryParse(wide, NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
                && lines is > 0 and < 200 && columns is > 0 and < 200)
            {
                (width, height) = (columns, lines);
            }
        }
        return new ScreenGraphics(protocol, width, height);
    }
}
