using Microsoft.Extensions.AI;

namespace Clip;

/// <summary>Where a <see cref="ClipVectorStore"/> keeps its records, and what embeds them.</summary>
public sealed class ClipVectorStoreOptions
{
    /// <summary>
    /// The folder of the store's file, made with the first collection; null keeps the records in memory only.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Embeds texts and pictures of vector properties, and queries, where neither the property nor its definition names
    /// another generator; null for none. The store does not dispose it.
    /// </summary>
    public IEmbeddingGenerator? EmbeddingGenerator { get; set; }
}
