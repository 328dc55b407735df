namespace Clip;

/// <summary>A picture near a query.</summary>
/// <param name="Rank">Its place by the query, from 1.</param>
/// <param name="Path">Relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Score">The score of the kind that was asked for.</param>
/// <param name="Cosine">The cosine with the query, from -1 to 1.</param>
/// <param name="Caption">The first of the captions stored with the picture, or null.</param>
/// <param name="Entry">
/// The index's number for the picture's content, shared by copies; valid until the index is compacted.
/// </param>
public sealed record FoundPicture(int Rank, string Path, float Score, float Cosine, string? Caption, long Entry)
{
    /// <summary>How it was found.</summary>
    public FoundBy By { get; init; }

    /// <summary>
    /// The paths of the other files with the same content; empty unless the request folds copies.
    /// </summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>The folder that <see cref="Path"/> and <see cref="Copies"/> are relative to, and its index.</summary>
    public required IndexLocation Location { get; init; }

    /// <summary>
    /// What the index knows about the file: size, time, dimensions, metadata. Null where it was not asked for.
    /// </summary>
    public FileRecord? File { get; init; }

    /// <summary>
    /// The probability that the best answer to a query without a fitting picture scores as high; null unless the
    /// request has a cutoff.
    /// </summary>
    public double? Chance { get; init; }

    /// <summary>
    /// Its place on <see cref="PictureRequest.Axis"/>, as <see cref="AxisFile.Position"/> of the pictures that the
    /// request is about; null where it was not asked for.
    /// </summary>
    public double? Position { get; init; }

    /// <summary>
    /// What each term of the query contributes to <see cref="Cosine"/>; empty where it was not asked for.
    /// </summary>
    public IReadOnlyList<TermShare> Explanation { get; init; } = [];
}

/// <summary>The pictures nearest to a query.</summary>
/// <param name="Pictures">
/// Best first, by what the request ranks by; of equally good ones the one stored first. With
/// <see cref="PictureRequest.Axis"/>, in ascending order of position.
/// </param>
public sealed record SearchAnswer(IReadOnlyList<FoundPicture> Pictures)
{
    /// <summary>
    /// How many of the nearest pictures were left out because their score is below the requested minimum.
    /// </summary>
    public int BelowMinimum { get; init; }

    /// <summary>How many of the nearest pictures were left out by <see cref="PictureRequest.Cutoff"/>.</summary>
    public int BeyondCutoff { get; init; }

    /// <summary>
    /// The least <see cref="FoundPicture.Chance"/> of all pictures, those left out included; null without a cutoff.
    /// </summary>
    public double? LeastChance { get; init; }

    /// <summary>
    /// Where <see cref="PictureRequest.Cutoff"/> has left out every picture, the one with the least
    /// <see cref="FoundPicture.Chance"/>; otherwise null.
    /// </summary>
    public FoundPicture? NearestBeyondCutoff { get; init; }

    /// <summary>
    /// How the scores are distributed over everything searched; null where the request asks for cosines.
    /// </summary>
    public ScoreDistribution? Distribution { get; init; }

    /// <summary>
    /// How many pictures meet each condition of the filter alone; empty unless no picture meets all of them.
    /// </summary>
    public IReadOnlyList<FilterCount> FilterCounts { get; init; } = [];

    /// <summary>
    /// Whether the indexes hold no picture at all, because all were removed or none was there.
    /// </summary>
    public bool HoldsNothing { get; init; }

    /// <summary>
    /// What the caller should know about this answer. Files that could not be indexed are not among it.
    /// </summary>
    public IReadOnlyList<SearchNotice> Notices { get; init; } = [];
}
