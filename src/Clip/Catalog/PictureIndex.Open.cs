using System.Security.Cryptography;
using Clip.Catalog.Storage;
using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>Whether there is an index. Says nothing about whether it can be used.</summary>
    public static bool Exists(IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var catalog = new FileInfo(location.CatalogPath);
        return catalog.Exists && catalog.Length > 0;
    }

    /// <summary>Opens an index to search it. Needs no right to write.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="expected">The model that queries will come from; null to take the index as it is.</param>
    /// <exception cref="IndexException">There is none, it is damaged, of a newer format, or of another model.</exception>
    public static PictureIndex OpenRead(IndexLocation location, IndexModel? expected = null) =>
        OpenReader(location, expected, isTolerant: false);

    private static PictureIndex OpenReader(IndexLocation location, IndexModel? expected, bool isTolerant)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (!Exists(location))
        {
            if (location.IsInsideRoot && !Directory.Exists(location.Root))
                throw IndexException.FolderMissing(location.Root);
            throw IndexException.Missing(location.Directory, location.Root);
        }
        return Guarded(location, () => Open(location, expected, CatalogDatabase.OpenForReading(location.CatalogPath), null, isTolerant));
    }

    /// <summary>
    /// Opens an index to change it, making it if there is none, and repairs what a writer that did not finish has left.
    /// </summary>
    /// <param name="location">Where it is.</param>
    /// <param name="model">The model that vectors will come from.</param>
    /// <exception cref="IndexException">
    /// Another writer is at work, the folder cannot be written, or the index is damaged, of a newer format, of another
    /// model, or about another folder.
    /// </exception>
    public static PictureIndex OpenWrite(IndexLocation location, IndexModel model) =>
        OpenWriter(location, model, WriterWait.None, isTolerant: false, CancellationToken.None);

    /// <summary>Opens an index to change it as <see cref="OpenWrite"/> does, once another writer has finished.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="model">The model that vectors will come from.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <inheritdoc cref="OpenWrite" path="/exception"/>
    public static PictureIndex WaitToWrite(
        IndexLocation location, IndexModel model, WriterWait wait, CancellationToken cancellationToken = default) =>
        OpenWriter(location, model, wait, isTolerant: false, cancellationToken);

    private static PictureIndex OpenWriter(
        IndexLocation location, IndexModel model, WriterWait wait, bool isTolerant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(wait);
        _ = VectorMatrix.StrideOf(model.Dimension);

        var writerLock = WriterLock.Take(location, wait, cancellationToken);
        try
        {
            return Guarded(location, () =>
            {
                var catalog = CatalogDatabase.OpenForWriting(location.CatalogPath);
                try
                {
                    if (catalog.IsEmpty())
                        return Create(location, model, catalog, writerLock);
                    catalog.CheckFormat();
                    catalog.UseLog();
                    catalog.Migrate();
                }
                catch
                {
                    catalog.Dispose();
                    throw;
                }
                return Open(location, model, catalog, writerLock, isTolerant);
            });
        }
        catch
        {
            writerLock.Dispose();
            throw;
        }
    }

    private static PictureIndex Create(
        IndexLocation location, IndexModel model, CatalogDatabase catalog, WriterLock writerLock)
    {
        // An index that was never finished has no vectors; one that lost its catalog has, and what else it held may exist in a copy.
        if (VectorFileName.FindFilled(location.Directory) is { } vectorsLeft)
            throw IndexException.CatalogLost(location.CatalogPath, Path.GetFileName(vectorsLeft), location.Directory);
        var state = new CatalogState(
            model, location.IsInsideRoot ? null : location.Root, VectorFileName.First,
            new Guid(RandomNumberGenerator.GetBytes(16)), DateTime.UtcNow);
        // First the vectors, then the catalog that names them: an index exists once its catalog does.
        var vectors = VectorFile.Create(
            Path.Combine(location.Directory, state.VectorFile), new VectorFileHeader(model.Dimension, state.VectorFileId));
        try
        {
            catalog.Create(state);
            return new PictureIndex(location, catalog, state, vectors, writerLock);
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <summary>Takes ownership of the catalog, also when it fails.</summary>
    private static PictureIndex Open(
        IndexLocation location, IndexModel? expected, CatalogDatabase catalog, WriterLock? writerLock, bool isTolerant)
    {
        try
        {
            var state = catalog.ReadState();
            CheckModel(location, state.Model, expected, isWriter: writerLock is not null);
            CheckRoot(location, state);
            if (state.Root is not null)
                state = state with { Root = location.Root };
            if (writerLock is null)
                return OpenForReading(location, catalog, state, isTolerant);
            var vectors = isTolerant
                ? VectorFile.OpenMended(VectorPath(location, state), Header(state), state.Rows)
                : VectorFile.Open(VectorPath(location, state), Header(state), state.Rows, writable: true);
            VectorFileName.DeleteLeftOver(location.Directory, state.VectorFile);
            var index = new PictureIndex(location, catalog, state, vectors, writerLock);
            index.LoadLiveRows();
            return index;
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    private static PictureIndex OpenForReading(IndexLocation location, CatalogDatabase catalog, CatalogState state, bool isTolerant)
    {
        try
        {
            var (current, vectors) = BeginRead(location, catalog, opened: null);
            catalog.Rollback();
            return new PictureIndex(location, catalog, current with { Root = state.Root }, vectors!, null);
        }
        catch (IndexException problem) when (isTolerant && problem.IsRepairable)
        {
            return new PictureIndex(
                location, catalog, state, VectorFile.OpenAsItIs(VectorPath(location, state), state.Model.Dimension, problem), null);
        }
    }

    /// <summary>Starts to read the catalog as of now, and opens the vector file that it names unless that is open already.</summary>
    private static (CatalogState State, VectorFile? Vectors) BeginRead(IndexLocation location, CatalogDatabase catalog, Guid? opened)
    {
        while (true)
        {
            catalog.BeginRead();
            var state = catalog.ReadState();
            try
            {
                return (state, state.VectorFileId == opened
                    ? null
                    : VectorFile.Open(VectorPath(location, state), Header(state), state.Rows, writable: false));
            }
            catch (Exception failed) when (failed is IndexException or IOException or UnauthorizedAccessException)
            {
                // A writer that has compacted the index since then deletes the old file.
                catalog.Rollback();
                if (catalog.ReadState().VectorFileId == state.VectorFileId)
                    throw;
            }
        }
    }

    private static string VectorPath(IndexLocation location, CatalogState state) => Path.Combine(location.Directory, state.VectorFile);

    private static VectorFileHeader Header(CatalogState state) => new(state.Model.Dimension, state.VectorFileId);

    private static void CheckModel(IndexLocation location, IndexModel stored, IndexModel? expected, bool isWriter)
    {
        if (expected is null)
            return;
        if (!stored.HasSameVectorsAs(expected))
        {
            throw IndexException.OtherModel(
                location.Directory, stored.Name, expected.Name,
                $"was made with the model {stored.Describe()}, not with {expected.Describe()}");
        }
        if (isWriter && stored.Decode != expected.Decode)
        {
            throw IndexException.OtherDecodeMode(location.Directory, stored.Decode, expected.Decode);
        }
    }

    /// <summary>
    /// An index kept apart from its pictures must not be taken for another folder's: every file would seem deleted.
    /// Where its own folder is gone, that has been moved or mounted elsewhere.
    /// </summary>
    private static void CheckRoot(IndexLocation location, CatalogState state)
    {
        if (state.Root is not { } root || root == location.Root || !Directory.Exists(root))
            return;
        throw IndexException.OtherFolder(location.Directory, root, location.Root);
    }

    private static PictureIndex Guarded(IndexLocation location, Func<PictureIndex> open)
    {
        try
        {
            return open();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(location.Directory, failed);
        }
    }

    private void LoadLiveRows()
    {
        _pictures.Load(_catalog, _state.Commits, _state.Rows);
        _captions.Load(_catalog, _state.Commits, _state.Rows);
    }
}
