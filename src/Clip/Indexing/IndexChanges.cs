using System.Diagnostics;
using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Files;

namespace Clip.Indexing;

/// <summary>
/// Applies what a run finds to the index and counts it. The index is opened for writing with the first change, and
/// committed every so often, so that a run that is stopped loses at most the last moments.
/// </summary>
internal sealed class IndexChanges(
    IndexLocation location, IndexModel model, WriterWait wait, CancellationToken cancellationToken) : IDisposable
{
    private const int CommitAfterChanges = 512;
    private static readonly TimeSpan CommitAfter = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _sinceCommit = Stopwatch.StartNew();
    private readonly Lock _opening = new();
    private readonly ExactFiles _files = new(location.Root);
    private PictureIndexWriter? _index;
    private int _uncommitted;

    /// <summary>The counts so far, without the time.</summary>
    public IndexReport Counts { get; private set; } = new();

    /// <summary>The index, opened for writing now if it was not before.</summary>
    public PictureIndexWriter Index
    {
        get
        {
            lock (_opening)
                return _index ??= Open();
        }
    }

    private PictureIndexWriter Open()
    {
        var index = PictureIndexWriter.Open(location, model, wait, cancellationToken);
        try
        {
            // Of a large index this may take seconds, which the first commit could not be stopped in.
            index.BuildCodes(cancellationToken);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Fails where another writer is at work that is not to be waited for; the index need not be opened for it.</summary>
    /// <exception cref="IndexException">Another writer is at work.</exception>
    public void ThrowIfHeldByAnother()
    {
        lock (_opening)
        {
            if (_index is null && wait.AtMost == TimeSpan.Zero)
                WriterLock.ThrowIfHeld(location);
        }
    }

    /// <summary>Whether the index is open for writing.</summary>
    public bool IsOpen => _index is not null;

    /// <summary>Whether pictures came that captions may speak of.</summary>
    public bool HasNewPictures => Counts.Added + Counts.Updated + Counts.Moved > 0;

    /// <summary>Stores a picture that has a new vector.</summary>
    public void Add(PictureOutcome.Encoded encoded)
    {
        var picture = encoded.Picture;
        var isKnown = Index.FindFile(picture.File.Path) is not null;
        // Two copies of one new picture in the same run are both encoded; they still share one vector.
        var entry = Index.AddPicture(Record(picture.File, picture.Hash, picture.Width, picture.Height), encoded.Vector.Span);
        Index.Describe(entry, picture.Embedded);
        // What the file held before has nothing to say any more.
        if (isKnown)
            Index.SetCaptions(picture.File.Path, [], CaptionOrigin.Embedded);
        Counts = isKnown ? Counts with { Updated = Counts.Updated + 1 } : Counts with { Added = Counts.Added + 1 };
        Changed();
    }

    /// <summary>Stores a file whose content the index had when the file was looked at.</summary>
    /// <returns>Whether the file was only touched: it is the same picture under the same name.</returns>
    public bool Link(PictureOutcome.Known known)
    {
        var (file, content) = (known.File, known.Picture);
        var previous = Index.FindFile(file.Path);
        if (previous?.Hash == known.Hash)
        {
            Index.TouchFile(file.Path, file.Size, file.ModifiedUtcTicks);
            Changed();
            return true;
        }

        var record = Record(file, known.Hash, content.Width, content.Height);
        if (previous is not null)
            Index.SetCaptions(file.Path, [], CaptionOrigin.Embedded);
        FileRecord? left = null;
        if (Index.FindPicture(known.Hash) is { } entry)
        {
            // One file that is gone gives its place to this one; a further copy that is gone may have moved elsewhere.
            left = Index.FilesOf(entry).FirstOrDefault(other => !_files.Exists(other.Path));
            Index.LinkFile(record, entry);
        }
        else
        {
            // Where two files swapped their contents, what was stored of this one went with the other's change.
            Index.AddPicture(record, content.Vector);
        }

        if (left is not null)
        {
            foreach (var origin in Enum.GetValues<CaptionOrigin>())
            {
                if (Index.FindCaptions(left.Path, origin) is { Count: > 0 } captions)
                    Index.SetCaptions(file.Path, captions, origin);
            }
            Index.RemoveFile(left.Path);
            Counts = Counts with { Moved = Counts.Moved + 1 };
        }
        else if (previous is not null)
            Counts = Counts with { Updated = Counts.Updated + 1 };
        else
            Counts = Counts with { Added = Counts.Added + 1 };
        Changed();
        return false;
    }

    /// <summary>Remembers why a file cannot be indexed.</summary>
    public void Fail(FailureRecord failure)
    {
        Index.RecordFailure(failure.Path, failure.Size, failure.ModifiedUtcTicks, failure.Reason);
        Changed();
    }

    /// <summary>Takes a file out of the index, or forgets its failure.</summary>
    public void Remove(string path)
    {
        var wasFile = Index.FindFile(path) is not null;
        if (Index.RemoveFile(path) && wasFile)
            Counts = Counts with { Removed = Counts.Removed + 1 };
        Changed();
    }

    /// <summary>Counts a caption that is new in the index.</summary>
    public void CountCaption() => Counts = Counts with { Captions = Counts.Captions + 1 };

    /// <summary>Makes the run ask a file again for the captions that it brings: the text beside it has changed.</summary>
    public void Unhear(string path)
    {
        Index.SetSidecar(path, null);
        Changed();
    }

    /// <summary>Notes changes made through <see cref="Index"/>.</summary>
    public void Changed(int changes = 1)
    {
        if ((_uncommitted += changes) >= CommitAfterChanges || _sinceCommit.Elapsed > CommitAfter)
            Commit();
    }

    /// <summary>Makes everything applied so far durable.</summary>
    public void Commit()
    {
        if (_index is not null && _uncommitted > 0)
            _index.Commit();
        _uncommitted = 0;
        _sinceCommit.Restart();
    }

    public void Dispose() => _index?.Dispose();

    private static FileRecord Record(PictureFile file, UInt128 hash, int width, int height) =>
        new(file.Path, file.Size, file.ModifiedUtcTicks, hash, width, height);
}
