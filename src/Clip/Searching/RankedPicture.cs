namespace Clip.Searching;

/// <summary>A picture at its place in an answer, whatever files hold it.</summary>
/// <param name="Index">The index that holds it.</param>
/// <param name="Entry">Its entry there.</param>
internal readonly record struct PictureKey(IndexSnapshot Index, long Entry);

/// <param name="Key">The picture.</param>
/// <param name="Cosine">Its cosine with the query.</param>
internal readonly record struct RankedPicture(PictureKey Key, float Cosine)
{
    /// <summary>How it was found.</summary>
    public FoundBy By { get; init; }

    /// <summary>The one of its files that the words of the query fit best, or null.</summary>
    public string? BestPath { get; init; }
}
