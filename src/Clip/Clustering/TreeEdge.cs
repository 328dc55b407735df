namespace Clip.Clustering;

/// <summary>An edge of a spanning tree over vectors.</summary>
/// <param name="A">A vector.</param>
/// <param name="B">Another.</param>
/// <param name="Distance">Their mutual reachability distance.</param>
internal readonly record struct TreeEdge(int A, int B, double Distance);
