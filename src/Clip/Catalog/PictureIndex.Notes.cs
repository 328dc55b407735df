namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>What was noted under a name, or null. Notes are the indexer's memory from run to run.</summary>
    public string? Note(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return StorableText.IsStorable(name) ? _catalog.ReadNote(name) : null;
        }
    }

    /// <summary>Notes something under a name, in place of what was noted before.</summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public void SetNote(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        lock (_turn)
        {
            if (!StorableText.IsStorable(name) || !StorableText.IsStorable(value))
                return;
            using var change = BeginChange();
            _catalog.WriteNote(name, value);
            change.Done();
        }
    }

    /// <summary>The files that hold a picture, in the order of their paths; empty for an entry that is no picture.</summary>
    public IReadOnlyList<FileRecord> FilesOf(long entry)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _catalog.FilesOf(entry);
        }
    }
}
