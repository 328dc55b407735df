using Clip.Searching;

namespace Clip;

public sealed partial class PictureSearch
{
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
        ArgumentNullException.ThrowIfNull(request.Query, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.TopK, 1);
        return RunAsync("search", SearchAsync, cancellationToken);

        async Task<SearchAnswer> SearchAsync(CancellationToken cancellationToken)
        {
            var notices = new NoticeLog(observer);
            var query = new QueryEncoding(request.Query, _model);
            // The text encoder loads while the folder is walked: both together take as long as the longer one.
            // Ranked by words, pictures are found whatever the model knows of the text.
            var textNotices = request.Rank == RankBy.Words ? null : notices;
            var encoding = Task.Run(() => query.EncodeTexts(textNotices, cancellationToken), cancellationToken);
            var updating = UpdateIfAskedAsync(request.Update, notices, cancellationToken);
            // Both have ended when this returns or throws, so that nothing uses the model any more.
            await Task.WhenAll(updating, encoding).ConfigureAwait(false);

            var searched = Searchable(request.Update is not null, notices);
            var mix = await query.MixAsync(Open(searched), cancellationToken).ConfigureAwait(false);
            using var snapshots = TakeSnapshots(searched, request.Filter);
            if (request.Balance)
                mix = mix.Balanced(vector => snapshots.MeasureOthers(vector, _model.LogitScale, cancellationToken));
            var words = request.Rank == RankBy.Embedding ? null : QueryText.Of(request.Query);
            if (request.Rank == RankBy.Words && words is null)
                throw SearchException.NoWords();
            if (request.Rank == RankBy.Fused && words is not null)
            {
                foreach (var index in snapshots.All.Where(static index => !index.HasWords))
                    notices.Add(new SearchNotice.WordsMissing(index.Location));
            }
            return Answer(
                request, mix, snapshots, (request.Rank, words), excluded: null, request.Explain, notices,
                cancellationToken);
        }
    }

    /// <summary>Finds the pictures nearest to one or more pictures; only their very files are left out.</summary>
    /// <param name="request">The pictures.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="SearchException">The index does not hold a picture that is to come from it.</exception>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<SearchAnswer> SimilarAsync(
        SimilarRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Pictures, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.TopK, 1);
        return RunAsync("similar", SimilarAsync, cancellationToken);

        async Task<SearchAnswer> SimilarAsync(CancellationToken cancellationToken)
        {
            var notices = new NoticeLog(observer);
            await UpdateIfAskedAsync(request.Update, notices, cancellationToken).ConfigureAwait(false);
            var searched = Searchable(request.Update is not null, notices);
            var pictures = new List<EncodedPicture>();
            foreach (var source in request.Pictures)
            {
                pictures.Add(await EncodedPicture.FindAsync(Open(searched), _model, source, cancellationToken)
                    .ConfigureAwait(false));
            }
            // The direction of the mean of several pictures is that of their sum.
            var mix = QueryMix.Of(pictures.ConvertAll(static picture =>
                new EncodedTerm(QueryTerm.Vector(picture.Vector), picture.Vector)));
            using var snapshots = TakeSnapshots(searched, request.Filter);
            var excluded = new SimilarExclusion(snapshots.All, pictures);
            return Answer(
                request, mix, snapshots, (RankBy.Embedding, null), excluded, explain: false, notices,
                cancellationToken);
        }
    }

    /// <summary>Finds those of the captions of all folders that are nearest to a picture.</summary>
    /// <param name="request">The picture.</param>
    /// <param name="observer">Follows the request.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="SearchException">
    /// The indexes hold no captions, or not the picture that is to come from them.
    /// </exception>
    /// <exception cref="PictureException">The picture cannot be fetched or decoded.</exception>
    /// <inheritdoc cref="UpdateAsync(IndexerOptions, SearchObserver?, CancellationToken)" path="/exception"/>
    public Task<CaptionAnswer> CaptionAsync(
        CaptionRequest request, SearchObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Picture, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.TopK, 1);
        return RunAsync("caption", CaptionAsync, cancellationToken);

        async Task<CaptionAnswer> CaptionAsync(CancellationToken cancellationToken)
        {
            var notices = new NoticeLog(observer);
            await UpdateIfAskedAsync(request.Update, notices, cancellationToken).ConfigureAwait(false);
            var searched = Searchable(request.Update is not null, notices);
            using var snapshots = TakeSnapshots(searched, filter: null);
            // Before the picture is decoded, for nothing.
            if (!snapshots.HasCaptions)
                throw SearchException.NoCaptions(searched[0].Folder.Location.Full(searched[0].Folder.Folder));
            var picture = await EncodedPicture.FindAsync(
                Open(searched), _model, request.Picture, cancellationToken).ConfigureAwait(false);
            var hits = snapshots.RankCaptions(picture.Vector, request.TopK, cancellationToken);
            snapshots.ReportDamage(notices);
            var scale = ScoreScale.Of(request.Score, request.MinScore, () =>
                snapshots.MeasureCaptions(picture.Vector, _model.LogitScale, cancellationToken));
            return new AnswerBuilder(scale).Captions(hits, notices);
        }
    }

    /// <summary>
    /// Ranks the pictures of the snapshots, and leaves out, converts and orders them as a request asks.
    /// </summary>
    private SearchAnswer Answer(
        PictureRequest request, QueryMix mix, SnapshotSet snapshots, (RankBy By, string? Words) rank,
        SimilarExclusion? excluded, bool explain, NoticeLog notices, CancellationToken cancellationToken)
    {
        // Of folders that lie in each other, each may have the same pictures.
        var count = (int)Math.Min(
            int.MaxValue, ((long)request.TopK * snapshots.All.Count) + (excluded?.Count ?? 0));
        var refinement = new RankRefinement(_otherQueries, snapshots, request.Cutoff, request.Diversity);
        var ranked = new PictureRanking(snapshots, mix.Vector, cancellationToken)
            .Rank(rank.By, rank.Words, refinement.DepthFor(count));
        var found = ranked.Count;
        ranked = refinement.Apply(mix, excluded?.Without(ranked) ?? ranked, count, cancellationToken);
        var scale = ScoreScale.Of(request.Score, request.MinScore, () => snapshots.Measure(
            mix.Vector, _model.LogitScale, index => excluded?.EntriesIn(index) ?? [], cancellationToken));
        var axis = request.Axis is { } ends
            ? AxisScale.Measure(ends, _model, snapshots, notices, cancellationToken)
            : null;
        snapshots.ReportDamage(notices);
        var (kept, below) = scale.Keep(ranked, static picture => picture.Cosine);
        var files = new PictureFiles(snapshots, request.FoldCopies, excluded).Of(kept, request.TopK);
        var answers = new AnswerBuilder(scale)
        {
            Axis = axis,
            Explained = explain ? mix : null,
            WithFiles = request.WithFiles,
        };
        // An answer of nothing shows what comes nearest, so that a person can judge.
        var refused = files.Count == 0 && refinement is { BeyondCutoff: > 0, Likeliest: { } nearest }
            ? new PictureFiles(snapshots, request.FoldCopies, excluded).Of([nearest], count: 1)
            : [];
        return new SearchAnswer(answers.Pictures(files))
        {
            BelowMinimum = below,
            BeyondCutoff = refinement.BeyondCutoff,
            LeastChance = refinement.LeastChance,
            NearestBeyondCutoff = answers.Pictures(refused) is [var nearestPicture] ? nearestPicture : null,
            Distribution = scale.Distribution,
            FilterCounts = found > 0 ? [] : snapshots.CountMatches(),
            HoldsNothing = snapshots.HoldsNothing,
            Notices = notices.ToList(),
        };
    }
}
