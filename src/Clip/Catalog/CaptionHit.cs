namespace Clip;

/// <summary>A caption near a query.</summary>
/// <param name="Rank">Counted from 1.</param>
/// <param name="Caption">The text.</param>
/// <param name="Score">Cosine with the query, from -1 to 1.</param>
/// <param name="Path">The picture that the caption was first stored with, or null if it stands alone.</param>
/// <param name="Entry">The row of its vector.</param>
public sealed record CaptionHit(int Rank, string Caption, float Score, string? Path, long Entry);
