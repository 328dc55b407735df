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
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Groups ?? 1, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MinGroupSize, 2, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MinSamples, 1, nameof(request));
        return CollectAsync(request, withAbsent: true, observer, cancellationToken, (pictures, snapshots) =>
        {
            var names = new ClusterNames(snapshots, _model, cancellationToken);
            var (clusters, outliers) = PictureClusters.Of(pictures, request, names, cancellationToken);
            return new ClusterAnswer(clusters, outliers);
        });
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
        return CollectAsync(request, withAbsent: true, observer, cancellationToken, (pictures, _) =>
        {
            var (positions, differences, mean, deviation) = TextAxis.Measure(
                pictures, _model.Text.Encode(request.From, cancellationToken),
                _model.Text.Encode(request.To, cancellationToken));
            var files = Enumerable.Range(0, pictures.Count).OrderBy(picture => positions[picture])
                .SelectMany(picture => pictures.Files[picture].Select(file => new AxisFile(
                    file.File.Path, file.Index.Location, file.Caption, positions[picture], differences[picture])));
            return new AxisAnswer([.. files], mean, deviation);
        });
    }

    /// <summary>Updates the indexes, reads all pictures of a request and computes its answer.</summary>
    private Task<TAnswer> CollectAsync<TAnswer>(
        CollectionRequest request, bool withAbsent, SearchObserver? observer, CancellationToken cancellationToken,
        Func<CollectedPictures, SnapshotSet, TAnswer> compute)
        where TAnswer : CollectionAnswer
    {
        return Task.Run(CollectAsync, cancellationToken);

        async Task<TAnswer> CollectAsync()
        {
            var notices = new NoticeLog(observer);
            await UpdateIfAskedAsync(request.Update, notices, cancellationToken).ConfigureAwait(false);
            using var snapshots = TakeSnapshots(Searchable(request.Update is not null, notices), request.Filter);
            var pictures = CollectedPictures.Read(snapshots, _model.Dimensions, withAbsent, cancellationToken);
            if (pictures.Damaged > 0)
                notices.Add(new SearchNotice.DamagedVectors(pictures.Damaged));
            var answer = compute(pictures, snapshots);
            return answer with
            {
                FilterCounts = pictures.Count > 0 ? [] : snapshots.CountMatches(),
                Notices = notices.ToList(),
            };
        }
    }
}
