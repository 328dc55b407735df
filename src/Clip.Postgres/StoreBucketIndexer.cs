using Clip.Postgres.Work;

namespace Clip;

/// <summary>
/// Brings a library of a store up to date with the pictures of an object store: plans what is new or has changed, and
/// encodes it together with whatever workers there are.
/// </summary>
/// <param name="model">The model whose vectors the library holds.</param>
/// <param name="location">
/// The library (<see cref="PostgresStore.LibraryOf"/>), whose root is the address of the bucket.
/// </param>
/// <param name="bucket">The pictures.</param>
/// <param name="options">
/// What to index, and how: of these, excluded names, the decoding of JPEGs, captions of pictures, what is pruned, and
/// the reports of failures are read. A name is excluded wherever it stands in a key.
/// </param>
/// <remarks>
/// An object is known by its key, size, time and ETag. Files beside a picture, such as sidecars, are not read.
/// </remarks>
public sealed class StoreBucketIndexer(
    ClipModel model, IndexLocation location, PictureBucket bucket, IndexerOptions? options = null)
{
    private readonly ListedIndexing _indexing = new(
        model, location, options ?? new IndexerOptions(), bucket.Address,
        (report, _, cancellationToken) => bucket.Pictures(report, cancellationToken));

    /// <summary>Plans, encodes with the other workers, waits for them, and removes what is gone.</summary>
    /// <param name="progress">Called with the run's progress.</param>
    /// <param name="onError">Called with each object that cannot be used.</param>
    /// <param name="cancellationToken">Stops the run; what is stored stays, and the rest stays planned.</param>
    /// <exception cref="StoreException">The store cannot be reached or written.</exception>
    /// <exception cref="IndexException">The library has another model.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    /// <exception cref="ClipException">The bucket cannot be listed or read.</exception>
    public Task<IndexReport> RunAsync(
        IProgress<IndexProgress>? progress = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(
            () => _indexing.RunAsync(
                new StoreWorker(model, location) { Bucket = bucket, KnowsRoot = true }, progress,
                onError ?? (static _ => { }), cancellationToken),
            cancellationToken);

    /// <summary>Only plans, and removes what is gone; workers encode.</summary>
    /// <param name="onError">Called with each object that cannot be used.</param>
    /// <param name="cancellationToken">Stops the listing; what is planned stays planned.</param>
    /// <returns>How many objects are planned, those that were already included.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public Task<long> PlanAsync(Action<ClipException>? onError = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _indexing.Plan(onError ?? (static _ => { }), cancellationToken), cancellationToken);
}
