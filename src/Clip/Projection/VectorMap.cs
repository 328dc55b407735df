using Clip.Projection;
using Clip.Vectors;

namespace Clip;

/// <summary>
/// Maps of vectors: a position in two dimensions for each, so that vectors that are near each other stay near.
/// </summary>
/// <remarks>Each is deterministic: the same vectors in the same order always give the same map.</remarks>
public static class VectorMap
{
    /// <summary>Fewer vectors have no neighborhoods; their map is that of the principal components.</summary>
    private const int FewestForNeighborhoods = 4;

    /// <summary>
    /// The first two principal components: a straight view, in which distances across the whole map mean something.
    /// </summary>
    /// <param name="vectors">The vectors one after the other.</param>
    /// <param name="dimensions">Dimensions per vector, at least 2.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <returns>x and y of each vector.</returns>
    /// <exception cref="ArgumentException">The numbers are not whole vectors, or not all finite.</exception>
    public static ReadOnlyMemory<float> Pca(
        ReadOnlyMemory<float> vectors, int dimensions, CancellationToken cancellationToken = default) =>
        PrincipalComponents.Of(vectors, dimensions, 2, cancellationToken).Positions;

    /// <summary>
    /// t-SNE (van der Maaten and Hinton 2008), started from the principal components: groups of neighbors stand apart;
    /// distances between groups mean little. Exact up to 4,000 vectors; of more, what is far away pushes as one (Barnes
    /// and Hut), so that apart from finding neighbors its time grows with n log n. Its memory grows with n: some two
    /// kilobytes per vector beside the vectors.
    /// </summary>
    /// <param name="vectors">The vectors one after the other, each of unit length.</param>
    /// <param name="dimensions">Dimensions per vector, at least 2.</param>
    /// <param name="perplexity">
    /// About how many neighbors of a vector count, at least 1; lowered to a third of the vectors where there are few.
    /// </param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <inheritdoc cref="Pca" path="/returns"/>
    /// <inheritdoc cref="Pca" path="/exception"/>
    public static ReadOnlyMemory<float> Tsne(
        ReadOnlyMemory<float> vectors, int dimensions, double perplexity = 30,
        CancellationToken cancellationToken = default) =>
        TsneUpTo(TsneDescent.MostExact, vectors, dimensions, perplexity, cancellationToken);

    /// <summary>The same with another limit up to which it is exact.</summary>
    internal static ReadOnlyMemory<float> TsneUpTo(
        int mostExact, ReadOnlyMemory<float> vectors, int dimensions, double perplexity,
        CancellationToken cancellationToken)
    {
        if (!(perplexity >= 1))
            throw new ArgumentOutOfRangeException(nameof(perplexity), perplexity, "is less than 1");
        var start = Pca(vectors, dimensions, cancellationToken);
        var count = start.Length / 2;
        if (count < FewestForNeighborhoods)
            return start;
        perplexity = Math.Min(perplexity, (count - 1) / 3.0);
        using var rows = AlignedRows.Of(vectors.Span, dimensions);
        var nearest = NearestRows.Find(
            rows, Math.Min(count - 1, Math.Max(1, (int)(3 * perplexity))), cancellationToken);
        var neighbors = TsneNeighbors.Weigh(nearest, perplexity);
        return new TsneDescent(neighbors, start.Span, mostExact).Run(cancellationToken);
    }

    /// <summary>
    /// UMAP (McInnes, Healy and Melville 2018), started from the principal components: like t-SNE, but it keeps more of
    /// how groups lie to each other, and its time grows with the number of vectors, apart from finding neighbors.
    /// </summary>
    /// <param name="vectors">The vectors one after the other, each of unit length.</param>
    /// <param name="dimensions">Dimensions per vector, at least 2.</param>
    /// <param name="neighbors">How many neighbors of a vector count, itself included; at least 2.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    /// <inheritdoc cref="Pca" path="/returns"/>
    /// <inheritdoc cref="Pca" path="/exception"/>
    public static ReadOnlyMemory<float> Umap(
        ReadOnlyMemory<float> vectors, int dimensions, int neighbors = 15,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 2);
        var start = Pca(vectors, dimensions, cancellationToken);
        var count = start.Length / 2;
        if (count < FewestForNeighborhoods)
            return start;
        using var rows = AlignedRows.Of(vectors.Span, dimensions);
        var nearest = NearestRows.Find(rows, Math.Min(count, neighbors) - 1, cancellationToken);
        return new UmapDescent(UmapNeighbors.Weigh(nearest), start.Span).Run(cancellationToken);
    }
}
