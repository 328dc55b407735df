using Clip.Catalog.Database;
using Clip.Files;
using Clip.Vectors;

namespace Clip.Catalog.Writing;

internal sealed partial class PictureIndexWriter
{
    /// <summary>Stores a picture's file. A file that is known by this path is replaced.</summary>
    /// <param name="file">What is known about it; <see cref="FileRecord.Entry"/> is not read.</param>
    /// <param name="vector">
    /// The picture's embedding, of unit length. Not read when a picture with this hash is stored already.
    /// </param>
    /// <returns>The picture's entry.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public long AddPicture(FileRecord file, ReadOnlySpan<float> vector)
    {
        ArgumentNullException.ThrowIfNull(file);
        StorableText.CheckPath(file.Path);
        CheckVector(file.Path, vector);
        lock (_turn)
        {
            using var change = BeginChange();
            if (_store.Catalog.FindPicture(file.Hash) is not { } entry)
            {
                entry = Revive(file.Hash, vector) ?? _store.Append(vector, _store.Pictures);
                _store.Catalog.InsertPicture(entry, file);
                _store.Count(pictures: 1);
            }
            Place(file, entry);
            change.Complete();
            return entry;
        }
    }

    /// <summary>
    /// Stores a file whose picture is known, because it was moved or copied. A file that is known by this path is
    /// replaced.
    /// </summary>
    /// <param name="file">What is known about it; its hash must be the picture's.</param>
    /// <param name="entry">The picture's entry.</param>
    /// <exception cref="ArgumentException">There is no such picture.</exception>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void LinkFile(FileRecord file, long entry)
    {
        ArgumentNullException.ThrowIfNull(file);
        StorableText.CheckPath(file.Path);
        lock (_turn)
        {
            ThrowIfDisposed();
            if (_store.Catalog.FindPicture(file.Hash) != entry)
                throw new ArgumentException($"Entry {entry} is not the picture of \"{file.Path}\".", nameof(entry));
            using var change = BeginChange();
            Place(file, entry);
            change.Complete();
        }
    }

    /// <summary>Records that a file was written or copied over without a change of its content.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modifiedUtcTicks">When it was last written.</param>
    /// <returns>False when the file is not known.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool TouchFile(string relativePath, long size, long modifiedUtcTicks) =>
        TouchFile(relativePath, size, modifiedUtcTicks, default);

    /// <summary>Records what identifies a file whose content is still the same.</summary>
    internal bool TouchFile(string relativePath, long size, long modifiedUtcTicks, FileIdentity identity)
    {
        StorableText.CheckPath(relativePath);
        lock (_turn)
        {
            using var change = BeginChange();
            var isKnown = _store.Catalog.TouchFile(relativePath, size, modifiedUtcTicks, identity);
            change.Complete();
            return isKnown;
        }
    }

    /// <summary>
    /// Removes a file, whether indexed or recorded as a failure. A picture goes with the last file that holds it, a
    /// caption with the last file that uses it.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <returns>False when the file is not known.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool RemoveFile(string relativePath)
    {
        StorableText.CheckPath(relativePath);
        lock (_turn)
        {
            using var change = BeginChange();
            var isKnown = RemoveFailure(relativePath);
            if (_store.Catalog.FindFileId(relativePath) is { } file)
            {
                KeepCaptions(file.Id, file.Entry, relativePath);
                Remove(file.Id, file.Entry);
                isKnown = true;
            }
            change.Complete();
            return isKnown;
        }
    }

    /// <summary>
    /// Records a file that could not be indexed, until it is added, removed or recorded again. What was stored under
    /// its path before stays.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modifiedUtcTicks">When it was last written.</param>
    /// <param name="reason">What was wrong, in one line.</param>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void RecordFailure(string relativePath, long size, long modifiedUtcTicks, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        RecordFailure(new FailureRecord(relativePath, size, modifiedUtcTicks, reason));
    }

    /// <inheritdoc cref="RecordFailure(string, long, long, string)"/>
    internal void RecordFailure(FailureRecord failure)
    {
        StorableText.CheckPath(failure.Path);
        failure = failure with { Reason = failure.Reason.Replace('\0', ' ') };
        lock (_turn)
        {
            using var change = BeginChange();
            if (_store.Catalog.WriteFailure(failure))
                _store.Count(failures: 1);
            change.Complete();
        }
    }

    /// <summary>Removes an entry with everything that refers to it: a picture's files, a caption's uses.</summary>
    /// <returns>False when there is no such entry.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool Discard(long entry)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            var isKnown = DiscardPicture(entry) || DiscardCaption(entry);
            change.Complete();
            return isKnown;
        }
    }

    private IndexStore.Change BeginChange()
    {
        ThrowIfDisposed();
        return _store.BeginChange();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private void CheckVector(string subject, ReadOnlySpan<float> vector)
    {
        VectorLength.Require(vector.Length, Model.Dimensions, nameof(vector));
        if (!VectorLength.IsUnit(vector, VectorLength.EncodedTolerance))
            throw IndexException.InvalidVector(subject);
    }

    private void Place(FileRecord file, long entry)
    {
        if (_store.Catalog.FindFileId(file.Path) is { } known)
        {
            if (known.Entry != entry)
                KeepCaptions(known.Id, known.Entry, file.Path);
            _store.Catalog.UpdateFile(known.Id, file, entry);
            if (known.Entry != entry)
                ReleasePicture(known.Entry);
        }
        else
        {
            _store.Catalog.InsertFile(file, entry);
            _store.Count(files: 1);
        }
        RemoveFailure(file.Path);
    }

    private bool RemoveFailure(string path)
    {
        if (_store.State.Failures == 0 || !_store.Catalog.DeleteFailure(path))
            return false;
        _store.Count(failures: -1);
        return true;
    }

    private void Remove(long file, long entry)
    {
        var captions = _store.Catalog.FileCaptions(file);
        _store.Catalog.DeleteFileCaptions(file);
        ReleaseCaptions(captions);
        _store.Catalog.DeleteFile(file);
        _store.Count(files: -1);
        ReleasePicture(entry);
    }

    private void ReleasePicture(long entry)
    {
        if (_store.Catalog.IsPictureUsed(entry))
            return;
        _store.Catalog.KeepPicture(entry);
        _store.Catalog.DeletePicture(entry);
        _store.Pictures.Remove(entry);
        _store.Count(pictures: -1);
    }

    private bool DiscardPicture(long entry)
    {
        if (!_store.Catalog.HasPicture(entry))
            return false;
        foreach (var (_, path, _) in _store.Catalog.ReadPaths([entry]).ToList())
        {
            if (_store.Catalog.FindFileId(path) is { } file)
                Remove(file.Id, entry);
        }
        // Its vector is not wanted back.
        _store.Catalog.DeleteDepartedEntry(entry);
        return true;
    }
}
