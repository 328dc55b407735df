namespace Clip;

/// <summary>What a verification of a library in a store has found.</summary>
/// <param name="Vectors">The vectors that were compared, of pictures and captions.</param>
/// <param name="Problems">
/// What is wrong, a line per kind of problem with how often it occurs and an example; empty for a sound library.
/// </param>
public sealed record StoreHealth(long Vectors, IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Problems.Count == 0;
}
