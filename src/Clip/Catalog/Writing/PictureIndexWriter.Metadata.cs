using Clip.Catalog.Database;
using Clip.Metadata;

namespace Clip.Catalog.Writing;

internal sealed partial class PictureIndexWriter
{
    /// <summary>
    /// Makes the next run of the indexer encode a picture again: its files look as if they had changed, and no other
    /// file counts as a copy of it. Until then they stay in the index with everything that is known of them.
    /// </summary>
    /// <returns>False when there is no such picture.</returns>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool Expire(long entry)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            var isKnown = _store.Catalog.ExpirePicture(entry);
            change.Complete();
            return isKnown;
        }
    }

    /// <summary>Stores the metadata of a picture.</summary>
    /// <param name="entry">The picture's entry.</param>
    /// <param name="embedded">The metadata in its file.</param>
    internal void Describe(long entry, EmbeddedMetadata embedded)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.DescribePicture(entry, embedded);
            change.Complete();
        }
    }

    /// <summary>Stores the metadata in a file's XMP sidecars.</summary>
    /// <param name="relativePath">The file.</param>
    /// <param name="signature">The signature of the sidecars; empty for none.</param>
    /// <param name="said">What they say; null for nothing.</param>
    internal void DescribeBySidecar(string relativePath, string signature, EmbeddedMetadata? said)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            if (_store.Catalog.FindFileId(relativePath) is { } file)
                _store.Catalog.DescribeFile(file.Id, signature, said);
            change.Complete();
        }
    }

    /// <summary>Makes this run, or the next one, read all XMP sidecars again.</summary>
    internal void ForgetAllSidecars()
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.ForgetAllSidecars();
            change.Complete();
        }
    }

    /// <summary>Makes this run, or the next one, read a file's sidecars again.</summary>
    internal void ForgetSidecars(string relativePath)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.ForgetSidecars(relativePath);
            change.Complete();
        }
    }

    /// <summary>
    /// Records the signature of the sidecar that a file's own captions were read from, empty for none; null makes the
    /// next run read them again.
    /// </summary>
    internal void SetSidecar(string relativePath, string? signature)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.SetSidecar(relativePath, signature);
            change.Complete();
        }
    }

    /// <summary>Records which volume begins at a folder, relative to the root; null for none.</summary>
    internal void SetVolume(string relativePath, string? identity)
    {
        lock (_turn)
        {
            using var change = BeginChange();
            if (identity is null)
                _store.Catalog.DeleteVolume(relativePath);
            else
                _store.Catalog.WriteVolume(relativePath, identity);
            change.Complete();
        }
    }

    /// <summary>Records something under a name, in place of what was recorded before.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void SetNote(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!StorableText.IsStorable(name) || !StorableText.IsStorable(value))
            return;
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.WriteNote(name, value);
            change.Complete();
        }
    }

    /// <summary>Records how the model was asked for.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void SetModelOrigin(ModelOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (!StorableText.IsStorable(origin.Reference))
            return;
        lock (_turn)
        {
            using var change = BeginChange();
            _store.Catalog.WriteModelOrigin(origin);
            change.Complete();
        }
    }
}
