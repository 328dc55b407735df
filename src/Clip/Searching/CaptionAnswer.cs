namespace Clip;

/// <summary>A caption near a picture.</summary>
/// <param name="Rank">Position in the answer, from 1.</param>
/// <param name="Caption">The text.</param>
/// <param name="Score">The score of the kind that was asked for.</param>
/// <param name="Cosine">The cosine with the picture, from -1 to 1.</param>
/// <param name="Picture">
/// The picture that the caption belongs to, or null: in an index, the path relative to its root; in a caption file, as
/// the file writes it.
/// </param>
public sealed record FoundCaption(int Rank, string Caption, float Score, float Cosine, string? Picture)
{
    /// <summary>The index that holds the caption; null where it comes from a file or a list.</summary>
    public IndexLocation? Location { get; init; }
}

/// <summary>The captions nearest to a picture.</summary>
/// <param name="Captions">
/// Best first; of equal scores the one stored first. A text that several indexes hold counts once.
/// </param>
public sealed record CaptionAnswer(IReadOnlyList<FoundCaption> Captions)
{
    /// <summary>
    /// How many of the nearest captions were left out because their score is below the requested minimum.
    /// </summary>
    public int BelowMinimum { get; init; }

    /// <inheritdoc cref="SearchAnswer.Distribution"/>
    public ScoreDistribution? Distribution { get; init; }

    /// <inheritdoc cref="SearchAnswer.Notices"/>
    public IReadOnlyList<SearchNotice> Notices { get; init; } = [];
}
