using Clip.Files;

namespace Clip.Watching;

/// <summary>
/// Tells files that are still being written from complete ones: a complete one has rested for a time, and nobody has it
/// open for writing. Thread-safe.
/// </summary>
/// <param name="settling">How long a file must have rested.</param>
/// <param name="pending">Where a file that is not complete is put, to be looked at again.</param>
internal sealed class UnfinishedFiles(TimeSpan settling, PendingChanges pending)
{
    // A program that keeps a file open without writing, such as an editor, is not waited for any longer.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OpenPause = TimeSpan.FromMilliseconds(500);

    private const int MostRemembered = 10_000;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, (long Size, long Modified, long Since)> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Whether times of files come from another machine's clock, so that they cannot be compared.</summary>
    public bool HasForeignClock { get; set; }

    /// <summary>Whether a file is complete; one that is not will be looked at again.</summary>
    public bool IsComplete(PictureFile file)
    {
        var rest = RestOf(file);
        if (rest < settling)
        {
            pending.AddAgain(file.Path, settling - rest);
            return false;
        }
        if (rest < LongestRest && IsOpen(file))
            return false;
        lock (_turn)
        {
            _seen.Remove(file.Path);
            _open.Remove(file.Path);
        }
        return true;
    }

    /// <summary>
    /// The same for the first run, which takes pictures that were copied a moment ago: should one be written once more,
    /// that is reported.
    /// </summary>
    public bool IsCompleteAtStart(PictureFile file) => !IsOpen(file);

    /// <summary>
    /// Whether a file that could not be read will stay so: it is what it was when it was found complete, and nobody
    /// writes it. A walk over many files finds one long before it is read; one that changed since is looked at again.
    /// </summary>
    /// <param name="file">The file as it was found.</param>
    public bool IsFinal(PictureFile file)
    {
        // What the walk itself could not read has no time.
        if (file.ModifiedUtcTicks == 0 || FileStat.Of(file.FullPath) is not { } now)
            return true;
        var isSame = now.Size == file.Size && now.ModifiedUtcTicks == file.ModifiedUtcTicks
            && (file.Identity.Changed == 0 || now.Changed == file.Identity.Changed);
        var rest = RestOf(now);
        if (!isSame || (now.Changed > 0 && !HasForeignClock && rest < settling))
        {
            pending.AddAgain(file.Path, settling);
            return false;
        }
        return HasForeignClock || rest >= LongestRest || !IsOpen(file);
    }

    /// <summary>
    /// Whether a file that was found open is still being written; then it is looked at again later. Saves a run over
    /// the index each time.
    /// </summary>
    /// <param name="path">Relative to the root.</param>
    /// <param name="fullPath">The full path.</param>
    public bool IsStillOpen(string path, string fullPath)
    {
        lock (_turn)
        {
            if (!_open.Contains(path))
                return false;
        }
        if (OpenForWriting.Is(fullPath) && RestOf(FileStat.Of(fullPath)) < LongestRest)
        {
            pending.AddAgain(path, OpenPause);
            return true;
        }
        lock (_turn)
            _open.Remove(path);
        return false;
    }

    private bool IsOpen(PictureFile file)
    {
        if (!OpenForWriting.Is(file.FullPath))
            return false;
        lock (_turn)
            _open.Add(file.Path);
        pending.AddAgain(file.Path, OpenPause);
        return true;
    }

    private TimeSpan RestOf(FileStat? stat) =>
        stat is { Changed: > 0 } known && !HasForeignClock ? RestSince(known.Changed) : TimeSpan.Zero;

    private TimeSpan RestOf(PictureFile file)
    {
        if (file.Identity.Changed > 0 && !HasForeignClock)
            return RestSince(file.Identity.Changed);
        var now = Environment.TickCount64;
        lock (_turn)
        {
            if (_seen.Count > MostRemembered)
                _seen.Clear();
            if (!_seen.TryGetValue(file.Path, out var seen) || seen.Size != file.Size
                || seen.Modified != file.ModifiedUtcTicks)
            {
                _seen[file.Path] = seen = (file.Size, file.ModifiedUtcTicks, now);
            }
            return TimeSpan.FromMilliseconds(now - seen.Since);
        }
    }

    /// <summary>
    /// The time since a moment; of one that is to come, as after the clock was set, more than enough.
    /// </summary>
    private static TimeSpan RestSince(long unixTicks)
    {
        var rest = TimeSpan.FromTicks((DateTime.UtcNow - DateTime.UnixEpoch).Ticks - unixTicks);
        return rest > -TimeSpan.FromSeconds(1) ? rest : LongestRest;
    }
}
