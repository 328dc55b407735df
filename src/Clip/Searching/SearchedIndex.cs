namespace Clip.Searching;

/// <summary>An index that requests are sent to, opened with the first one, and what updates it. Thread-safe.</summary>
internal sealed class SearchedIndex : IDisposable
{
    private readonly ClipModel _model;
    private readonly Lock _opening = new();
    private PictureIndex? _index;
    private bool _disposed;

    public SearchedIndex(ClipModel model, SearchedFolder folder)
    {
        _model = model;
        Folder = folder;
        Updater = new IndexUpdater(model, folder.Location, CanOpen);
    }

    public SearchedFolder Folder { get; }

    public IndexUpdater Updater { get; }

    /// <summary>Whether there is an index.</summary>
    public bool Exists => PictureIndex.Exists(Folder.Location);

    /// <summary>The index as a reader sees it.</summary>
    /// <exception cref="IndexException">There is none, it is damaged, or it holds another model's vectors.</exception>
    public PictureIndex Open()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _index ??= PictureIndex.Open(
                Folder.Location, new ModelIdentity(_model.Name, _model.Fingerprint, _model.Dimensions));
        }
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            _index?.Dispose();
        }
    }

    private bool CanOpen()
    {
        try
        {
            Open();
            return true;
        }
        catch (IndexException)
        {
            return false;
        }
    }
}
