namespace Clip.Catalog;

public sealed partial class PictureIndex
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
            if (_catalog.FindCaption(text) is var (known, isStandalone))
            {
                entry = known;
                if (standalone && !isStandalone)
                    _catalog.MakeStandalone(entry);
            }
            else
            {
                entry = Append(vector, _captions);
                _catalog.InsertCaption(entry, text, standalone);
                _state.Captions++;
            }
            change.Done();
            return entry;
        }
    }

    /// <summary>Says which captions of one origin belong to a picture's file, in place of those that did.</summary>
    /// <param name="relativePath">A file of the index.</param>
    /// <param name="captions">Entries of captions; the first is shown with the picture.</param>
    /// <param name="origin">Where they come from; captions of other origins stay.</param>
    /// <exception cref="ArgumentException">There is no such file or caption.</exception>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void SetCaptions(string relativePath, IReadOnlyList<long> captions, CaptionOrigin origin = CaptionOrigin.Given)
    {
        StorableText.CheckPath(relativePath);
        ArgumentNullException.ThrowIfNull(captions);
        lock (_turn)
        {
            ThrowIfNotWriter();
            if (_catalog.FindFileId(relativePath) is not var (file, _))
                throw new ArgumentException($"The index has no file \"{relativePath}\".", nameof(relativePath));
            var after = captions.Distinct().ToList();
            foreach (var caption in after)
            {
                if (!_catalog.HasCaption(caption))
                    throw new ArgumentException($"The index has no caption {caption}.", nameof(captions));
            }
            var before = _catalog.FileCaptions(file, origin);
            if (before.SequenceEqual(after))
                return;

            using var change = BeginChange();
            _catalog.DeleteFileCaptions(file, origin);
            for (var i = 0; i < after.Count; i++)
                _catalog.InsertFileCaption(file, origin, i, after[i]);
            foreach (var caption in before)
                ReleaseCaption(caption);
            change.Done();
        }
    }

    private void ReleaseCaption(long entry)
    {
        if (_catalog.IsCaptionUsed(entry))
            return;
        DeleteCaption(entry);
    }

    private bool DiscardCaption(long entry)
    {
        if (!_catalog.HasCaption(entry))
            return false;
        _catalog.DeleteCaptionUses(entry);
        DeleteCaption(entry);
        return true;
    }

    private void DeleteCaption(long entry)
    {
        _catalog.DeleteCaption(entry);
        _captions.Remove(entry);
        _state.Captions--;
    }
}
