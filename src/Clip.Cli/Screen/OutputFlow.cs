namespace Clip.Cli.Screen;

/// <summary>
/// Keeps what is on its way to a terminal so little that a key is answered soon, however slow the connection is and
/// however much the systems between would take: behind what is sent the terminal is asked something, and its answers
/// say how much has arrived and how fast. A terminal that never answers is sent everything at once.
/// </summary>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class OutputFlow(TimeProvider? time = null)
{
    /// <summary>Asks the terminal whether it is well (DSR 5), which terminals answer in order.</summary>
    public const string Question = "\e[5n";

    private const string Answer = "[0n";

    // Small enough for 2,000 characters per second, and doubled as long as answers come soon.
    private const int LeastWindow = 512;
    private const int MostWindow = 1 << 20;
    private const int LeastAsked = 256;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Queue<(int Length, long Sent)> _asked = [];
    private TimeSpan? _shortest;
    private int _window = LeastWindow;
    private int _underway;
    private int _unasked;
    private bool _isSilent;

    /// <summary>Whether the terminal is known to answer.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>How many more characters may be sent now.</summary>
    public int Room
    {
        get
        {
            GiveUpOnLateAnswers();
            return _isSilent ? int.MaxValue : Math.Max(0, _window - _underway);
        }
    }

    /// <summary>Whether answers are outstanding.</summary>
    public bool IsWaiting => _asked.Count > 0;

    /// <summary>
    /// How long until the terminal is taken for one that does not answer; only while answers are outstanding.
    /// </summary>
    public TimeSpan Remaining
    {
        get
        {
            var rest = (HasAnswered ? Patience : FirstPatience) - _time.GetElapsedTime(_asked.Peek().Sent);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Counts what is about to be sent.</summary>
    /// <param name="length">Its characters.</param>
    /// <returns>What to send behind it.</returns>
    public string Send(int length)
    {
        _unasked += length;
        if (_isSilent || _unasked < LeastAsked)
            return "";
        _asked.Enqueue((_unasked, _time.GetTimestamp()));
        _underway += _unasked;
        _unasked = 0;
        return Question;
    }

    /// <summary>Takes an answer of the terminal.</summary>
    /// <returns>Whether it is one to a question of this class.</returns>
    public bool Take(string sequence)
    {
        if (sequence != Answer)
            return false;
        (_isSilent, HasAnswered) = (false, true);
        if (!_asked.TryDequeue(out var arrived))
            return true;
        _underway -= arrived.Length;
        var elapsed = _time.GetElapsedTime(arrived.Sent);
        // The time that the connection takes for anything, which only little that is sent tells.
        if (arrived.Length <= 2 * LeastWindow && (_shortest is null || elapsed < _shortest))
            _shortest = elapsed;
        var queued = elapsed - (_shortest ?? TimeSpan.Zero);
        if (queued < Soon)
            _window = Math.Min(MostWindow, _window * 2);
        else if (queued > Late)
            _window = Math.Max(LeastWindow, _window / 2);
        return true;
    }

    /// <summary>Forgets what is outstanding, as when the terminal was used by another program.</summary>
    public void Forget()
    {
        _asked.Clear();
        (_underway, _unasked) = (0, 0);
    }

    private void GiveUpOnLateAnswers()
    {
        if (!IsWaiting || Remaining > TimeSpan.Zero)
            return;
        _isSilent = !HasAnswered;
        _window = LeastWindow;
        Forget();
    }
}
