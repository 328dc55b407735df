using Clip.Vectors;

namespace Clip.Catalog;

public sealed partial class PictureIndex
{
    /// <summary>How the scores of a query lie over all pictures; copies of a picture count once.</summary>
    /// <param name="query">A vector of the index's model, of unit length.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludeEntry">A picture to leave out, such as the query itself.</param>
    /// <param name="filter">Which pictures to look at; null for all.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <exception cref="ArgumentException">The query has another dimension or a number that is not finite.</exception>
    /// <exception cref="IndexException">The index became unreadable, or is of a format that lacks what the filter asks for.</exception>
    public ScoreDistribution MeasurePictures(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, PictureFilter? filter = null,
        CancellationToken cancellationToken = default) =>
        Measure(_pictures, query, logits, excludeEntry, filter, cancellationToken);

    /// <summary>How the scores of a query lie over all captions.</summary>
    /// <param name="query">A vector of the index's model, of unit length.</param>
    /// <param name="logits">The logit scale of the model.</param>
    /// <param name="excludeEntry">A caption to leave out, such as the query itself.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <exception cref="ArgumentException">The query has another dimension or a number that is not finite.</exception>
    /// <exception cref="IndexException">The index became unreadable.</exception>
    public ScoreDistribution MeasureCaptions(
        ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry = null, CancellationToken cancellationToken = default) =>
        Measure(_captions, query, logits, excludeEntry, filter: null, cancellationToken);

    private ScoreDistribution Measure(
        LiveRows live, ReadOnlySpan<float> query, LogitScale logits, long? excludeEntry, PictureFilter? filter,
        CancellationToken cancellationToken)
    {
        CheckQuery(query);
        using var one = new QueryBatch(query, Model.Dimension);
        lock (_turn)
        {
            using var snapshot = TakeSnapshot();
            if (!IsWriter && live.AsOf != _state.Commits)
                live.Load(_catalog, _state.Commits, _state.Rows);
            var searched = filter is { IsEmpty: false } ? Filtered(filter) : live.Rows;
            return DistributionScan.Of(_vectors.Rows(_state.Rows), one, searched, excludeEntry, logits, cancellationToken);
        }
    }
}
