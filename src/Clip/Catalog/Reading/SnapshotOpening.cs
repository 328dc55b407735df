using Clip.Catalog.Database;
using Clip.Catalog.Storage;

namespace Clip.Catalog.Reading;

/// <summary>Starts to read an index as of its latest commit.</summary>
internal static class SnapshotOpening
{
    /// <summary>
    /// Begins a read transaction and opens the files that the catalog names in it. A writer that compacts the index
    /// deletes the old vector file, so this starts again where another commit has come in between.
    /// </summary>
    /// <param name="catalog">A connection outside any transaction.</param>
    /// <param name="open">Opens what a commit names.</param>
    /// <exception cref="IndexException">The index cannot be read.</exception>
    public static T Begin<T>(CatalogDatabase catalog, Func<CatalogState, T> open)
    {
        while (true)
        {
            catalog.BeginRead();
            var state = catalog.ReadState();
            try
            {
                return open(state);
            }
            catch (Exception failed) when (failed is IndexException or IOException or UnauthorizedAccessException)
            {
                catalog.Rollback();
                if (catalog.ReadState().VectorFileId == state.VectorFileId)
                    throw;
            }
        }
    }

    /// <summary>Opens an index that exists.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that queries come from; null to accept any.</param>
    /// <param name="open">Opens what its latest commit names.</param>
    /// <exception cref="IndexException">
    /// There is none, it is damaged, of a newer format, or of another model.
    /// </exception>
    public static EmbeddedSnapshot Open(
        IndexLocation location, ModelIdentity? expected, Func<CatalogState, CommittedIndex> open)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!PictureIndex.Exists(location))
        {
            throw location.IsInsideRoot && !Directory.Exists(location.Root)
                ? IndexException.FolderMissing(location.Root)
                : IndexException.Missing(location.Directory, location.Root);
        }

        var connections = new CatalogPool(location.CatalogPath);
        CatalogDatabase? catalog = null;
        try
        {
            catalog = connections.Rent();
            var commit = Begin(catalog, state =>
            {
                if (expected is not null)
                    state.RequireModel(location, expected, catalog);
                state.RequireRoot(location);
                return open(state);
            });
            return new EmbeddedSnapshot(
                location, connections, catalog, new Shared<CommittedIndex>(commit), new DamagedEntries());
        }
        catch (Exception failed)
        {
            catalog?.Dispose();
            connections.Dispose();
            (failed as IndexException)?.Locate(location.Root, location.Directory);
            if (failed is IOException or UnauthorizedAccessException)
                throw IndexException.From(location.Directory, failed);
            throw;
        }
    }
}
