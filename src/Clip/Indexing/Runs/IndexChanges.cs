using System.Diagnostics;
using Clip.Catalog.Writing;
using Clip.Files;

namespace Clip.Indexing.Runs;

/// <summary>
/// The writer of a run. The index is opened for writing by the first change, so a run without changes does not lock it,
/// and it is committed regularly, so an interrupted run loses at most the last seconds.
/// </summary>
internal sealed class IndexChanges(
    IndexLocation location, IndexModel model, ModelOrigin origin, WriterWait wait, FolderAnchor anchor,
    Action<IndexChange>? onChange, CancellationToken cancellationToken) : IDisposable
{
    private const int CommitAfterChanges = 512;
    private static readonly TimeSpan CommitAfter = TimeSpan.FromSeconds(2);

    private readonly List<Action<PictureIndexWriter>> _onOpen = [];
    private readonly Stopwatch _sinceCommit = Stopwatch.StartNew();
    private readonly Lock _opening = new();
    private readonly List<IndexChange> _unreported = [];
    private PictureIndexWriter? _index;
    private int _uncommitted;
    private bool _cannotOpen;

    /// <summary>What the run has changed so far.</summary>
    public ChangeCounts Counts { get; } = new();

    /// <summary>The volumes that the files of the run lie on.</summary>
    public RunVolumes Volumes { get; } = new(location);

    /// <summary>The former paths of files that were moved.</summary>
    public List<string> MovedFrom { get; } = [];

    /// <summary>What killed programs had left and the run has removed: full paths.</summary>
    public List<string> RemovedLeftovers { get; } = [];

    /// <summary>The new index of an unfinished rebuild that is left; null for none.</summary>
    public string? UnfinishedRebuild { get; set; }

    /// <summary>Whether the index is open for writing.</summary>
    public bool IsOpen => _index is not null;

    /// <summary>
    /// Opens the index for writing, which locks it for other writers; the same index at every later call.
    /// </summary>
    /// <exception cref="IndexException">The index cannot be written, or another writer is active.</exception>
    public PictureIndexWriter OpenIndex()
    {
        lock (_opening)
        {
            if (_index is null)
            {
                // A folder that was renamed meanwhile must not get another index at its old path.
                anchor.Check();
                _index = Open();
                WasFilledMeanwhile = _index.FileCount > 0;
            }
            foreach (var write in _onOpen)
            {
                write(_index);
                _uncommitted++;
            }
            _onOpen.Clear();
            return _index;
        }
    }

    /// <summary>
    /// Whether the index had files when it was opened: where there was none before the run, another run was faster.
    /// </summary>
    public bool WasFilledMeanwhile { get; private set; }

    /// <summary>The picture with this content in the index that is open; null if there is none. Thread-safe.</summary>
    public KnownPicture? FindContent(UInt128 hash)
    {
        var vector = new float[model.Dimensions];
        return OpenIndex().ReadKnown(hash, vector) is { } size
            ? new KnownPicture(size.Width, size.Height, vector)
            : null;
    }

    /// <summary>Opens the index for something that a later run can do as well; false if it cannot be written.</summary>
    public bool TryOpenIndex()
    {
        try
        {
            return !_cannotOpen && OpenIndex() is not null;
        }
        catch (IndexException)
        {
            _cannotOpen = true;
            return false;
        }
    }

    /// <summary>Throws if another writer is active that this run does not wait for. Does not open the index.</summary>
    /// <exception cref="IndexException">Another writer is active.</exception>
    public void ThrowIfLockedByAnother()
    {
        lock (_opening)
        {
            if (_index is null && wait.AtMost == TimeSpan.Zero)
                WriterLock.ThrowIfHeld(location);
        }
    }

    /// <summary>The value of a note, including uncommitted changes.</summary>
    public T Read<T>(Note<T> note) => note.ValueOf(OpenIndex().Note(note.Name));

    /// <summary>
    /// Stores a note as soon as the index is open. An existing index is opened for it, but none is created.
    /// </summary>
    public void WriteOnOpen<T>(Note<T> note, T value)
    {
        _onOpen.Add(index => index.SetNote(note.Name, note.Format(value)));
        if (PictureIndex.Exists(location))
            OpenIndex();
    }

    /// <summary>Stores a note with the next commit.</summary>
    public void Write<T>(Note<T> note, T value) => OpenIndex().SetNote(note.Name, note.Format(value));

    /// <summary>
    /// Counts changes made through the index, and commits if enough of them, or enough time, have passed.
    /// </summary>
    public void CommitIfDue(int changes = 1)
    {
        _uncommitted += changes;
        if (_uncommitted >= CommitAfterChanges || _sinceCommit.Elapsed > CommitAfter)
            Commit();
    }

    /// <summary>Reports a change as soon as it is durable.</summary>
    public void Report(IndexChange change)
    {
        if (onChange is not null)
            _unreported.Add(change);
    }

    /// <summary>Makes all changes so far durable.</summary>
    public void Commit()
    {
        if (_index is not null && _uncommitted > 0)
            _index.Commit();
        _uncommitted = 0;
        _sinceCommit.Restart();
        foreach (var change in _unreported)
            onChange!(change);
        _unreported.Clear();
    }

    public void Dispose() => _index?.Dispose();

    private PictureIndexWriter Open()
    {
        var index = PictureIndexWriter.Open(location, model, wait, cancellationToken);
        try
        {
            // This may take seconds for a large index, and the first commit could not be canceled meanwhile.
            index.BuildCodes(cancellationToken);
            // Part of the first commit, so that no index is without it.
            index.SetModelOrigin(origin);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }
}
