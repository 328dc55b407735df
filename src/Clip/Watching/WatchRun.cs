using System.Diagnostics;
using Clip.Files;
using Clip.Indexing.Runs;

namespace Clip.Watching;

/// <summary>One run of a <see cref="PictureWatch"/>.</summary>
internal sealed class WatchRun : IDisposable
{
    /// <summary>How often the folder itself is looked at.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UsualPollInterval = TimeSpan.FromSeconds(2);

    /// <summary>A run that polls may take this share of the time: one part of so many.</summary>
    private const int PollShare = 10;

    private readonly ClipModel _model;
    private readonly IndexLocation _location;
    private readonly PictureWatchOptions _options;
    private readonly WatchObserver _observer;
    private readonly PendingChanges _pending;
    private readonly UnfinishedFiles _unfinished;
    private readonly WatchedPlace _place;
    private readonly List<string> _parts;
    private FolderNotifications? _notifications;
    private TimeSpan? _pollInterval;
    private TimeSpan _lastWalk;
    private long _nextWalk;
    private long _looks;
    private bool _hasSaidSo;
    private bool _isAway;
    private string? _lastError;
    private HashSet<string> _standingErrors = [];
    private IReadOnlyList<string> _excludes = [];

    public WatchRun(
        ClipModel model, IndexLocation location, PictureWatchOptions options, WatchObserver observer)
    {
        (_model, _location, _options, _observer) = (model, location, options, observer);
        _pending = new PendingChanges(options.Settling);
        _unfinished = new UnfinishedFiles(options.Settling, _pending);
        _place = new WatchedPlace(location.Root);
        _parts = [.. options.Indexing.Paths.Select(path => RelativePath.Of(location.Root, Path.GetFullPath(path)))];
    }

