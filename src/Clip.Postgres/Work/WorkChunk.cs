namespace Clip.Postgres.Work;

/// <summary>Files that one worker encodes together.</summary>
/// <param name="Id">The chunk's key.</param>
/// <param name="Plan">The plan that it belongs to.</param>
/// <param name="Paths">The files, relative to the root.</param>
/// <param name="Attempts">How many workers have taken it, this one included.</param>
/// <param name="Fence">
/// The number of the lease. A worker that was thought dead holds an older one, and cannot finish the chunk any more.
/// </param>
internal sealed record WorkChunk(long Id, long Plan, string[] Paths, int Attempts, long Fence);
