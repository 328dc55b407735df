using Clip.Vectors;

namespace Clip;

/// <summary>Looks at a picture's vector, with what one thread knows so far.</summary>
/// <param name="state">What the thread knows.</param>
/// <param name="entry">The picture's entry.</param>
/// <param name="vector">Its vector; valid during the call.</param>
internal delegate void PictureVisitor<in TState>(TState state, long entry, ReadOnlySpan<float> vector);

/// <summary>Searches.</summary>
public abstract partial class IndexSnapshot
{
    /// <summary>The pictures nearest to a query, best first; of equal scores the one stored first.</summary>
    /// <param name="query">A vector of the index's model, of unit length if scores are to be cosines.</param>
    /// <param name="topK">The most hits, at least 1. Copies of a picture are separate hits.</param>
    /// <param name="excludeEntry">An entry to leave out, such as the query's own.</param>
    /// <param name="minScore">Hits with a lower score are left out.</param>
    /// <param name="filter">
    /// Which pictures to search; null for all. The best among them are found, however few they are.
    /// </param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <exception cref="ArgumentException">
    /// The query has another dimension or a number that is not finite.
    /// </exception>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public IReadOnlyList<PictureHit> SearchPictures(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        return SearchPicturesBatch(query, topK, excludeEntry, minScore, filter, cancellationToken)[0];
    }

    /// <summary>Answers several queries in one pass over the vectors; faster than one after the other.</summary>
    /// <param name="queries">The queries one after the other.</param>
    /// <param name="topK">The most hits per query, at least 1.</param>
    /// <param name="excludeEntry">An entry to leave out of all answers.</param>
    /// <param name="minScore">Hits with a lower score are left out.</param>
    /// <param name="filter">Which pictures to search; null for all.</param>
    /// <param name="cancellationToken">Stops the search within about a millisecond.</param>
    /// <returns>One list per query, as <see cref="SearchPictures"/> returns it.</returns>
    /// <exception cref="ArgumentException">
    /// The queries have another dimension or a number that is not finite.
    /// </exception>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without the data that the filter needs.
    /// </exception>
    public abstract IReadOnlyList<IReadOnlyList<PictureHit>> SearchPicturesBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        PictureFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>The captions nearest to a query, best first; of equal scores the one stored first.</summary>
    /// <inheritdoc cref="SearchPictures"/>
    public IReadOnlyList<CaptionHit> SearchCaptions(
        ReadOnlySpan<float> query, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default)
    {
        VectorLength.Require(query.Length, Model.Dimensions, nameof(query));
        return SearchCaptionsBatch(query, topK, excludeEntry, minScore, cancellationToken)[0];
    }

    /// <returns>One list per query, as <see cref="SearchCaptions"/> returns it.</returns>
    /// <inheritdoc cref="SearchPicturesBatch"/>
    public abstract IReadOnlyList<IReadOnlyList<CaptionHit>> SearchCaptionsBatch(
        ReadOnlySpan<float> queries, int topK, long? excludeEntry = null, float minScore = float.NegativeInfinity,
        CancellationToken cancellationToken = default);

    /// <summary>The distribution of a query's scores over all pictures; copies of a picture count once.</summary>
    /// <param name="query">A vector of the index's model, of unit length.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludeEntry">A picture to leave out, such as the query itself.</param>
    /// <param name="filter">Which pictures to count; null for all.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <inheritdoc cref="SearchPictures" path="/exception"/>
    public abstract ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default);

    /// <summary>The distribution of a query's scores over all captions.</summary>
    /// <param name="query">A vector of the index's model, of unit length.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludeEntry">A caption to leave out, such as the query itself.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <inheritdoc cref="SearchPictures" path="/exception"/>
    public abstract ScoreDistribution MeasureCaptions(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null,
        CancellationToken cancellationToken = default);

    /// <summary>Whether the index holds the words of names and captions; one of an older format does not.</summary>
    internal abstract bool HasWords { get; }

    /// <summary>
    /// The pictures whose captions, names and folders have the words of a text, best first (BM25); of equal scores the
    /// one stored first. Case and accents do not count. A picture is found if it has those words that tell most: rare
    /// ones tell more than common ones, so a picture is not found by "a" alone.
    /// </summary>
    /// <param name="text">Any text; nothing in it is an operator.</param>
    /// <param name="topK">The most pictures, at least 1. Copies of a picture count once.</param>
    /// <param name="filter">Which pictures to search; null for all.</param>
    /// <exception cref="IndexException">
    /// The index became unreadable, or is of a format without words or without what the filter asks for.
    /// </exception>
    public abstract IReadOnlyList<WordHit> SearchWords(string text, int topK, PictureFilter? filter = null);

    /// <summary>The pictures nearest to a query, best first.</summary>
    internal abstract ScoredRow[] RankPictures(
        ReadOnlySpan<float> query, int count, PictureFilter? filter, CancellationToken cancellationToken);

    /// <summary>The scores of some pictures, best first; those with a damaged vector are left out.</summary>
    internal abstract ScoredRow[] ScorePictures(
        ReadOnlySpan<float> query, IReadOnlyCollection<long> entries, CancellationToken cancellationToken);

    /// <summary>The distribution of a query's scores over the pictures that match a filter, without some.</summary>
    internal abstract ScoreDistribution MeasureRanked(
        ReadOnlySpan<float> query, LogitScale logits, IReadOnlyCollection<long> excluded, PictureFilter? filter,
        CancellationToken cancellationToken);

    /// <summary>
    /// How many captions a folder has: those of its pictures, and those of no picture that caption files in it say.
    /// </summary>
    /// <param name="folder">Relative to the root and separated by <c>/</c>; empty for all captions.</param>
    internal abstract long CountCaptionsIn(string folder);

    /// <summary>The nearest of the captions of a folder, best first, each with a picture in the folder.</summary>
    internal abstract IReadOnlyList<CaptionHit> RankCaptions(
        ReadOnlySpan<float> query, int topK, string folder, CancellationToken cancellationToken);

    /// <summary>The distribution of a query's scores over the captions of a folder.</summary>
    internal abstract ScoreDistribution MeasureCaptionsIn(
        ReadOnlySpan<float> query, string folder, LogitScale logits, CancellationToken cancellationToken);

    /// <summary>The entries of the pictures that match a filter, in ascending order.</summary>
    internal abstract long[] PictureEntries(PictureFilter? filter);

    /// <summary>
    /// Looks at the vector of every picture that matches a filter, on all cores; damaged ones are left out.
    /// </summary>
    /// <param name="filter">Which pictures; null for all.</param>
    /// <param name="create">Makes the state of a thread.</param>
    /// <param name="visit">Looks at one picture.</param>
    /// <param name="finish">Takes what a thread found; not called by two threads at a time.</param>
    /// <param name="cancellationToken">Stops the visit.</param>
    internal abstract void VisitPictures<TState>(
        PictureFilter? filter, Func<TState> create, PictureVisitor<TState> visit, Action<TState> finish,
        CancellationToken cancellationToken);
}
