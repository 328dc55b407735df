namespace Clip;

/// <summary>A picture whose name, folders or captions have the words of a query.</summary>
/// <param name="Path">The best of its files, relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Score">
/// BM25 times the share of the query's information that the file's words hold; higher is better. Comparable within one
/// query only.
/// </param>
/// <param name="Entry">The row of its vector.</param>
public sealed record WordHit(string Path, double Score, long Entry);
