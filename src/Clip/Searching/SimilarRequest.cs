namespace Clip;

/// <summary>
/// A search for the pictures nearest to one or more pictures: to the mean of their unit vectors. Only the very files of
/// the query are left out, by whatever path or link they are named; their copies are found.
/// </summary>
/// <param name="Pictures">The pictures; at least one.</param>
public sealed record SimilarRequest(IReadOnlyList<PictureSource> Pictures) : PictureRequest
{
    /// <summary>A search for the pictures nearest to one.</summary>
    public SimilarRequest(PictureSource picture)
        : this([picture])
    {
    }
}
