namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>Stores a picture's file. A file known by this path is replaced.</summary>
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
            if (_catalog.FindPicture(file.Hash) is not { } entry)
            {
                entry = Append(vector, _pictures);
                _catalog.InsertPicture(entry, file);
                _state.Pictures++;
            }
            Place(file, entry);
            change.Done();
            return entry;
        }
    }

    /// <summary>Stores a file whose picture is known: it was moved or copied. A file known by this path is replaced.</summary>
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
            if (_catalog.FindPicture(file.Hash) != entry)
                throw new ArgumentException($"Entry {entry} is not the picture of \"{file.Path}\".", nameof(entry));
            using var change = BeginChange();
            Place(file, entry);
            change.Done();
        }
    }

    /// <summary>Notes that a file was written or copied over without a change of its content.</summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modifiedUtcTicks">When it was last written.</param>
    /// <returns>False when the file is not known.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool TouchFile(string relativePath, long size, long modifiedUtcTicks)
    {
        StorableText.CheckPath(relativePath);
        lock (_turn)
        {
            using var change = BeginChange();
            var known = _catalog.TouchFile(relativePath, size, modifiedUtcTicks);
            change.Done();
            return known;
        }
    }

    /// <summary>
    /// Forgets a file, whether indexed or remembered as a failure. A picture goes with the last file that holds it, a
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
            var known = ForgetFailure(relativePath);
            if (_catalog.FindFileId(relativePath) is var (id, entry))
            {
                Remove(id, entry);
                known = true;
            }
            change.Done();
            return known;
        }
    }

    /// <summary>
    /// Remembers a file that could not be indexed, until it is added, removed or recorded again. What was stored under
    /// its path before stays.
    /// </summary>
    /// <param name="relativePath">Relative to the root, separated by <c>/</c>.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modifiedUtcTicks">When it was last written.</param>
    /// <param name="reason">What was wrong, in one line.</param>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void RecordFailure(string relativePath, long size, long modifiedUtcTicks, string reason)
    {
        StorableText.CheckPath(relativePath);
        ArgumentNullException.ThrowIfNull(reason);
        lock (_turn)
        {
            using var change = BeginChange();
            if (_catalog.WriteFailure(new FailureRecord(relativePath, size, modifiedUtcTicks, reason.Replace('\0', ' '))))
                _state.Failures++;
            change.Done();
        }
    }

    /// <summary>Drops an entry with everything that refers to it: a picture's files, a caption's uses.</summary>
    /// <returns>False when there is no such entry.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool Discard(long entry)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            var known = DiscardPicture(entry) || DiscardCaption(entry);
            change.Done();
            return known;
        }
    }

    private void CheckVector(string subject, ReadOnlySpan<float> vector)
    {
        if (vector.Length != Model.Dimension)
            throw new ArgumentException($"{vector.Length} numbers where {Model.Dimension} are needed.", nameof(vector));
        var squares = 0.0;
        foreach (var number in vector)
            squares += (double)number * number;
        // A sum that is not a number fails the comparison too.
        if (!(Math.Abs(squares - 1) < 0.01))
            throw IndexException.InvalidVector(subject);
    }

    private long Append(ReadOnlySpan<float> vector, LiveRows live)
    {
        var entry = _state.Rows;
        if (entry == int.MaxValue)
            throw IndexException.Full(Location.Directory);
        _checksums.Add(_catalog, entry, _vectors.Write(entry, vector));
        _hasNewVectors = true;
        _state.Rows++;
        live.Add(entry);
        return entry;
    }

    private void Place(FileRecord file, long entry)
    {
        if (_catalog.FindFileId(file.Path) is var (id, before))
        {
            _catalog.UpdateFile(id, file, entry);
            if (before != entry)
                ReleasePicture(before);
        }
        else
        {
            _catalog.InsertFile(file, entry);
            _state.Files++;
        }
        ForgetFailure(file.Path);
    }

    private bool ForgetFailure(string path)
    {
        if (_state.Failures == 0 || !_catalog.DeleteFailure(path))
            return false;
        _state.Failures--;
        return true;
    }

    private void Remove(long file, long entry)
    {
        var captions = _catalog.FileCaptions(file);
        _catalog.DeleteFileCaptions(file);
        foreach (var caption in captions)
            ReleaseCaption(caption);
        _catalog.DeleteFile(file);
        _state.Files--;
        ReleasePicture(entry);
    }

    private void ReleasePicture(long entry)
    {
        if (_catalog.IsPictureUsed(entry))
            return;
        _catalog.DeletePicture(entry);
        _pictures.Remove(entry);
        _state.Pictures--;
    }

    private bool DiscardPicture(long entry)
    {
        if (!_catalog.HasPicture(entry))
            return false;
        foreach (var (_, path, _) in _catalog.ReadPaths([entry]).ToList())
        {
            if (_catalog.FindFileId(path) is var (file, _))
                Remove(file, entry);
        }
        return true;
    }
}
