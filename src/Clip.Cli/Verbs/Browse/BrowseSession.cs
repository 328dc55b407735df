using System.Threading.Channels;
using Clip.Cli.Screen;
using Clip.Cli.Showing;

namespace Clip.Cli.Verbs.Browse;

/// <summary>Runs the screen: events in, frames and effects out, until the user leaves it.</summary>
internal sealed class BrowseSession : IDisposable
{
    private const string BeginFrame = "\e[?2026h";
    private const string EndFrame = "\e[?2026l";

    // What leaves the screen arrives behind what is underway, so that who leaves it loses no time by waiting for that.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestFirstDrain = TimeSpan.FromMilliseconds(300);

    private readonly TerminalScreen _screen;
    private readonly BrowseView _view;
    private readonly ScreenWriter _writer;
    private readonly PictureLayer? _layer;
    private readonly OutputFlow _flow;
    private readonly BrowsePictures _pictures;
    private readonly Channel<BrowseEvent> _events;
    private readonly Action<int, BrowseQuery> _search;
    private readonly Action _update;
    private BrowseState _state;
    private bool _isBehind;
    private Task _moving = Task.CompletedTask;

    /// <param name="screen">The screen, entered.</param>
    /// <param name="graphics">What the terminal can show.</param>
    /// <param name="hasColor">Whether it may be colored.</param>
    /// <param name="settings">What is searched for first.</param>
    /// <param name="events">All that happens.</param>
    /// <param name="search">Begins a search.</param>
    /// <param name="update">Brings the index up to date.</param>
    /// <param name="time">The clock by which the terminal answers; null for the system's.</param>
    public BrowseSession(
        TerminalScreen screen, ScreenGraphics graphics, bool hasColor, BrowseSettings settings,
        Channel<BrowseEvent> events, Action<int, BrowseQuery> search, Action update,
        TimeProvider? time = null)
    {
        (_screen, _events, _search, _update) = (screen, events, search, update);
        _pictures = new BrowsePictures(() => Post(new BrowseEvent.PictureRead()));
        _view = new BrowseView(graphics.Protocol, graphics.CellWidth, graphics.CellHeight, _pictures.Find);
        _writer = new ScreenWriter(hasColor);
        _flow = new OutputFlow(time);
        _layer = graphics.Protocol is PreviewProtocol.Off or PreviewProtocol.Blocks
            ? null
            : new PictureLayer(graphics.Protocol);
        var (width, height) = screen.Size;
        _state = new BrowseState
        {
            Width = width,
            Height = height,
            ShowsPictures = graphics.Protocol != PreviewProtocol.Off,
            Query = TextField.Of(settings.Query),
            Liked = [.. settings.Liked.Select(BrowseItem.Of)],
            Disliked = [.. settings.Disliked.Select(BrowseItem.Of)],
        };
    }

    /// <summary>Runs until the user leaves, or the terminal is gone.</summary>
    /// <returns>The files that are marked.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(ForwardAsync, CancellationToken.None);
        try
        {
            return await LoopAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Files are not left half moved.
            await _moving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _screen.Write(_layer?.End ?? "");
            await DrainAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _pictures.Dispose();

    private async Task<IReadOnlyList<string>> LoopAsync(CancellationToken cancellationToken)
    {
        await DoAsync(BrowseMachine.Begin(_state), cancellationToken).ConfigureAwait(false);
        Draw();
        while (await WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_events.Reader.TryRead(out var happened))
            {
                if (!IsAnswer(happened)
                    && !await DoAsync(BrowseMachine.Next(_state, happened), cancellationToken).ConfigureAwait(false))
                {
                    return _state.Marked;
                }
            }
            Draw();
        }
        return _state.Marked;
    }

