namespace Clip;

/// <summary>
/// A search for the pictures nearest to one or more pictures: to the mean of their unit vectors. Only the very files of
/// the query are left out, by whatever path or link they are named; their copies are found.
/// </summary>
/// <param name="Pictures">The pictures; at least one.</param>
public sealed record SimilarRequest(IReadOnlyList<PictureSource> Pictures)
{
    /// <summary>A search for the pictures nearest to one.</summary>
    public SimilarRequest(PictureSource picture)
        : this([picture])
    {
    }

    /// <inheritdoc cref="SearchRequest.TopK"/>
    public int TopK { get; init; } = 10;

    /// <inheritdoc cref="SearchRequest.FoldCopies"/>
    public bool FoldCopies { get; init; }

    /// <inheritdoc cref="SearchRequest.Score"/>
    public ScoreKind Score { get; init; }

    /// <inheritdoc cref="SearchRequest.MinScore"/>
    public float? MinScore { get; init; }

    /// <inheritdoc cref="SearchRequest.Filter"/>
    public PictureFilter? Filter { get; init; }

    /// <inheritdoc cref="SearchRequest.Update"/>
    public IndexerOptions? Update { get; init; }

    /// <inheritdoc cref="SearchRequest.WithFiles"/>
    public bool WithFiles { get; init; }
}
