using Clip.Metadata;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>
    /// How many pictures say when they were taken, how many say where, and of how many it is not known yet, because an older
    /// program indexed them; the next run of the indexer finds that out.
    /// </summary>
    public (long Dated, long Placed, long Undescribed) CountMetadata()
    {
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            return _catalog.HasMetadata ? _catalog.CountMetadata() : (0, 0, _state.Pictures);
        }
    }

    /// <summary>Whether the index holds something that its pictures have not been asked about, or is of an older format.</summary>
    internal bool HasUndescribed()
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return !_catalog.HasMetadata || _catalog.UndescribedAfter(-1, 1).Count > 0;
        }
    }

    /// <summary>Whether the captions that some file brings have not been asked for, or the index is of an older format.</summary>
    internal bool HasUnheard()
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return !_catalog.HasMetadata || _catalog.UnheardAfter(-1, 1).Count > 0;
        }
    }

    /// <summary>The next pictures, in the order of their entries, of which it is not known what their files say.</summary>
    internal IReadOnlyList<long> UndescribedAfter(long entry, int count)
    {
        lock (_turn)
        {
            ThrowIfNotWriter();
            return _catalog.UndescribedAfter(entry, count);
        }
    }

    /// <summary>The next files whose own captions have not been asked for.</summary>
    internal IReadOnlyList<UnheardFile> UnheardAfter(long file, int count)
    {
        lock (_turn)
        {
            ThrowIfNotWriter();
            return _catalog.UnheardAfter(file, count);
        }
    }

    /// <summary>Stores what a picture's file says of itself.</summary>
    /// <param name="entry">The picture's entry.</param>
    /// <param name="embedded">What it says.</param>
    internal void Describe(long entry, EmbeddedMetadata embedded)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _catalog.DescribePicture(entry, embedded.Metadata, embedded.Captions.Count > 0 ? string.Join('\n', embedded.Captions) : null);
            change.Done();
        }
    }

    /// <summary>Notes which text beside a file its own captions were taken from; null makes the next run look again.</summary>
    internal void SetHeard(string relativePath, string? beside)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _catalog.SetHeard(relativePath, beside);
            change.Done();
        }
    }
}

/// <summary>A file whose own captions have not been asked for.</summary>
/// <param name="Id">Its number in the catalog.</param>
/// <param name="Path">Relative to the root.</param>
/// <param name="Captions">The captions that the picture itself holds.</param>
internal sealed record UnheardFile(long Id, string Path, IReadOnlyList<string> Captions);
