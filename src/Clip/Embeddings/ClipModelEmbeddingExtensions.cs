using Microsoft.Extensions.AI;

namespace Clip;

/// <summary>Offers a model as embedding generators of Microsoft.Extensions.AI.</summary>
public static class ClipModelEmbeddingExtensions
{
    /// <summary>
    /// The model as one generator for texts and pictures, as a vector store takes it. The model stays the caller's,
    /// unless <paramref name="options"/> say otherwise.
    /// </summary>
    /// <param name="model">The model; it must live as long as the generator.</param>
    /// <param name="options">How to encode.</param>
    public static ClipEmbeddingGenerator AsEmbeddingGenerator(
        this ClipModel model, ClipEmbeddingGeneratorOptions? options = null) => new(model, options);

    /// <summary>
    /// The model as a generator for texts, as <c>AsBuilder</c> and <c>AddEmbeddingGenerator</c> take it to put caching,
    /// logging or telemetry in front. The model stays the caller's, unless <paramref name="options"/> say otherwise.
    /// </summary>
    /// <param name="model">The model; it must live as long as the generator.</param>
    /// <param name="options">How to encode.</param>
    public static IEmbeddingGenerator<string, Embedding<float>> AsTextEmbeddingGenerator(
        this ClipModel model, ClipEmbeddingGeneratorOptions? options = null) =>
        new ClipEmbeddingGenerator(model, options);

    /// <summary>
    /// The model as a generator for pictures in memory, as <c>AsBuilder</c> and <c>AddEmbeddingGenerator</c> take it.
    /// The model stays the caller's, unless <paramref name="options"/> say otherwise.
    /// </summary>
    /// <param name="model">The model; it must live as long as the generator.</param>
    /// <param name="options">How to encode.</param>
    public static IEmbeddingGenerator<DataContent, Embedding<float>> AsPictureEmbeddingGenerator(
        this ClipModel model, ClipEmbeddingGeneratorOptions? options = null) =>
        new ClipEmbeddingGenerator(model, options);
}
