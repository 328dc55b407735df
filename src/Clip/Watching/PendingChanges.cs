using Clip.Files;

namespace Clip.Watching;

/// <summary>What changed and has not been looked at. Thread-safe.</summary>
/// <param name="settling">How long an entry must not have changed again before it is taken.</param>
internal sealed class PendingChanges(TimeSpan settling) : IDisposable
{
    // The times of files and of this class come from different clocks.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);

    // A file that vanished may appear elsewhere, which is a move only if both are looked at together.
    private static readonly TimeSpan LongestWaitForMove = TimeSpan.FromMilliseconds(750);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, (long Due, bool IsDeleted)> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0, 1);
    private long _everythingDue = long.MaxValue;

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

    /// <summary>Adds the whole folder.</summary>
    /// <param name="delay">When.</param>
    public void AddEverything(TimeSpan delay = default)
    {
        lock (_turn)
        {
            _everythingDue = Math.Min(_everythingDue, In(delay));
            Wake();
        }
    }

    /// <summary>Takes what has settled; null if there is nothing.</summary>
    /// <returns>
    /// Everything, in which case no path is given, or the paths that changed, and those of them that were deleted.
    /// </returns>
    public (bool IsEverything, List<string> Changed, List<string> Deleted)? Take()
    {
        var now = Environment.TickCount64;
        lock (_turn)
        {
            if (_everythingDue <= now)
            {
                _everythingDue = long.MaxValue;
                // What is not due yet may be half-written; the run leaves it, and it stays for later. What was deleted
                // stays too, because a run over everything does not know that somebody deleted it.
                foreach (var path in _entries.Where(entry => entry.Value.Due <= now && !entry.Value.IsDeleted).ToList())
                    _entries.Remove(path.Key);
                return (true, [], []);
            }
            var awaitsMore = _entries.Values.Any(entry => !entry.IsDeleted && entry.Due > now);
            var deletedDue = now - (awaitsMore ? (long)LongestWaitForMove.TotalMilliseconds : 0);
            var due = _entries
                .Where(entry => entry.Value.Due <= (entry.Value.IsDeleted ? deletedDue : now)).ToList();
            if (due.Count == 0)
                return null;
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
            lock (_turn)
            {
                next = _everythingDue;
                // What was deleted is taken with the others, or after a while.
                var awaitsMore = _entries.Values.Any(static entry => !entry.IsDeleted);
                foreach (var (due, isDeleted) in _entries.Values)
                {
                    var longest = isDeleted && awaitsMore ? (long)LongestWaitForMove.TotalMilliseconds : 0;
                    next = Math.Min(next, due + longest);
                }
            }
            var wait = Math.Min(next, end) - Environment.TickCount64;
            if (wait <= 0)
                return;
            await _news.WaitAsync(TimeSpan.FromMilliseconds(wait), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _news.Dispose();

    private void Put(string path, bool isDeleted, TimeSpan delay)
    {
        // The first event of a burst wakes the waiter; the later ones only move its time.
        var isNew = !_entries.ContainsKey(path);
        _entries[path] = (In(delay + Margin), isDeleted);
        if (isNew)
            Wake();
    }

    private static long In(TimeSpan delay) => Environment.TickCount64 + (long)Math.Ceiling(delay.TotalMilliseconds);

    private void Wake()
    {
        if (_news.CurrentCount == 0)
            _news.Release();
    }
}
