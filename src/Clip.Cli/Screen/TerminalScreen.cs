using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace Clip.Cli.Screen;

/// <summary>
/// A terminal as a screen: it gets whole frames and gives events. However the process ends, short of being killed, the
/// terminal is as it was before.
/// </summary>
internal sealed class TerminalScreen : IDisposable
{
    // Long enough for the rest of a sequence over a slow connection, too short to be felt after Escape.
    private static readonly TimeSpan EscapeDelay = TimeSpan.FromMilliseconds(50);

    // Seldom enough to cost nothing, often enough for who drags a window's edge.
    private static readonly TimeSpan SizeInterval = TimeSpan.FromMilliseconds(200);

    // A process that nobody could continue is not stopped at all.
    private static readonly TimeSpan StopDelay = TimeSpan.FromSeconds(1);

    private readonly ITerminalDevice _device;
    private readonly InputDecoder _decoder = new();
    private readonly Lock _decoding = new();
    private readonly Lock _writing = new();
    private readonly Timer _escape;
    private Timer? _sizing;
    private (int Width, int Height) _size;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly ManualResetEventSlim _continued = new();
    private readonly Channel<ScreenEvent> _events = Channel.CreateUnbounded<ScreenEvent>();
    private volatile bool _isEntered;

    /// <param name="device">The terminal; disposed with this.</param>
    public TerminalScreen(ITerminalDevice device)
    {
        _device = device;
        _escape = new Timer(_ => Post(static decoder => decoder.Flush()));
    }

    /// <summary>What happens; it ends when the terminal is gone.</summary>
    public ChannelReader<ScreenEvent> Events => _events.Reader;

    /// <summary>The columns and lines at this moment.</summary>
    public (int Width, int Height) Size => _device.Size;

    /// <summary>The terminal of this process.</summary>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be used.</exception>
    public static TerminalScreen Open() => new(OpenDevice());

    /// <inheritdoc cref="Open"/>
    public static ITerminalDevice OpenDevice() =>
        OperatingSystem.IsWindows() ? new WindowsTerminalDevice() : new UnixTerminalDevice();

    /// <summary>Takes over the terminal and begins to read.</summary>
    public void Enter()
    {
        AppDomain.CurrentDomain.ProcessExit += LeaveAtExit;
        AppDomain.CurrentDomain.UnhandledException += LeaveAtExit;
        Resume();
        if (!OperatingSystem.IsWindows())
        {
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resize()));
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Continue()));
        }
        if (!_device.SignalsSize)
        {
            _size = Size;
            _sizing = new Timer(_ => LookAtSize(), null, SizeInterval, SizeInterval);
        }
        new Thread(ReadAll) { IsBackground = true, Name = "terminal" }.Start();
    }

    /// <summary>Sends sequences at once.</summary>
    public void Write(string text)
    {
        if (text.Length == 0)
            return;
        lock (_writing)
        {
            try
            {
                _device.Write(Encoding.UTF8.GetBytes(text));
            }
            catch (IOException)
            {
                _events.Writer.TryComplete(); // the terminal is gone
            }
        }
    }

    /// <summary>Gives the terminal back to the shell until the user continues the program.</summary>
    public void Suspend()
    {
        Leave();
        _continued.Reset();
        _device.Suspend();
        // The signal that stops the process takes a moment, in which it goes on.
        _continued.Wait(StopDelay);
        Resume();
        Resize();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= LeaveAtExit;
        AppDomain.CurrentDomain.UnhandledException -= LeaveAtExit;
        _signals.ForEach(static signal => signal.Dispose());
        Leave();
        _sizing?.Dispose();
        _escape.Dispose();
        _device.Dispose();
    }

    /// <summary>Another program may have changed the terminal while this one was stopped, whoever stopped it.</summary>
    private void Continue()
    {
        _continued.Set();
        if (_isEntered)
            Resume();
        Resize();
    }

    private void Resume()
    {
        _device.EnterRawMode();
        _isEntered = true;
        Write(ScreenModes.Enter);
    }

    private void Leave()
    {
        if (!_isEntered)
            return;
        _isEntered = false;
        Write(ScreenModes.Leave);
        _device.LeaveRawMode();
    }

    private void LeaveAtExit(object? sender, EventArgs e) => Leave();

    private void LookAtSize()
    {
        var size = Size;
        if (size == _size)
            return;
        _size = size;
        Resize();
    }

    private void Resize() => _events.Writer.TryWrite(new ScreenEvent.Resized());

    private void ReadAll()
    {
        var buffer = new byte[4096];
        try
        {
            while (_device.Read(buffer) is > 0 and var count)
                Post(decoder => decoder.Decode(buffer.AsSpan(0, count)));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The terminal is gone.
        }
        _events.Writer.TryComplete();
    }

    private void Post(Func<InputDecoder, IReadOnlyList<ScreenEvent>> decode)
    {
        lock (_decoding)
        {
            foreach (var happened in decode(_decoder))
                _events.Writer.TryWrite(happened);
            _escape.Change(_decoder.IsWaiting ? EscapeDelay : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
