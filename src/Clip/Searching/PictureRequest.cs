namespace Clip;

/// <summary>What requests for the pictures nearest to something have in common.</summary>
public abstract record PictureRequest
{
    /// <summary>
    /// The most pictures to return, at least 1. Copies of a picture count separately unless <see cref="FoldCopies"/> is
    /// set.
    /// </summary>
    public int TopK { get; init; } = 10;

    /// <summary>
    /// Whether files with the same content make one answer, whose <see cref="FoundPicture.Copies"/> are the others.
    /// </summary>
    public bool FoldCopies { get; init; }

    /// <summary>The kind of the scores.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>
    /// The lowest score to return, in the unit of <see cref="Score"/>, however a picture was found; null returns all.
    /// </summary>
    public float? MinScore { get; init; }

    /// <summary>
    /// Which pictures to search; null for all. Reuse one filter for several requests: the index caches it.
    /// </summary>
    public PictureFilter? Filter { get; init; }

    /// <summary>
    /// Update the index first, with these options; null searches the index as it is. See
    /// <see cref="PictureSearch.UpdateAsync"/>.
    /// </summary>
    public IndexerOptions? Update { get; init; }

    /// <summary>
    /// Whether each answer says what the index knows about its file: <see cref="FoundPicture.File"/>.
    /// </summary>
    public bool WithFiles { get; init; }

    /// <summary>
    /// Leaves out pictures whose score the best answer to a query without a fitting picture reaches with at least this
    /// probability, above 0 and at most 1; null leaves out none. A score's meaning is measured on the index itself,
    /// with other queries of the same kind, and without what makes some pictures near to everything.
    /// </summary>
    public double? Cutoff
    {
        get;
        init
        {
            if (value is { } cutoff)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cutoff);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(cutoff, 1);
            }
            field = value;
        }
    }

    /// <summary>
    /// How much the answers are to differ from each other (maximal marginal relevance), from 0, which changes nothing,
    /// to 1, which ignores the query after the first answer; null for no such order. Half way is usual.
    /// </summary>
    public double? Diversity
    {
        get;
        init
        {
            if (value is { } diversity)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(diversity);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(diversity, 1);
            }
            field = value;
        }
    }

    /// <summary>
    /// Returns the answers in the order of their <see cref="FoundPicture.Position"/> between two texts, from the low
    /// end to the high one; their ranks stay those by the query. Null keeps the order of the ranks.
    /// </summary>
    public MapAxis? Axis
    {
        get;
        init
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(value.From, nameof(Axis));
                ArgumentException.ThrowIfNullOrWhiteSpace(value.To, nameof(Axis));
            }
            field = value;
        }
    }
}
