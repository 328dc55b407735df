using Microsoft.Extensions.AI;

namespace Clip.Embeddings;

/// <summary>The part of a generator that embeds texts, for code that asks a generator what it embeds.</summary>
/// <param name="generator">Disposed together with this view.</param>
internal sealed class TextEmbeddings(ClipEmbeddingGenerator generator)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(generator);

/// <summary>
/// The part of a generator that embeds pictures. Stores that are given one for both hand pictures to that for texts.
/// </summary>
/// <param name="generator">Disposed together with this view.</param>
internal sealed class PictureEmbeddings(ClipEmbeddingGenerator generator)
    : DelegatingEmbeddingGenerator<DataContent, Embedding<float>>(generator);
