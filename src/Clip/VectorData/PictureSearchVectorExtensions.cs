namespace Clip;

/// <summary>Offers pictures to code that searches through Microsoft.Extensions.VectorData.</summary>
public static class PictureSearchVectorExtensions
{
    /// <summary>The pictures of a search as a searchable of the abstraction. The search stays the caller's.</summary>
    /// <param name="search">The search; it must live as long.</param>
    public static PictureVectorSearch AsVectorSearchable(this PictureSearch search) => new(search);
}