    /// <summary>Waits for an event, or until a frame that was put off is due.</summary>
    /// <returns>False at the end of all events.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var next = _events.Reader.WaitToReadAsync(cancellationToken).AsTask();
        if (!_isBehind || !_flow.IsWaiting)
            return await next.ConfigureAwait(false);
        try
        {
            return await next.WaitAsync(_flow.Remaining, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    /// <summary>Whether an event is only the terminal's answer to what has been sent.</summary>
    private bool IsAnswer(BrowseEvent happened) =>
        happened is BrowseEvent.Input { Happened: ScreenEvent.Answered answer } && _flow.Take(answer.Sequence);

    /// <summary>
    /// Waits for the answers of the terminal: the shell would take those that come later for what somebody types.
    /// </summary>
    private async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(_flow.HasAnswered ? LongestDrain : LongestFirstDrain);
        List<BrowseEvent> others = [];
        try
        {
            while (_flow.IsWaiting && await _events.Reader.WaitToReadAsync(patience.Token).ConfigureAwait(false))
            {
                if (_events.Reader.TryRead(out var happened) && !IsAnswer(happened))
                    others.Add(happened);
            }
        }
        catch (OperationCanceledException)
        {
            // It is too slow, or does not answer.
        }
        _flow.Forget();
        others.ForEach(Post);
    }

    private void Post(BrowseEvent happened) => _events.Writer.TryWrite(happened);

    private async Task ForwardAsync()
    {
        await foreach (var happened in _screen.Events.ReadAllAsync().ConfigureAwait(false))
        {
            if (happened is ScreenEvent.Resized)
            {
                var (width, height) = _screen.Size;
                Post(new BrowseEvent.Sized(width, height));
            }
            else
            {
                Post(new BrowseEvent.Input(happened));
            }
        }
        _events.Writer.TryComplete();
    }

    /// <returns>False to end.</returns>
    private async ValueTask<bool> DoAsync(BrowseStep step, CancellationToken cancellationToken)
    {
        _state = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case BrowseEffect.Search search:
                    _search(search.Version, search.Query);
                    break;
                case BrowseEffect.Copy copy:
                    _screen.Write(ScreenModes.Copy(string.Join('\n', copy.Files)));
                    break;
                case BrowseEffect.Open open:
                    _ = Task.Run(() => BrowseCommands.Open(open.Files, Post), CancellationToken.None);
                    break;
                case BrowseEffect.Move move:
                    _moving = MoveAsync(_moving, move, cancellationToken);
                    break;
                case BrowseEffect.Suspend:
                    await DrainAsync().ConfigureAwait(false);
                    _screen.Suspend();
                    Forget();
                    break;
                case BrowseEffect.Redraw:
                    Forget();
                    break;
                case BrowseEffect.Quit:
                    return false;
            }
        }
        return true;
    }

    /// <summary>Moves files after those of an earlier call: two at a time could take the same names.</summary>
    private async Task MoveAsync(Task before, BrowseEffect.Move move, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        BrowseCommands.Move(move.Files, move.Folder, Post, cancellationToken);
        _update();
    }

    private void Forget()
    {
        _writer.Forget();
        _layer?.Forget();
    }

    /// <summary>
    /// Shows the state, as much of it as may be on its way to the terminal: over a slow connection what is typed comes
    /// first, frames between are left out, and pictures come piece by piece.
    /// </summary>
    private void Draw()
    {
        var room = _flow.Room;
        _isBehind = room == 0;
        if (_isBehind)
            return;
        var frame = _view.Draw(_state);
        var text = _writer.Show(frame.Grid, room);
        text += _layer?.Show(frame.Pictures, room - text.Length);
        _isBehind = !_writer.IsComplete || _layer is { IsComplete: false };
        // Terminals that know it show the frame at once, and others ignore it.
        if (text.Length > 0)
            _screen.Write(BeginFrame + text + EndFrame + _flow.Send(text.Length));
        // While one types, pictures would be read for answers that are gone before they are seen.
        if (_state.ShowsPictures && _state.AnsweredVersion == _state.Version)
            _pictures.Want(Visible());
    }

    private IEnumerable<(string File, int Width, int Height)> Visible()
    {
        if (_state.Focus == BrowseFocus.Picture && _state.SelectedItem is { } item)
        {
            var (columns, lines) = BrowseView.LargeOf(_state);
            var (large, high) = _view.PixelsOf(columns, lines);
            return [(item.File, large, high)];
        }
        var layout = BrowseLayout.Of(_state);
        var (width, height) = _view.PixelsOf(layout.PictureWidth, layout.PictureHeight);
        return _state.Items.Skip(_state.TopRow * layout.Columns).Take(layout.Rows * layout.Columns)
            .Select(one => (one.File, width, height));
    }
}
