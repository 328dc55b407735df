using System.Text.RegularExpressions;
using System.Threading.Channels;
using Clip.Cli.Options;
using Clip.Cli.Screen;
using Clip.Cli.Showing;
using Clip.Cli.Verbs.Browse;
using Clip.Tests.Cli.Screen;

namespace Clip.Tests.Cli.Verbs.Browse;

/// <summary>What a terminal gets over a slow connection.</summary>
public sealed partial class BrowseSessionTests : IDisposable
{
    private const string Pixel = "▀";

    private readonly FakeTerminal _terminal = new();
    private readonly Channel<BrowseEvent> _events = Channel.CreateUnbounded<BrowseEvent>();
    private readonly TaskCompletionSource _hasSearched = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task What_is_typed_comes_before_pictures_and_little_is_underway_at_a_time()
    {
        using var screen = new TerminalScreen(_terminal);
        screen.Enter();
        var settings = new BrowseSettings(
            new ModelSettings(null, null, null, [], new ClipModelOptions()), [], "", null, PreviewProtocol.Blocks);
        using var session = new BrowseSession(
            screen, new ScreenGraphics(PreviewProtocol.Blocks, 10, 20), hasColor: true, settings, _events, Search,
            static () => { }, new StoppedTime());
        var running = session.RunAsync(TestContext.Current.CancellationToken);

        // The terminal does not say that anything has arrived, so a full screen is not sent.
        await _terminal.SeesAsync(static text => text.Contains(OutputFlow.Question, StringComparison.Ordinal));
        _terminal.Send("ab");
        await _hasSearched.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(_terminal.Written.Length, 1, 4000);

        // With each answer there is more, first of all the query, and all of it in the end.
        await AnswerUntilAsync(static text => text.Split(Pixel).Length > 400);
        Assert.InRange(_terminal.Written.Split(Pixel).Length, 400, 5000);
        var query = TypedQuery().Match(_terminal.Written);
        Assert.True(query.Success);
        Assert.InRange(_terminal.Written[..query.Index].Split(Pixel).Length, 1, 200);
        _terminal.Send("\x03\e[0n\e[0n\e[0n");
        Assert.Empty(await running);
    }

    private void Search(int version, BrowseQuery query)
    {
        _events.Writer.TryWrite(new BrowseEvent.Found(
            version,
            [
                .. Directory.GetFiles(Path.Combine(Models.EmbeddedModel.Gallery, "drawings")).Take(6)
                    .Select(static file => new BrowseItem(file, file, "", 0.5f, null, null)),
            ],
            HasMore: false, Milliseconds: 1));
        if (query.Text == "ab")
            _hasSearched.TrySetResult();
    }

    /// <summary>Answers each question until the terminal shows what is expected.</summary>
    private async Task AnswerUntilAsync(Func<string, bool> isExpected)
    {
        for (var answered = 0; !isExpected(_terminal.Written); answered++)
        {
            var most = answered;
            await _terminal.SeesAsync(text => isExpected(text) || text.Split(OutputFlow.Question).Length - 1 > most);
            _terminal.Send("\e[0n");
        }
    }

    [GeneratedRegex(@"\e\[1;[34]H(ab|b)")]
    private static partial Regex TypedQuery();

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
