namespace Clip;

/// <summary>How a library is searched so that it finds a share of the pictures that an exact search finds.</summary>
/// <param name="Recall">
/// The share of the ten best pictures that was found, measured on the library itself; 1 for exact searches.
/// </param>
/// <param name="Width">
/// How many entries of the library's index a search looks at (<c>hnsw.ef_search</c>); null for exact searches.
/// </param>
/// <param name="Queries">How many searches were measured.</param>
public readonly record struct RecallChoice(double Recall, int? Width, int Queries);
