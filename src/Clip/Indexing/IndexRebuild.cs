using Clip.Catalog.Maintenance;
using Clip.Catalog.Reading;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Indexing.Maintenance;
using Clip.Indexing.Runs;

namespace Clip;

/// <summary>
/// Encodes all pictures of a folder again, with the same model or another one, into a new index that replaces the old
/// one when it is complete. Captions that were given to pictures, and what the index remembers of earlier choices, are
/// kept; of a damaged index, what can be read of them. Until then the old index is searched as before, and an
/// interrupted rebuild continues with the next.
/// </summary>
/// <param name="model">The model whose vectors the new index is to hold.</param>
/// <param name="location">The folder and its index.</param>
/// <param name="options">What to index, and how; <see cref="IndexerOptions.Paths"/> must be empty.</param>
public sealed class IndexRebuild(ClipModel model, IndexLocation location, IndexerOptions? options = null)
{
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
        IndexLeftovers.Restore(location);
        if (!PictureIndex.Exists(location) && !IndexFiles.LostCatalog(location))
            return await new Indexer(model, location, _options).RunAsync(progress, onError, cancellationToken)
                .ConfigureAwait(false);

        using var writerLock = WriterLock.Take(location, _options.Wait, cancellationToken);
        var fresh = IndexLeftovers.RebuildOf(location);
        using var old = OpenOld(onError);
        var decode = _options.Decode ?? DecodeModeWords.Parse(old?.Model.Decode) ?? DecodeMode.Fast;
        var newModel = new IndexModel(model.Name, model.Fingerprint, model.Dimensions, decode.Word());
        DropUnlessContinuable(fresh, newModel);
        if (old is not null)
        {
            var excludes = ExcludeChoice.Of(
                old.Note, _options.Exclude, _options.ForgetExcludes, _options.DefaultExcludes);
            var previous = new PreviousIndex(old, model, fresh, newModel, excludes);
            if (previous.Copy(cancellationToken) is { } error)
                onError?.Invoke(Lost("is damaged, so only what could be read of", "is kept", error));
        }
        var options = _options.Clone();
        // Everything is encoded, whoever has it.
        options.Neighbors = [];
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
    /// <exception cref="IndexException">
    /// It cannot be used for another reason, or what is in its place is none.
    /// </exception>
    private EmbeddedSnapshot? OpenOld(Action<ClipException>? onError)
    {
        try
        {
            return IndexVerification.Open(location);
        }
        catch (IndexException error) when (IsLost(error))
        {
            onError?.Invoke(Lost("cannot be read, so", "are not kept", error));
            return null;
        }
    }

    /// <summary>Whether an error means that an index was there and that nothing can be read of it.</summary>
    private bool IsLost(IndexException error) => IndexFiles.WereIn(location)
        && (error.Fault is IndexFault.Missing || PreviousIndex.IsDamage(error)
            // Not the database of another program, but no database at all.
            || (error.Fault == IndexFault.NotAnIndex && error.InnerException is not null));

    private ClipException Lost(string problem, string end, IndexException cause) => new(
        location.CatalogPath,
        $"{problem} the captions that were given, what was excluded and the pictures that are away {end}",
        "give caption files again if captions are missing", cause);

    private void DropUnlessContinuable(IndexLocation fresh, IndexModel newModel)
    {
        if (!Directory.Exists(fresh.Directory))
            return;
        try
        {
            using var index = EmbeddedIndex.Open(fresh, newModel);
            if (index.Model.Decode == newModel.Decode && IndexLeftovers.IsContinuable(fresh, location))
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
            // The folder may have been somebody's before the index was kept in it.
            foreach (var other in IndexFiles.Others(location))
                Directory.Move(other, Path.Combine(fresh.Directory, Path.GetFileName(other)));
            FolderSwap.Replace(location.Directory, fresh.Directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw IndexException.From(location.Directory, error);
        }
    }
}
