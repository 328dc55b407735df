using Clip.Catalog.Database;

namespace Clip.Catalog.Writing;

/// <summary>
/// Keeps what is known of contents that leave the index: their vectors until a compaction takes the space, and the
/// captions that were given to them. Both come back with the content, wherever it appears.
/// </summary>
internal sealed partial class PictureIndexWriter
{
    /// <summary>
    /// Marks the captions that are kept of a content as those of a file again; <see cref="ReturnedCaptions"/> lists
    /// them, because they need vectors.
    /// </summary>
    /// <param name="hash">The content.</param>
    /// <param name="relativePath">The file that has this content now.</param>
    /// <param name="fromElsewhere">Whether captions count that the content had at another path.</param>
    /// <returns>Whether any are kept.</returns>
    internal bool ReturnCaptions(UInt128 hash, string relativePath, bool fromElsewhere)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            var found = _store.Catalog.ReturnCaptions(hash, relativePath, fromElsewhere);
            change.Complete();
            return found;
        }
    }

    /// <summary>The next captions that are to be given to files again.</summary>
    internal IReadOnlyList<ReturnedCaptions> ReturnedCaptions(int count) =>
        Find(count, static (catalog, count) => catalog.ReturnedCaptions(count));

    /// <summary>
    /// Gives captions to a file again, as those of the caption files that say them. What a file said that has been
    /// forgotten since is forgotten with it.
    /// </summary>
    /// <param name="captions">The captions.</param>
    /// <param name="entries">The entries of those that have a vector, by their texts.</param>
    internal void TakeReturned(ReturnedCaptions captions, IReadOnlyDictionary<string, long> entries)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            if (_store.Catalog.FindFileId(captions.To) is { } file)
            {
                var before = _store.Catalog.FileCaptions(file.Id, CaptionOrigin.Given);
                _store.Catalog.DeleteFileCaptions(file.Id, CaptionOrigin.Given);
                var sources = _store.Catalog.CaptionFiles()
                    .ToDictionary(static known => known.Path, static known => known.Source);
                Dictionary<long, int> places = [];
                foreach (var (text, from, wasMoved) in captions.Captions)
                {
                    var source = CatalogDatabase.NoSource;
                    if (!entries.TryGetValue(text, out var entry)
                        || (from is not null && !sources.TryGetValue(from, out source)))
                    {
                        continue;
                    }
                    if (wasMoved || captions.To != captions.From)
                        source = CatalogDatabase.Moved(source);
                    var place = places.GetValueOrDefault(source);
                    if (place == CatalogDatabase.MaxPlaces)
                        continue;
                    _store.Catalog.InsertFileCaption(file.Id, source, place, entry);
                    places[source] = place + 1;
                }
                ReleaseCaptions(before.Concat(entries.Values));
            }
            _store.Catalog.DeleteDepartedCaptions(captions.Hash, captions.From);
            change.Complete();
        }
    }

    /// <summary>Keeps captions of a content that is not in this index yet.</summary>
    internal void KeepCaptions(UInt128 hash, string relativePath, IReadOnlyList<KeptCaption> captions)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.KeepCaptions(hash, relativePath, captions);
            change.Complete();
        }
    }

    /// <summary>Records that a file is missing but stays; until it is stored or touched again.</summary>
    internal void MarkAbsent(string relativePath)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.MarkAbsent(relativePath);
            change.Complete();
        }
    }

    /// <summary>Forgets everything that is kept of contents that have left.</summary>
    internal void ForgetDeparted()
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.DeleteDeparted();
            change.Complete();
        }
    }

    /// <summary>
    /// Copies the vector of a content that no file has to a span; its size, or null if it is not kept.
    /// </summary>
    internal (int Width, int Height)? ReadKnown(UInt128 hash, Span<float> vector)
    {
        lock (_turn)
        {
            ThrowIfDisposed();
            if (_store.Catalog.FindPicture(hash) is not { } entry)
                return null;
            if (_store.Catalog.FilesOf(entry).FirstOrDefault() is not { } file)
                return null;
            _store.Vectors.Rows(_store.State.Rows).Vector(entry).CopyTo(vector);
            return (file.Width, file.Height);
        }
    }

    /// <summary>
    /// Makes the row of a content that had left its entry again, if it holds just the vector that is to be stored.
    /// </summary>
    private long? Revive(UInt128 hash, ReadOnlySpan<float> vector)
    {
        if (_store.Catalog.FindDepartedPicture(hash) is not { } kept)
            return null;
        _store.Catalog.DeleteDepartedPicture(hash);
        if (kept.Entry >= _store.State.Rows
            || !_store.Vectors.Rows(_store.State.Rows).Vector(kept.Entry).SequenceEqual(vector))
        {
            return null;
        }
        _store.Pictures.Add(kept.Entry);
        return kept.Entry;
    }

    private void KeepCaptions(long file, long entry, string path)
    {
        var captions = _store.Catalog.GivenCaptions(file);
        if (captions.Count > 0)
            _store.Catalog.KeepCaptions(entry, path, captions);
    }
}