    /// <summary>How long to wait after a run that failed, as on a full disk.</summary>
    internal TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the folder itself has been looked at.</summary>
    internal long Looks => Interlocked.Read(ref _looks);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_location.Root))
            Notify();
        var isStarted = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsThere())
            {
                // Not until something is pending: what was when the folder went away stays so.
                await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (!isStarted)
            {
                isStarted = await StartAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (Environment.TickCount64 >= _nextWalk)
                _pending.AddEverything();
            if (_pending.Take() is { } due)
                await UpdateAsync(due, cancellationToken).ConfigureAwait(false);
            else
                await _pending.WaitAsync(NextLook(), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _notifications?.Dispose();

    /// <summary>Runs for the first time; false if the folder was taken away meanwhile.</summary>
    private async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // What changes meanwhile is pending when it ends.
            var report = await IndexAsync(_options.Indexing, isFirst: true, cancellationToken).ConfigureAwait(false);
            _observer.OnStarted?.Invoke(report);
            return true;
        }
        catch (FolderException error) when (
            error.Fault is FolderFault.Moved || (error.Fault is FolderFault.Missing && error.Subject == _location.Root))
        {
            await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private TimeSpan NextLook()
    {
        var walk = TimeSpan.FromMilliseconds(Math.Max(0, _nextWalk - Environment.TickCount64));
        return walk < LookInterval ? walk : LookInterval;
    }

    /// <summary>Whether the folder is there; when it is back, or another one, everything is to be looked at.</summary>
    private bool IsThere()
    {
        Interlocked.Increment(ref _looks);
        var state = _place.Look();
        if (state == PlaceState.Away)
        {
            if (!_isAway)
                _observer.OnNotice?.Invoke(new WatchNotice.FolderAway());
            _isAway = true;
            _notifications?.Dispose();
            _notifications = null;
            return false;
        }
        if (_isAway)
            _observer.OnNotice?.Invoke(new WatchNotice.FolderBack());
        if (_isAway || state == PlaceState.Changed)
        {
            _isAway = false;
            Notify();
            _pending.AddEverything();
        }
        return true;
    }

    /// <summary>Has the system report changes from now on, and decides how often to look besides.</summary>
    private void Notify()
    {
        _notifications?.Dispose();
        _notifications = new FolderNotifications(_location, _pending, Lost);
        var isNetwork = NetworkDrive.Holds(_location.Root);
        _unfinished.HasForeignClock = isNetwork;
        _pollInterval = _options.PollInterval;
        if (isNetwork)
            Poll(problem: null);
        Watch("", RealPath.Resolve(_location.Root) ?? _location.Root);
    }

    private void Watch(string path, string realPath)
    {
        try
        {
            _notifications?.Add(path, realPath);
        }
        catch (Exception error) when (error is IOException or ArgumentException or PlatformNotSupportedException)
        {
            Poll(error.Message);
        }
    }

    /// <summary>The system has lost changes, or cannot report them any more.</summary>
    internal void Lost(Exception error)
    {
        if (error is InternalBufferOverflowException)
            _observer.OnNotice?.Invoke(new WatchNotice.ChangesLost());
        else
            Poll(error.Message);
        _pending.AddEverything(_options.Settling);
    }

    private void Poll(string? problem)
    {
        var interval = _options.PollInterval ?? UsualPollInterval;
        _pollInterval = interval;
        PlanWalk();
        if (_hasSaidSo)
            return;
        _hasSaidSo = true;
        _observer.OnNotice?.Invoke(new WatchNotice.Polling(interval, problem));
    }

    private void PlanWalk()
    {
        var interval = _options.RewalkInterval;
        if (_pollInterval is { } poll && poll < interval)
            interval = poll > _lastWalk * (PollShare - 1) ? poll : _lastWalk * (PollShare - 1);
        _nextWalk = Environment.TickCount64 + (long)interval.TotalMilliseconds;
    }

    private async Task UpdateAsync(
        (bool IsEverything, List<string> Changed, HashSet<string> Deleted) due, CancellationToken cancellationToken)
    {
        var (isEverything, changed, deleted) = due;
        try
        {
            if ((isEverything ? RunOverEverything() : RunOver(changed, deleted)) is not { } indexing)
                return;
            await IndexAsync(indexing, isFirst: false, cancellationToken).ConfigureAwait(false);
            _lastError = null;
        }
        catch (FolderException)
        {
            // It is away, or was a moment ago.
            TryAgain(changed, deleted, LookInterval);
        }
        catch (IndexException error)
        {
            // Such as a full disk: said once, and tried until it works.
            if (_lastError != error.Message)
                _observer.OnError?.Invoke(error);
            _lastError = error.Message;
            TryAgain(changed, deleted, RetryInterval);
            await Task.Delay(RetryInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The options of a run over everything; null if nothing of it is there.</summary>
    private IndexerOptions? RunOverEverything()
    {
        var indexing = LaterRuns();
        // A part of the folder that is gone comes back as a change.
        indexing.Paths = [.. indexing.Paths.Where(Path.Exists)];
        if (indexing.Paths.Count > 0 || _options.Indexing.Paths.Count == 0)
            return indexing;
        PlanWalk();
        return null;
    }

    /// <summary>
    /// The options of a run over what changed; null if none of it is of interest, of which the lists keep the rest.
    /// </summary>
    /// <exception cref="FolderException">The folder is away.</exception>
    private IndexerOptions? RunOver(List<string> changed, HashSet<string> deleted)
    {
        var excluded = FolderWalk.Open(_location.Root, new FolderWalkOptions { Exclude = _excludes }).Exclusions();
        changed.RemoveAll(path => !IsWanted(path) || excluded.MatchAny(path)
            || _unfinished.IsStillOpen(path, _location.Full(path)));
        deleted.IntersectWith(changed);
        if (changed.Count == 0)
            return null;
        var indexing = LaterRuns();
        indexing.Compact = CompactionChoice.Never;
        indexing.Changed = new ChangedPaths(changed, deleted);
        return indexing;
    }

    /// <summary>Keeps what a run that failed was about, and looks at everything too.</summary>
    private void TryAgain(List<string> changed, HashSet<string> deleted, TimeSpan delay)
    {
        _pending.PutBack(changed, deleted, delay);
        _pending.AddEverything(delay);
    }

    /// <summary>Whether a path is in the part of the folder that is watched, or above it.</summary>
    private bool IsWanted(string path) => _parts.Count == 0
        || _parts.Exists(part => RelativePath.IsWithin(path, part) || RelativePath.IsWithin(part, path));

    /// <summary>The options of a run after the first one, which has been told what to do once.</summary>
    private IndexerOptions LaterRuns()
    {
        var first = _options.Indexing;
        return new IndexerOptions
        {
            Paths = first.Paths,
            Neighbors = first.Neighbors,
            Decode = first.Decode,
            MaxFailureReports = first.MaxFailureReports,
            RepeatErrors = false,
        };
    }

    private async Task<IndexReport> IndexAsync(
        IndexerOptions indexing, bool isFirst, CancellationToken cancellationToken)
    {
        var run = indexing.Clone();
        run.OnChange = isFirst ? null : _observer.OnChange;
        run.IsComplete = isFirst ? _unfinished.IsCompleteAtStart : _unfinished.IsComplete;
        run.IsFinal = _unfinished.IsFinal;
        run.OnLinkedFolder = Watch;
        run.Wait = new WriterWait(
            TimeSpan.MaxValue, holder => _observer.OnNotice?.Invoke(new WatchNotice.WaitingForWriter(holder)));
        var clock = Stopwatch.StartNew();
        HashSet<string> errors = [];
        var report = await new Indexer(_model, _location, run)
            .RunAsync(_observer.Progress, Report, cancellationToken).ConfigureAwait(false);
        if (run.Changed is null)
        {
            _standingErrors = errors;
            _lastWalk = clock.Elapsed;
            _excludes = ExcludeChoice.Remembered(_location);
            PlanWalk();
        }
        return report;

        // What is still as it was at the last look at everything, such as a drive that is away, is not said again.
        void Report(ClipException error)
        {
            lock (errors)
                errors.Add(error.Message);
            if (run.Changed is not null || !_standingErrors.Contains(error.Message))
                _observer.OnError?.Invoke(error);
        }
    }
}
