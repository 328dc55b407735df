namespace Clip;

/// <summary>A request for pictures that a filter selects, without a query.</summary>
public sealed record ListRequest
{
    /// <inheritdoc cref="PictureRequest.TopK"/>
    public int TopK { get; init; } = 10;

    /// <summary>In which order; only the first are returned.</summary>
    public PictureOrder Order { get; init; } = PictureOrder.NewestFirst;

    /// <inheritdoc cref="PictureRequest.Filter"/>
    public PictureFilter? Filter { get; init; }

    /// <inheritdoc cref="PictureRequest.FoldCopies"/>
    public bool FoldCopies { get; init; }

    /// <summary>Whether to look up captions, which takes longer than all else of a long list.</summary>
    public bool WithCaptions { get; init; } = true;
}

/// <summary>A picture of a list.</summary>
/// <param name="Rank">Position in the list, from 1.</param>
/// <param name="File">What the index knows about the file.</param>
/// <param name="Caption">
/// The first of the captions stored with the picture; null where it has none or they were not asked for.
/// </param>
public sealed record ListedPicture(int Rank, FileRecord File, string? Caption)
{
    /// <inheritdoc cref="FoundPicture.Copies"/>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <inheritdoc cref="FoundPicture.Location"/>
    public required IndexLocation Location { get; init; }
}

/// <summary>The pictures that a filter selects.</summary>
/// <param name="Pictures">In the order that was asked for.</param>
public sealed record ListAnswer(IReadOnlyList<ListedPicture> Pictures)
{
    /// <inheritdoc cref="SearchAnswer.FilterCounts"/>
    public IReadOnlyList<FilterCount> FilterCounts { get; init; } = [];

    /// <inheritdoc cref="SearchAnswer.HoldsNothing"/>
    public bool HoldsNothing { get; init; }
}
