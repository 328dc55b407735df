using Clip.Files;

namespace Clip;

/// <summary>A picture near a query.</summary>
/// <param name="Rank">Counted from 1.</param>
/// <param name="Path">Relative to the index's root, separated by <c>/</c>.</param>
/// <param name="Score">Cosine with the query, from -1 to 1.</param>
/// <param name="Caption">The first of the captions stored with the picture, or null.</param>
/// <param name="Entry">The row of its vector. Copies of a picture share one entry.</param>
public sealed record PictureHit(int Rank, string Path, float Score, string? Caption, long Entry)
{
    /// <summary>What the index knows about the file; null where it was not looked up.</summary>
    public FileRecord? File { get; init; }

    /// <summary>The picture's unit vector; empty where it was not asked for.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>Whether the path matches a glob, as <see cref="PictureFilter.Globs"/> describes it.</summary>
    /// <param name="glob">The glob; case does not count.</param>
    /// <exception cref="ArgumentException">It is not a valid glob.</exception>
    public bool PathMatches(string glob) => new PathGlobs([glob]).Allow(Path);
}
