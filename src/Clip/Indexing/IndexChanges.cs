using System.Diagnostics;
using Clip.Catalog;

namespace Clip.Indexing;

/// <summary>
/// Applies what a run finds to the index and counts it. The index is opened for writing with the first change, and
/// committed every so often, so that a run that is stopped loses at most the last moments.
/// </summary>
internal sealed class IndexChanges(IndexLocation location, IndexModel model, IProgress<IndexProgress>? progress) : IDisposable
{
    private const int CommitAfterChanges = 512;
    private static readonly TimeSpan CommitAfter = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceCommit = Stopwatch.StartNew();
    private readonly List<string> _unreadable = [];
    private PictureIndex? _index;
    private int _uncommitted;
    private long _found, _skipped, _failed, _added, _updated, _moved, _removed, _captions;
    private volatile bool _foundAll;

    /// <summary>The counts so far.</summary>
    public IndexReport Counts => new()
    {
        Added = _added,
        Updated = _updated,
        Moved = _moved,
        Removed = _removed,
        Skipped = Interlocked.Read(ref _skipped),
        Failed = Interlocked.Read(ref _failed),
        Captions = _captions,
    };

    /// <summary>The index, opened for writing now if it was not before.</summary>
    public PictureIndex Index => _index ??= PictureIndex.OpenWrite(location, model);

    /// <summary>Whether pictures came that captions may speak of.</summary>
    public bool HasNewPictures => _added + _updated + _moved > 0;

    public void CountFound()
    {
        Interlocked.Increment(ref _found);
        Tell();
    }

    /// <summary>Counts what the walk itself cannot read, passes it on, and remembers that what lies there is not gone.</summary>
    public Action<ClipException> Report(Action<ClipException>? onError) => error =>
    {
        _unreadable.Add(error.Subject);
        CountFound();
        CountFailed();
        onError?.Invoke(error);
    };

    public void CountSkipped() => Interlocked.Increment(ref _skipped);

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public void CountCaption() => _captions++;

    public void FoundAll() => _foundAll = true;

    /// <summary>Stores what became of one file.</summary>
    public void Apply(PictureOutcome outcome, Action<ClipException>? onError)
    {
        switch (outcome)
        {
            case PictureOutcome.Encoded encoded: Add(encoded); break;
            case PictureOutcome.Known known: Link(known); break;
            case PictureOutcome.Failed failed: Fail(failed, onError); break;
        }
        Changed();
        Tell();
    }

    /// <summary>Takes files out of the index that are no longer there.</summary>
    public void RemoveMissing(KnownFiles known, bool prune, Action<ClipException>? onError)
    {
        if (known.SawNothing && !prune)
        {
            // An unmounted drive looks like an empty folder; its index must survive it.
            onError?.Invoke(new ClipException(location.Root, "has none of the pictures that its index knows, so nothing was removed", "mount the drive, or remove them with: clipsearch index --prune"));
            return;
        }
        foreach (var path in known.NotSeen())
        {
            var full = location.Full(path);
            if ((!prune && File.Exists(full)) || IsUnreadable(full))
                continue;
            if (Index.FindFile(path) is null)
                continue;
            Index.RemoveFile(path);
            _removed++;
            Changed();
        }
    }

    /// <summary>Makes everything applied so far durable.</summary>
    public void Commit()
    {
        if (_index is not null && _uncommitted > 0)
            _index.Commit();
        _uncommitted = 0;
        _sinceCommit.Restart();
    }

    /// <summary>Notes a change made through <see cref="Index"/>.</summary>
    public void Changed()
    {
        if (++_uncommitted >= CommitAfterChanges || _sinceCommit.Elapsed > CommitAfter)
            Commit();
    }

    public void Dispose() => _index?.Dispose();

    /// <summary>Whether the walk could not look: a folder without permission, or a link to a drive that is not there.</summary>
    private bool IsUnreadable(string path) => _unreadable.Any(unreadable =>
        path.StartsWith(unreadable, StringComparison.Ordinal)
        && (path.Length == unreadable.Length || path[unreadable.Length] == Path.DirectorySeparatorChar));

    private void Add(PictureOutcome.Encoded encoded)
    {
        var picture = encoded.Picture;
        var isKnown = Index.FindFile(picture.File.Path) is not null;
        var record = Record(picture.File, picture.Hash, picture.Width, picture.Height);
        // Two copies of one new picture in the same run are both encoded; they still share one vector.
        if (Index.FindPicture(picture.Hash) is { } entry)
            Index.LinkFile(record, entry);
        else
            Index.AddPicture(record, encoded.Vector.Span);
        if (isKnown)
            _updated++;
        else
            _added++;
    }

    private void Link(PictureOutcome.Known known)
    {
        var previous = Index.FindFile(known.File.Path);
        if (previous?.Entry == known.Entry)
        {
            Index.TouchFile(known.File.Path, known.File.Size, known.File.ModifiedUtcTicks);
            Interlocked.Increment(ref _skipped);
            return;
        }
        var others = Index.FilesOf(known.Entry).ToList();
        var (width, height) = others is [var first, ..] ? (first.Width, first.Height) : (0, 0);
        Index.LinkFile(Record(known.File, known.Hash, width, height), known.Entry);

        var gone = others.Where(file => !File.Exists(location.Full(file.Path))).ToList();
        foreach (var file in gone)
        {
            if (Index.FindCaptions(file.Path) is { Count: > 0 } captions)
                Index.SetCaptions(known.File.Path, captions);
            Index.RemoveFile(file.Path);
        }
        if (previous is not null)
            _updated++;
        else if (gone.Count > 0)
            _moved++;
        else
            _added++;
    }

    private void Fail(PictureOutcome.Failed failed, Action<ClipException>? onError)
    {
        var reason = failed.Error.Remedy is { } remedy ? $"{failed.Error.Problem}; {remedy}" : failed.Error.Problem;
        Index.RecordFailure(failed.File.Path, failed.File.Size, failed.File.ModifiedUtcTicks, reason);
        Interlocked.Increment(ref _failed);
        onError?.Invoke(failed.Error);
    }

    private static FileRecord Record(PictureFile file, UInt128 hash, int width, int height) =>
        new(file.Path, file.Size, file.ModifiedUtcTicks, hash, width, height);

    private void Tell()
    {
        if (progress is null)
            return;
        var done = _added + _updated + _moved + Interlocked.Read(ref _skipped) + Interlocked.Read(ref _failed);
        progress.Report(new IndexProgress(done, Interlocked.Read(ref _found), _foundAll));
    }
}
