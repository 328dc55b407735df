using System.Security.Cryptography;
using Clip.Catalog.Database;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog.Writing;

/// <summary>Opens an index to change it, or creates it.</summary>
internal static class WriterOpening
{
    /// <summary>Becomes the index's writer.</summary>
    /// <param name="location">Where the index is.</param>
    /// <param name="model">The model that vectors will come from.</param>
    /// <param name="wait">How long to wait for another writer.</param>
    /// <param name="repairsVectors">Whether to restore the length and the header of an unusable vector file.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static PictureIndexWriter Open(
        IndexLocation location, IndexModel model, WriterWait wait, bool repairsVectors,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(wait);
        if (location.Store is not null)
            throw IndexException.KeptInDatabase(location.Directory);
        _ = VectorMatrix.StrideOf(model.Dimensions);

        var writerLock = WriterLock.Take(location, wait, cancellationToken);
        try
        {
            var store = OpenStore(location, model, repairsVectors, writerLock.SharesMemory);
            return new PictureIndexWriter(store, writerLock);
        }
        catch (Exception failed)
        {
            writerLock.Dispose();
            (failed as IndexException)?.Locate(location.Root, location.Directory);
            if (failed is IOException or UnauthorizedAccessException)
                throw IndexException.From(location.Directory, failed);
            throw;
        }
    }

    private static IndexStore OpenStore(
        IndexLocation location, IndexModel model, bool repairsVectors, bool sharesMemory)
    {
        var catalog = CatalogDatabase.OpenForWriting(location.CatalogPath, sharesMemory);
        try
        {
            if (catalog.IsEmpty())
                return Create(location, model, catalog);
            catalog.CheckFormat();
            catalog.UseJournal();
            catalog.Migrate();
            return OpenExisting(location, model, catalog, repairsVectors);
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    private static IndexStore Create(IndexLocation location, IndexModel model, CatalogDatabase catalog)
    {
        // An index that was never finished has no vectors; one that lost its catalog has, and the rest of it may exist
        // in a copy.
        if (VectorFileName.FindFilled(location.Directory) is { } filled)
            throw IndexException.CatalogLost(location.CatalogPath, Path.GetFileName(filled), location.Directory);
        var state = new CatalogState(
            model, location.IsInsideRoot ? null : location.Root, VectorFileName.First,
            new Guid(RandomNumberGenerator.GetBytes(16)), DateTime.UtcNow);
        // First the vectors, then the catalog that names them: an index exists once its catalog does.
        var vectors = VectorFile.Create(state.VectorPath(location), VectorFileHeader.Of(state));
        try
        {
            catalog.Create(state);
            return new IndexStore(location, catalog, state, vectors);
        }
        catch
        {
            // No half-made index stays: the next attempt starts from nothing, and readers find none.
            vectors.Dispose();
            catalog.Delete();
            VectorFileName.TryDeleteWithCodes(vectors.Path);
            throw;
        }
    }

    private static IndexStore OpenExisting(
        IndexLocation location, IndexModel model, CatalogDatabase catalog, bool repairsVectors)
    {
        var state = catalog.ReadState();
        state.RequireModel(location, model, catalog);
        state.RequireDecodeMode(location, model);
        state.RequireRoot(location);
        if (state.Root is not null)
            state = state with { Root = location.Root };
        var (path, header) = (state.VectorPath(location), VectorFileHeader.Of(state));
        var vectors = repairsVectors
            ? VectorFile.OpenRepaired(path, header, state.Rows)
            : VectorFile.Open(path, header, state.Rows, writable: true);
        try
        {
            VectorFileName.DeleteLeftOver(location.Directory, state.VectorFile);
            var store = new IndexStore(location, catalog, state, vectors);
            store.LoadLiveRows();
            return store;
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }
}
