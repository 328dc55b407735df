namespace Clip;

/// <summary>A picture near a query.</summary>
/// <param name="Rank">Counted from 1.</param>
/// <param name="Path">Relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Score">Cosine with the query, from -1 to 1.</param>
/// <param name="Caption">The first of the captions stored with the picture, or null.</param>
/// <param name="Entry">The row of its vector. Copies of a picture share one entry.</param>
public sealed record PictureHit(int Rank, string Path, float Score, string? Caption, long Entry);
