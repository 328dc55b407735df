namespace Clip.Watching;

/// <summary>What changed and has not been looked at. Thread-safe.</summary>
/// <param name="settling">How long an entry must not have changed again before it is taken.</param>
/// <param name="time">The clock by which entries are due; null for the system's.</param>
internal sealed class PendingChanges(TimeSpan settling, TimeProvider? time = null)
{
    // The times of files and of this class come from different clocks.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);

    // A file that vanished may appear elsewhere, which is a move only if both are looked at together.
    private static readonly TimeSpan LongestWaitForMove = TimeSpan.FromMilliseconds(750);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, (long Due, bool IsDeleted)> _entries = new(StringComparer.Ordinal);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    private TaskCompletionSource _news = new();
    private long _everythingDue = long.MaxValue;
    private bool _hasYielded;
    private long _waitsUntil = long.MinValue;

    private long Now => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Adds a file or folder that was created, written, deleted or renamed.</summary>
    /// <param name="path">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="isDeleted">Whether somebody deleted it or moved it away.</param>
    public void Add(string path, bool isDeleted)
    {
        lock (_turn)
            Put(path, isDeleted, settling);
    }

    /// <summary>Adds a file or folder that was moved or renamed.</summary>
    /// <param name="from">Its path before.</param>
    /// <param name="to">Its path now; null where that is of no interest.</param>
    public void AddMove(string from, string? to)
    {
        lock (_turn)
        {
            Put(from, isDeleted: true, settling);
            if (to is not null)
                Put(to, isDeleted: false, settling);
        }
    }

    /// <summary>Adds a file that is to be looked at again.</summary>
    /// <param name="path">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="delay">When.</param>
    public void AddAgain(string path, TimeSpan delay)
    {
        lock (_turn)
            Put(path, isDeleted: false, delay);
    }

    /// <summary>Puts back what was taken but not stored. What has been reported since then counts more.</summary>
    /// <param name="changed">The paths.</param>
    /// <param name="deleted">Those of them that somebody deleted or moved away.</param>
    /// <param name="delay">When they are to be looked at.</param>
    public void PutBack(IEnumerable<string> changed, IReadOnlySet<string> deleted, TimeSpan delay)
    {
        lock (_turn)
        {
            var due = In(delay);
            foreach (var path in changed)
                _entries.TryAdd(path, (due, deleted.Contains(path)));
            _hasYielded = false;
            WakeFor(due);
        }
    }

    /// <summary>Adds the whole folder.</summary>
    /// <param name="delay">When.</param>
    public void AddEverything(TimeSpan delay = default)
    {
        lock (_turn)
        {
            _everythingDue = Math.Min(_everythingDue, In(delay));
            WakeFor(_everythingDue);
        }
    }

    /// <summary>Takes what has settled; null if there is nothing.</summary>
    /// <returns>
    /// Everything, in which case no path is given, or the paths that changed, and those of them that were deleted.
    /// </returns>
    public (bool IsEverything, List<string> Changed, HashSet<string> Deleted)? Take()
    {
        var now = Now;
        lock (_turn)
        {
            var awaitsMore = _entries.Values.Any(entry => !entry.IsDeleted && entry.Due > now);
            var deletedDue = now - (awaitsMore ? (long)LongestWaitForMove.TotalMilliseconds : 0);
            var due = _entries
                .Where(entry => entry.Value.Due <= (entry.Value.IsDeleted ? deletedDue : now)).ToList();
            // A run over everything does not know what somebody deleted, and would take it for a drive that is away. So
            // that comes first, but not time and again.
            if (_everythingDue <= now && (_hasYielded || !due.Exists(static entry => entry.Value.IsDeleted)))
            {
                (_everythingDue, _hasYielded) = (long.MaxValue, false);
                // What is not due yet may be half-written; the run leaves it, and it stays for later.
                foreach (var (path, _) in due.Where(static entry => !entry.Value.IsDeleted))
                    _entries.Remove(path);
                return (true, [], []);
            }
            if (due.Count == 0)
                return null;
            _hasYielded = _everythingDue <= now;
            foreach (var (path, _) in due)
                _entries.Remove(path);
            return (false, due.ConvertAll(static entry => entry.Key),
                [.. due.Where(static entry => entry.Value.IsDeleted).Select(static entry => entry.Key)]);
        }
    }

    /// <summary>Waits until something has settled, or for a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var end = In(atMost);
        while (true)
        {
            long next;
            Task news;
            lock (_turn)
            {
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _news.Task;
                next = Math.Min(end, _everythingDue);
                // What was deleted is taken with the others, or after a while.
                var awaitsMore = _entries.Values.Any(static entry => !entry.IsDeleted);
                foreach (var (due, isDeleted) in _entries.Values)
                {
                    var longest = isDeleted && awaitsMore ? (long)LongestWaitForMove.TotalMilliseconds : 0;
                    next = Math.Min(next, due + longest);
                }
                _waitsUntil = next;
            }
            var wait = next - Now;
            if (wait <= 0)
                return;
            await news.WaitAsync(TimeSpan.FromMilliseconds(wait), _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Put(string path, bool isDeleted, TimeSpan delay)
    {
        var due = In(delay + Margin);
        _entries[path] = (due, isDeleted);
        WakeFor(due);
    }

    private long In(TimeSpan delay) => Now + (long)Math.Ceiling(delay.TotalMilliseconds);

    // The first event of a burst wakes the waiter; the later ones, which are due later, do not.
    private void WakeFor(long due)
    {
        if (due < _waitsUntil)
            _news.TrySetResult();
    }
}
