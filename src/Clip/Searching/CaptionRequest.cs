namespace Clip;

/// <summary>A search for the captions nearest to a picture.</summary>
/// <param name="Picture">The picture.</param>
public sealed record CaptionRequest(PictureSource Picture)
{
    /// <summary>The most captions to return, at least 1.</summary>
    public int TopK { get; init; } = 10;

    /// <inheritdoc cref="PictureRequest.Score"/>
    public ScoreKind Score { get; init; }

    /// <inheritdoc cref="PictureRequest.MinScore"/>
    public float? MinScore { get; init; }

    /// <summary>
    /// Update the index first, with these options; null chooses from the index as it is. Not read where the captions do
    /// not come from an index.
    /// </summary>
    public IndexerOptions? Update { get; init; }
}
