namespace Clip;

/// <summary>A search for the pictures nearest to a query.</summary>
/// <param name="Query">What to search for.</param>
public sealed record SearchRequest(Query Query)
{
    /// <summary>
    /// The most pictures to return, at least 1. Copies of a picture count separately unless <see cref="FoldCopies"/> is
    /// set.
    /// </summary>
    public int TopK { get; init; } = 10;

    /// <summary>What decides about the order.</summary>
    public RankBy Rank { get; init; }

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
    /// Whether each answer says what each term contributes to it: <see cref="FoundPicture.Explanation"/>.
    /// </summary>
    public bool Explain { get; init; }
}
