using Clip.Files;
using Clip.Postgres.Archives;
using Clip.Postgres.Work;

namespace Clip;

/// <summary>
/// Brings a library of a store up to date with the pictures in tar archives of its folder: plans what is new or has
/// changed, and encodes it together with whatever workers there are. Other archives and files of the library stay as
/// they are.
/// </summary>
/// <param name="model">The model whose vectors the library holds.</param>
/// <param name="location">
/// The library (<see cref="PostgresStore.LibraryOf"/>), whose folder the archives are in.
/// </param>
/// <param name="archives">
/// The archives, whose names end with <c>.tar</c>, such as the shards of a WebDataset. A picture has the path of its
/// archive, followed by its name there: <c>shards/000.tar/0001.jpg</c>.
/// </param>
/// <param name="options">
/// What to index, and how: of these, excluded names, the decoding of JPEGs, captions of pictures, what is pruned, and
/// the reports of failures are read.
/// </param>
/// <remarks>
/// A picture is known by its size and time in the archive, and by the archive's size and time. Where only those of the
/// archive have changed, its content is compared, and encoded only if it differs. Sidecars beside a picture in the
/// archive are read as those in a folder are; caption files in it are not.
/// </remarks>
public sealed class StoreArchiveIndexer(
    ClipModel model, IndexLocation location, IReadOnlyList<string> archives, IndexerOptions? options = null)
{
    private readonly IndexerOptions _options = options ?? new IndexerOptions();

    /// <summary>Plans, encodes with the other workers, waits for them, and removes what is gone.</summary>
    /// <param name="progress">Called with the run's progress.</param>
    /// <param name="onError">
    /// Called with each archive that is damaged, of which what stands before the damage is taken in, and each picture
    /// that cannot be used.
    /// </param>
    /// <param name="cancellationToken">Stops the run; what is stored stays, and the rest stays planned.</param>
    /// <exception cref="StoreException">The store cannot be reached or written.</exception>
    /// <exception cref="IndexException">The library has another model or folder.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="FolderException">An archive is not in the folder of the library.</exception>
    /// <exception cref="ClipException">An archive is compressed.</exception>
    public Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(
            () => Indexing().RunAsync(
                new StoreWorker(model, location) { KnowsRoot = true }, progress, onError ?? (static _ => { }),
                cancellationToken),
            cancellationToken);

    /// <summary>Only plans, and removes what is gone; workers encode.</summary>
    /// <param name="onError">As for <see cref="RunAsync"/>.</param>
    /// <param name="cancellationToken">Stops the listing; what is planned stays planned.</param>
    /// <returns>How many pictures are planned, those that were already included.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public Task<long> PlanAsync(Action<ClipException>? onError = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Indexing().Plan(onError ?? (static _ => { }), cancellationToken), cancellationToken);

    private ListedIndexing Indexing()
    {
        var files = archives.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            if (ArchiveName.IsCompressed(file))
                throw TarContents.Compressed(file);
            if (!ArchiveName.Is(file))
                throw new ClipException(file, "is no tar archive by its name", "name it with .tar at its end");
            if (RelativePath.IsOutside(RelativePath.Of(location.Root, file)))
                throw FolderException.Outside(file, location.Root);
        }
        var listing = new ArchiveListing(location, [.. files.Select(location.Relative)]);
        return new ListedIndexing(
            model, location, _options, files.Count == 1 ? files[0] : location.Root,
            (report, _, cancellationToken) => listing.Pictures(report, cancellationToken))
        {
            Covers = listing.Covers,
            HashOf = listing.HashOf,
        };
    }
}
