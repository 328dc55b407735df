using Microsoft.Extensions.AI;

namespace Clip;

/// <summary>
/// A generator for texts and one for pictures as one, so that a vector store embeds both with pipelines that were built
/// separately, for example with a cache in front of the texts only. Thread-safe where both are.
/// </summary>
/// <param name="texts">Embeds texts; disposed together with this generator.</param>
/// <param name="pictures">Embeds pictures into the same space; disposed together with this generator.</param>
public sealed class MultimodalEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> texts, IEmbeddingGenerator<DataContent, Embedding<float>> pictures)
    : IEmbeddingGenerator<string, Embedding<float>>, IEmbeddingGenerator<DataContent, Embedding<float>>
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _texts =
        texts ?? throw new ArgumentNullException(nameof(texts));

    private readonly IEmbeddingGenerator<DataContent, Embedding<float>> _pictures =
        pictures ?? throw new ArgumentNullException(nameof(pictures));

    /// <summary>Embeds texts.</summary>
    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default) => _texts.GenerateAsync(values, options, cancellationToken);

    /// <summary>Embeds pictures.</summary>
    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default) => _pictures.GenerateAsync(values, options, cancellationToken);

    /// <summary>
    /// Returns this generator, or else what the generator for texts offers, or else what that for pictures offers.
    /// </summary>
    /// <param name="serviceType">The type that is wanted.</param>
    /// <param name="serviceKey">The key that is wanted, or null.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this)
            ? this
            : _texts.GetService(serviceType, serviceKey) ?? _pictures.GetService(serviceType, serviceKey);
    }

    /// <summary>Disposes both generators.</summary>
    public void Dispose()
    {
        _texts.Dispose();
        _pictures.Dispose();
    }
}
