using Clip.Catalog.Maintenance;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Maintenance;

namespace Clip;

/// <summary>
/// Encodes all pictures of a folder again, with the same model or another one, into a new index that replaces the old
/// one when it is complete. Captions that were given to pictures, and what the index remembers of earlier choices, are
/// kept. Until then the old index is searched as before, and an interrupted rebuild continues with the next.
/// </summary>
/// <param name="model">The model whose vectors the new index is to hold.</param>
/// <param name="location">The folder and its index.</param>
/// <param name="options">What to index, and how; <see cref="IndexerOptions.Paths"/> must be empty.</param>
public sealed class IndexRebuild(ClipModel model, IndexLocation location, IndexerOptions? options = null)
{
    private const string Suffix = ".rebuild";

    private readonly IndexerOptions _options = options is { Paths.Count: > 0 }
        ? throw new ArgumentException("A part of a folder cannot be rebuilt.", nameof(options))
        : options ?? new IndexerOptions();

    /// <summary>Rebuilds the index; creates it if there is none.</summary>
    /// <inheritdoc cref="Indexer.RunAsync(IProgress{IndexProgress}, Action{ClipException}, CancellationToken)"/>
    public Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => RunHereAsync(progress, onError, cancellationToken), cancellationToken);

    private async Task<IndexReport> RunHereAsync(
        IProgress<IndexProgress>? progress, Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        if (!PictureIndex.Exists(location))
            return await new Indexer(model, location, _options).RunAsync(progress, onError, cancellationToken)
                .ConfigureAwait(false);

        using var writerLock = WriterLock.Take(location, _options.Wait, cancellationToken);
        var fresh = IndexLocation.For(location.Root, location.Directory + Suffix);
        using var old = OpenOld(onError);
        var decode = _options.Decode ?? DecodeModeWords.Parse(old?.Model.Decode) ?? DecodeMode.Fast;
        var newModel = new IndexModel(model.Name, model.Fingerprint, model.Dimensions, decode.Word());
        DropUnlessContinuable(fresh, newModel);
        if (old is not null)
            PreviousIndex.Copy(old, model, fresh, newModel, cancellationToken);
        var options = _options.Clone();
        options.Decode = decode;
        options.Repair = false;
        var report = await new Indexer(model, fresh, options).RunAsync(progress, onError, cancellationToken)
            .ConfigureAwait(false);
        if (report.Seen == report.Failed)
        {
            // An unmounted drive must not replace an index with an empty one.
            if (Directory.Exists(fresh.Directory))
                Directory.Delete(fresh.Directory, recursive: true);
            throw FolderException.NoPictures(location.Root);
        }
        Replace(fresh, writerLock);
        return report;
    }

    /// <summary>The old index; null if it is damaged, so that nothing can be taken from it.</summary>
    private IndexSnapshot? OpenOld(Action<ClipException>? onError)
    {
        try
        {
            return IndexVerification.Open(location);
        }
        catch (IndexException error) when (error.Fault is IndexFault.Damaged or IndexFault.Missing)
        {
            onError?.Invoke(error);
            return null;
        }
    }

    private static void DropUnlessContinuable(IndexLocation fresh, IndexModel newModel)
    {
        if (!Directory.Exists(fresh.Directory))
            return;
        try
        {
            using var index = PictureIndex.Open(fresh, newModel);
            if (index.Model.Decode == newModel.Decode)
                return;
        }
        catch (IndexException)
        {
            // Another model's, or killed while it was created.
        }
        Directory.Delete(fresh.Directory, recursive: true);
    }

    private void Replace(IndexLocation fresh, WriterLock writerLock)
    {
        // A folder with an open file cannot be renamed there.
        if (OperatingSystem.IsWindows())
            writerLock.Dispose();
        try
        {
            FolderSwap.Replace(location.Directory, fresh.Directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(location.Directory, error);
        }
    }
}
