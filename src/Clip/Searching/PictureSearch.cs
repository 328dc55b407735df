using Clip.Catalog;
using Clip.Catalog.Reading;
using Clip.Indexing;
using Clip.Models;

namespace Clip.Searching;

/// <summary>
/// Answers requests about the pictures of one folder: nearest pictures to a query, pictures similar to a picture,
/// captions of a picture. Updates the index first where a request asks for it. Every user interface shares this layer.
/// </summary>
/// <remarks>
/// Thread-safe: keep one for an index and send it any number of requests at a time. Updates run one after the other;
/// requests that do not ask for an update never wait for one. The index is opened with the first request, and each
/// answer comes from one snapshot of it: the latest commit when the query was encoded. The model must live as long as
/// this object; dispose it when no request is running.
/// </remarks>
/// <example><code>
/// using var model = ClipModel.Load("models/clip-mini");
/// using var search = new PictureSearch(model, IndexLocation.For("gallery"));
/// var answer = await search.SearchAsync(new SearchRequest("a dog") { TopK = 5, Update = new IndexerOptions() });
/// </code></example>
public sealed class PictureSearch : IDisposable
{
    private readonly ClipModel _model;
    private readonly IndexUpdater _updater;
    private readonly Lock _opening = new();
    private PictureIndex? _index;
    private bool _disposed;

