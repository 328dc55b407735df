using Clip.Catalog.Database;

namespace Clip.Catalog.Writing;

internal sealed partial class PictureIndexWriter
{
    /// <summary>Stores a caption; one with the same text is stored once.</summary>
    /// <param name="text">The caption.</param>
    /// <param name="vector">Its embedding, of unit length. Not read when the text is stored already.</param>
    /// <param name="standalone">Whether it stays when no file uses it; otherwise it goes with its last use.</param>
    /// <returns>The caption's entry.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public long AddCaption(string text, ReadOnlySpan<float> vector, bool standalone = false)
    {
        StorableText.CheckCaption(text);
        CheckVector($"caption \"{text}\"", vector);
        lock (_turn)
        {
            using var change = BeginChange();
            long entry;
            if (_store.Catalog.FindCaption(text) is { } known)
            {
                entry = known.Entry;
                if (standalone && !known.IsStandalone)
                    _store.Catalog.MakeStandalone(entry);
            }
            else
            {
                entry = _store.Append(vector, _store.Captions);
                _store.Catalog.InsertCaption(entry, text, standalone);
                _store.Count(captions: 1);
            }
            change.Complete();
            return entry;
        }
    }

    /// <summary>Sets the captions of one origin that belong to a file, in place of those before.</summary>
    /// <param name="relativePath">A file of the index.</param>
    /// <param name="captions">Entries of captions; the first is shown with the picture.</param>
    /// <param name="origin">Where they come from; captions of other origins stay.</param>
    /// <exception cref="ArgumentException">There is no such file or caption.</exception>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void SetCaptions(
        string relativePath, IReadOnlyList<long> captions, CaptionOrigin origin = CaptionOrigin.Given)
    {
        StorableText.CheckPath(relativePath);
        ArgumentNullException.ThrowIfNull(captions);
        lock (_turn)
        {
            ThrowIfDisposed();
            if (_store.Catalog.FindFileId(relativePath) is not { } file)
                throw new ArgumentException($"The index has no file \"{relativePath}\".", nameof(relativePath));
            var after = captions.Distinct().ToList();
            foreach (var caption in after)
            {
                if (!_store.Catalog.HasCaption(caption))
                    throw new ArgumentException($"The index has no caption {caption}.", nameof(captions));
            }
            var before = _store.Catalog.FileCaptions(file.Id, origin);
            if (before.SequenceEqual(after))
                return;

            using var change = BeginChange();
            _store.Catalog.DeleteFileCaptions(file.Id, origin);
            for (var i = 0; i < after.Count; i++)
                _store.Catalog.InsertFileCaption(file.Id, origin, i, after[i]);
            ReleaseCaptions(before);
            change.Complete();
        }
    }

    /// <summary>Replaces the vector of a caption, such as a damaged one. The caption keeps its files.</summary>
    /// <param name="text">The caption.</param>
    /// <param name="vector">Its embedding, of unit length.</param>
    /// <returns>False when there is no such caption.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool ReplaceCaptionVector(string text, ReadOnlySpan<float> vector)
    {
        StorableText.CheckCaption(text);
        CheckVector($"caption \"{text}\"", vector);
        lock (_turn)
        {
            ThrowIfDisposed();
            if (_store.Catalog.FindCaption(text) is not { } known)
                return false;
            using var change = BeginChange();
            _store.Catalog.MoveCaption(known.Entry, _store.Append(vector, _store.Captions));
            _store.Captions.Remove(known.Entry);
            change.Complete();
            return true;
        }
    }

    /// <summary>
    /// Keeps captions that lose their last file until the result is disposed, so that a caption can go from one file to
    /// another: of two files that swap theirs, the first to be set takes away the only use of the second's.
    /// </summary>
    internal CaptionHold HoldCaptions() => new(this);

    /// <summary>Deletes those of some captions that nothing uses any more; each may be named several times.</summary>
    private void ReleaseCaptions(IEnumerable<long> entries)
    {
        if (_holds > 0)
        {
            _held.UnionWith(entries);
            return;
        }
        foreach (var entry in entries.Distinct())
        {
            if (!_store.Catalog.IsCaptionUsed(entry))
                DeleteCaption(entry);
        }
    }

    private void ReleaseHeld()
    {
        lock (_turn)
        {
            if (--_holds > 0 || _disposed || _held.Count == 0)
                return;
            using var change = BeginChange();
            ReleaseCaptions(_held.Where(_store.Catalog.HasCaption));
            change.Complete();
            _held.Clear();
        }
    }

    /// <summary>While one exists, captions without a file are kept.</summary>
    internal readonly ref struct CaptionHold
    {
        private readonly PictureIndexWriter _index;

        public CaptionHold(PictureIndexWriter index)
        {
            _index = index;
            lock (index._turn)
                index._holds++;
        }

        public void Dispose() => _index.ReleaseHeld();
    }

    private bool DiscardCaption(long entry)
    {
        if (!_store.Catalog.HasCaption(entry))
            return false;
        _store.Catalog.DeleteCaptionUses(entry);
        DeleteCaption(entry);
        return true;
    }

    private void DeleteCaption(long entry)
    {
        _store.Catalog.DeleteCaption(entry);
        _store.Captions.Remove(entry);
        _store.Count(captions: -1);
    }
}
