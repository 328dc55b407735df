using Clip.Searching;

namespace Clip;

/// <summary>Requests about all pictures of the folders together.</summary>
public sealed partial class PictureSearch
{
    /// <summary>Groups like pictures.</summary>
    /// <param name="request">How to group them.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<ClusterAnswer> ClusterAsync(
        ClusterRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Groups ?? 1, 1, "request.Groups");
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MinGroupSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MinSamples, 1);
        return CollectAsync("cluster", request, true, observer, (pictures, snapshots, _, cancellationToken) =>
        {
            var names = new ClusterNames(snapshots, _model, cancellationToken);
            var (clusters, outliers) = PictureClusters.Of(pictures, request, names, cancellationToken);
            return new ClusterAnswer(clusters, outliers);
        }, cancellationToken);
    }

    /// <summary>Orders pictures along a direction made of two texts.</summary>
    /// <param name="request">The texts at both ends.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ModelException">The model computes no usable embedding of a text.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<AxisAnswer> AxisAsync(
        AxisRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.From);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.To);
        return CollectAsync("axis", request, true, observer, (pictures, _, notices, cancellationToken) =>
        {
            var (positions, differences, mean, deviation) = TextAxis.Measure(
                pictures, CheckedText.Encode(_model, request.From, known: null, notices, cancellationToken),
                CheckedText.Encode(_model, request.To, known: null, notices, cancellationToken));
            var files = Enumerable.Range(0, pictures.Count).OrderBy(picture => positions[picture])
                .SelectMany(picture => pictures.Files[picture].Select(file => new AxisFile(
                    file.File.Path, file.Index.Location, file.Caption, positions[picture], differences[picture])));
            return new AxisAnswer([.. files], mean, deviation);
        }, cancellationToken);
    }

    /// <summary>Places all pictures on a map.</summary>
    /// <param name="request">What kind of map.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ModelException">The model computes no usable embedding of a text.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<MapAnswer> MapAsync(
        MapRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CollectAsync("map", request, true, observer, (pictures, snapshots, notices, cancellationToken) =>
        {
            var names = new ClusterNames(snapshots, _model, cancellationToken);
            return PictureMap.Of(pictures, request, _model, names, notices, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>
    /// Groups files that show the same picture: exact copies by their content, changed ones by perceptual hashes and
    /// embeddings. Reads the files whose fingerprints the index does not keep yet. Changes no file.
    /// </summary>
    /// <param name="request">What counts as a copy.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<DuplicateAnswer> FindDuplicatesAsync(
        DuplicateRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Threshold, 1);
        return CollectAsync("duplicates", request, false, observer, (pictures, _, notices, cancellationToken) =>
        {
            var fingerprints = new CollectionFingerprints(_model, notices)
                .Of(pictures, request.Progress, cancellationToken);
            return DuplicateSearch.Of(pictures, fingerprints, request, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Updates the indexes, reads all pictures of a request and computes its answer.</summary>
    private Task<TAnswer> CollectAsync<TAnswer>(
        string operation, CollectionRequest request, bool withAbsent, SearchObserver? observer,
        Func<CollectedPictures, SnapshotSet, NoticeLog, CancellationToken, TAnswer> compute,
        CancellationToken cancellationToken)
        where TAnswer : CollectionAnswer
    {
        return RunAsync(operation, CollectAsync, cancellationToken);

        async Task<TAnswer> CollectAsync(CancellationToken cancellationToken)
        {
            var notices = new NoticeLog(observer);
            await UpdateIfAskedAsync(request.Update, notices, cancellationToken).ConfigureAwait(false);
            using var snapshots = TakeSnapshots(Searchable(request.Update is not null, notices), request.Filter);
            var pictures = CollectedPictures.Read(snapshots, _model.Dimensions, withAbsent, cancellationToken);
            if (pictures.Damaged > 0)
                notices.Add(new SearchNotice.DamagedVectors(pictures.Damaged));
            var answer = compute(pictures, snapshots, notices, cancellationToken);
            return answer with
            {
                FilterCounts = pictures.Count > 0 ? [] : snapshots.CountMatches(),
                HoldsNothing = snapshots.HoldsNothing,
                Notices = notices.ToList(),
            };
        }
    }
}