    /// <summary>Prepares to search. Nothing is read yet.</summary>
    /// <param name="model">The model to encode queries with; the caller disposes of it.</param>
    /// <param name="location">The folder and its index.</param>
    public PictureSearch(ClipModel model, IndexLocation location)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(location);
        _model = model;
        _updater = new IndexUpdater(model, location, CanOpenIndex);
        Location = location;
    }

    /// <summary>The folder and its index.</summary>
    public IndexLocation Location { get; }

    /// <summary>The index as a reader sees it, opened with the first call. This object disposes of it.</summary>
    /// <exception cref="IndexException">There is none, it is damaged, or it holds another model's vectors.</exception>
    public PictureIndex OpenIndex()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _index ??= PictureIndex.OpenRead(
                Location, new ModelIdentity(_model.Name, _model.Fingerprint, _model.Dimension));
        }
    }

    /// <summary>
    /// Updates the index. If that is impossible now but there is an index to search, for example because another
    /// program writes it, the observer gets a notice and the call succeeds. Files that could not be read are reported
    /// once and not with every update; the index is never compacted.
    /// </summary>
    /// <param name="options">
    /// What to index and how long to wait for another writer; <see cref="IndexerOptions.RepeatErrors"/> and
    /// <see cref="IndexerOptions.Compact"/> are not read.
    /// </param>
    /// <param name="observer">Follows the update.</param>
    /// <param name="cancellationToken">Stops the update; what was encoded until then is kept.</param>
    /// <returns>What the update did, or null if the index could not be updated.</returns>
    /// <exception cref="FolderException">
    /// The folder is missing or holds no pictures, and there is no index of it.
    /// </exception>
    /// <exception cref="IndexException">The index can neither be updated nor searched.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public Task<IndexReport?> UpdateAsync(
        IndexerOptions options, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var notices = new NoticeLog(observer);
        return Task.Run(() => _updater.RunAsync(options, notices, cancellationToken), cancellationToken);
    }

    /// <summary>Finds the pictures nearest to a query. The texts are encoded while the index is updated.</summary>
    /// <param name="request">What to search for.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="SearchException">
    /// The query has no direction, or names a picture that the index does not hold.
    /// </exception>
    /// <exception cref="PictureException">A picture of the query cannot be fetched or decoded.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<SearchAnswer> SearchAsync(
        SearchRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(SearchAsync, cancellationToken);

        async Task<SearchAnswer> SearchAsync()
        {
            var notices = new NoticeLog(observer);
            var query = new QueryEncoding(request.Query, _model);
            // The text encoder loads while the folder is walked: both together take as long as the longer one.
            var encoding = Task.Run(() => query.EncodeTexts(notices, cancellationToken), cancellationToken);
            var updating = UpdateIfAskedAsync(request.Update, notices, cancellationToken);
            // Both have ended when this returns or throws, so that nothing uses the model any more.
            await Task.WhenAll(updating, encoding).ConfigureAwait(false);

            var mix = await query.MixAsync(OpenIndex(), cancellationToken).ConfigureAwait(false);
            using var index = OpenIndex().TakeSnapshot();
            var hits = index.SearchPictures(
                mix.Vector, request.TopK, filter: request.Filter, cancellationToken: cancellationToken);
            ReportDamage(index, notices);
            var scale = ScoreScale.Of(request.Score, request.MinScore, () => index.MeasurePictures(
                mix.Vector, _model.LogitScale, filter: request.Filter, cancellationToken: cancellationToken));
            return AnswerBuilder.Pictures(
                index, hits, scale, request.WithFiles, request.Explain ? mix : null, notices);
        }
    }

    /// <summary>Finds the pictures nearest to a picture, which is itself left out.</summary>
    /// <param name="request">The picture.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="SearchException">The index does not hold a picture that is to come from it.</exception>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<SearchAnswer> SimilarAsync(
        SimilarRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(SimilarAsync, cancellationToken);

        async Task<SearchAnswer> SimilarAsync()
        {
            var notices = new NoticeLog(observer);
            await UpdateIfAskedAsync(request.Update, notices, cancellationToken).ConfigureAwait(false);
            var picture = await EncodedPicture.FindAsync(OpenIndex(), _model, request.Picture, cancellationToken)
                .ConfigureAwait(false);
            using var index = OpenIndex().TakeSnapshot();
            var hits = SimilarExclusion.Search(index, picture, request.TopK, request.Filter, cancellationToken);
            ReportDamage(index, notices);
            var scale = ScoreScale.Of(request.Score, request.MinScore, () => index.MeasurePictures(
                picture.Vector, _model.LogitScale, picture.EntryIn(index), request.Filter, cancellationToken));
            return AnswerBuilder.Pictures(index, hits, scale, request.WithFiles, explained: null, notices);
        }
    }

    /// <summary>Finds those of the index's captions that are nearest to a picture.</summary>
    /// <param name="request">The picture.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="SearchException">
    /// The index holds no captions, or not the picture that is to come from it.
    /// </exception>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<CaptionAnswer> CaptionAsync(
        CaptionRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.Run(CaptionAsync, cancellationToken);

        async Task<CaptionAnswer> CaptionAsync()
        {
            var notices = new NoticeLog(observer);
            await UpdateIfAskedAsync(request.Update, notices, cancellationToken).ConfigureAwait(false);
            if (OpenIndex().CaptionCount == 0)
                throw SearchException.NoCaptions(Location.Root);
            var picture = await EncodedPicture.FindAsync(OpenIndex(), _model, request.Picture, cancellationToken)
                .ConfigureAwait(false);
            using var index = OpenIndex().TakeSnapshot();
            var hits = index.SearchCaptions(picture.Vector, request.TopK, cancellationToken: cancellationToken);
            ReportDamage(index, notices);
            var scale = ScoreScale.Of(request.Score, request.MinScore, () => index.MeasureCaptions(
                picture.Vector, _model.LogitScale, cancellationToken: cancellationToken));
            return AnswerBuilder.Captions(hits, scale, notices);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            _index?.Dispose();
        }
        _updater.Dispose();
    }

    // On another thread from its first step on: opening the index is work too.
    private Task UpdateIfAskedAsync(
        IndexerOptions? options, NoticeLog notices, CancellationToken cancellationToken) => options is null
        ? Task.CompletedTask
        : Task.Run(() => _updater.RunAsync(options, notices, cancellationToken), cancellationToken);

    private static void ReportDamage(IndexSnapshot index, NoticeLog notices)
    {
        if (index.DamagedFound > 0)
            notices.Add(new SearchNotice.DamagedVectors(index.DamagedFound));
    }

    private bool CanOpenIndex()
    {
        try
        {
            OpenIndex();
            return true;
        }
        catch (IndexException)
        {
            return false;
        }
    }
}
