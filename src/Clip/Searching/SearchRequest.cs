namespace Clip;

/// <summary>A search for the pictures nearest to a query.</summary>
/// <param name="Query">What to search for.</param>
public sealed record SearchRequest(Query Query) : PictureRequest
{
    /// <summary>What decides about the order.</summary>
    public RankBy Rank { get; init; }

    /// <summary>
    /// Whether each answer says what each term contributes to it: <see cref="FoundPicture.Explanation"/>.
    /// </summary>
    public bool Explain { get; init; }

    /// <summary>
    /// Whether texts and pictures count alike in a mix. Pictures are nearer to a picture than to any text, so that it
    /// drowns the texts otherwise: each term's weight is divided by how much its scores vary over the index.
    /// </summary>
    public bool Balance { get; init; }
}
