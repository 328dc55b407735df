namespace Clip.Indexing.Runs;

/// <summary>
/// The contents that other indexes hold, for files that were moved or copied from their folders. They are opened when a
/// content is looked for, so that a run without new contents opens none. Thread-safe.
/// </summary>
internal sealed class NeighborContent : IDisposable
{
    private readonly Lazy<List<KnownFiles>> _indexes;

    /// <param name="locations">The indexes.</param>
    /// <param name="model">The model that is loaded.</param>
    /// <param name="wanted">The model and decode mode whose vectors are of use.</param>
    public NeighborContent(IReadOnlyList<IndexLocation> locations, ClipModel model, IndexModel wanted) =>
        _indexes = new(() => [.. locations.Select(location => Open(location, model, wanted)).OfType<KnownFiles>()]);

    /// <summary>The picture with this content, or null.</summary>
    public KnownPicture? Find(UInt128 hash)
    {
        foreach (var index in _indexes.Value)
        {
            try
            {
                if (index.FindContent(hash) is { } picture)
                    return picture;
            }
            catch (IndexException)
            {
                // Its own runs say what is wrong with it.
            }
        }
        return null;
    }

    public void Dispose()
    {
        if (_indexes.IsValueCreated)
            _indexes.Value.ForEach(static index => index.Dispose());
    }

    private static KnownFiles? Open(IndexLocation location, ClipModel model, IndexModel wanted)
    {
        // What is in a database is looked up there by its workers.
        if (location.Store is not null)
            return null;
        try
        {
            var index = KnownFiles.Open(location, model, decode: null);
            if (index.Exists && index.IndexModel == wanted)
                return index;
            index.Dispose();
        }
        catch (IndexException)
        {
            // Its own runs say what is wrong with it.
        }
        return null;
    }
}
