using Clip.Catalog;
using Clip.Indexing;

namespace Clip.Searching;

/// <summary>
/// A search for the pictures nearest to a picture, which is itself left out. Of a file in the index, only that file is
/// left out and its copies are found. Of a file from elsewhere, all files with its content are left out.
/// </summary>
/// <param name="Picture">The picture.</param>
public sealed record SimilarRequest(PictureSource Picture)
{
    /// <inheritdoc cref="SearchRequest.TopK"/>
    public int TopK { get; init; } = 10;

    /// <inheritdoc cref="SearchRequest.Score"/>
    public ScoreKind Score { get; init; }

    /// <inheritdoc cref="SearchRequest.MinScore"/>
    public float? MinScore { get; init; }

    /// <inheritdoc cref="SearchRequest.Filter"/>
    public PictureFilter? Filter { get; init; }

    /// <inheritdoc cref="SearchRequest.Update"/>
    public IndexerOptions? Update { get; init; }

    /// <inheritdoc cref="SearchRequest.WithFiles"/>
    public bool WithFiles { get; init; }
}
