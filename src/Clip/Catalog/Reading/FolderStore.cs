using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip.Catalog.Reading;

/// <summary>Keeps each index in a folder.</summary>
internal sealed class FolderStore : IIndexReader
{
    private static readonly FolderStore Instance = new();

    private FolderStore()
    {
    }

    /// <summary>What keeps an index.</summary>
    public static IIndexReader Of(IndexLocation location) => location.Store as IIndexReader ?? Instance;

    /// <inheritdoc/>
    public string Address => IndexLocation.DefaultDirectoryName;

    /// <inheritdoc/>
    public bool Exists(IndexLocation location) => FileLength.Of(location.CatalogPath) > 0;

    /// <inheritdoc/>
    public PictureIndex Open(IndexLocation location, ModelIdentity? expected) =>
        EmbeddedIndex.Open(location, expected);

    /// <inheritdoc/>
    public ModelOrigin? ReadModelOrigin(IndexLocation location)
    {
        if (!Exists(location))
            throw IndexException.Missing(location.Directory, location.Root);
        using var catalog = CatalogDatabase.OpenForReading(location.CatalogPath);
        return catalog.ReadModelOrigin();
    }

    /// <inheritdoc/>
    public IndexingWork? ReadWork(IndexLocation location) => null;
}
