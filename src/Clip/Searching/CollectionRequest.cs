namespace Clip;

/// <summary>What requests about a whole collection have in common.</summary>
public abstract record CollectionRequest
{
    /// <inheritdoc cref="PictureRequest.Filter"/>
    public PictureFilter? Filter { get; init; }

    /// <inheritdoc cref="PictureRequest.Update"/>
    public IndexerOptions? Update { get; init; }
}

/// <summary>What answers about a whole collection have in common.</summary>
public abstract record CollectionAnswer
{
    /// <inheritdoc cref="SearchAnswer.FilterCounts"/>
    public IReadOnlyList<FilterCount> FilterCounts { get; init; } = [];

    /// <inheritdoc cref="SearchAnswer.HoldsNothing"/>
    public bool HoldsNothing { get; init; }

    /// <inheritdoc cref="SearchAnswer.Notices"/>
    public IReadOnlyList<SearchNotice> Notices { get; init; } = [];
}
