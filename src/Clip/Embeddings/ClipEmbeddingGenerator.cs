using Clip.Embeddings;
using Microsoft.Extensions.AI;

namespace Clip;

/// <summary>
/// A model as Microsoft.Extensions.AI's embedding generator, for texts and for pictures in memory: both get unit
/// vectors of one space, whose dot product is their similarity. A store that is given this generator embeds texts and
/// pictures, and finds either by the other.
/// </summary>
/// <remarks>
/// <para>Thread-safe. The work is done on other threads, several texts or pictures of one call in batches. The graphs
/// are loaded with the first text and the first picture.</para>
/// <para>A picture is a <see cref="DataContent"/> that holds a picture file: bytes, a <c>data:</c> URI, or a file that
/// <see cref="DataContent.LoadFromAsync(string, string?, CancellationToken)"/> has read. Its bytes decide its format;
/// one that is declared as text, audio or video is refused.</para>
/// <para>Of the options, <see cref="EmbeddingGenerationOptions.Dimensions"/> truncates the embeddings of a call and
/// scales them to unit length again, where the model allows that length, and
/// <see cref="EmbeddingGenerationOptions.ModelId"/> must be the model's name.</para>
/// </remarks>
/// <example><code>
/// using var model = ClipModel.Load("models/clip-mini");
/// var generator = model.AsEmbeddingGenerator();
/// var text = await generator.GenerateVectorAsync("a dog");
/// var picture = await generator.GenerateVectorAsync(await DataContent.LoadFromAsync("dog.jpg"));
/// </code></example>
public sealed class ClipEmbeddingGenerator
    : IEmbeddingGenerator<string, Embedding<float>>, IEmbeddingGenerator<DataContent, Embedding<float>>
{
    private const string ProviderName = "clip";

    private readonly ClipModel _model;
    private readonly ClipEmbeddingGeneratorOptions _options;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private volatile bool _disposed;

    /// <summary>Makes a generator of a model.</summary>
    /// <param name="model">The model; it must live as long as the generator.</param>
    /// <param name="options">How to encode; read once.</param>
    public ClipEmbeddingGenerator(ClipModel model, ClipEmbeddingGeneratorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = new ClipEmbeddingGeneratorOptions
        {
            TextsAreCaptions = options?.TextsAreCaptions ?? false,
            LeaveOpen = options?.LeaveOpen ?? true,
        };
        _metadata = new EmbeddingGeneratorMetadata(
            ProviderName, defaultModelId: model.Name, defaultModelDimensions: model.Dimensions);
    }

    /// <summary>Encodes texts, in batches of similar length.</summary>
    /// <param name="values">The texts; an empty one is valid.</param>
    /// <param name="options">The dimensions of the embeddings, and the model that is expected.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <returns>
    /// An embedding per text, in their order. <see cref="GeneratedEmbeddings{TEmbedding}.Usage"/> counts the tokens
    /// that the model read, special tokens included.
    /// </returns>
    /// <exception cref="ModelException">
    /// The model has no text tower, cannot be loaded or run, is not the one that <paramref name="options"/> names, or
    /// cannot be truncated to those dimensions.
    /// </exception>
    /// <exception cref="TokenizerException">A text is not valid UTF-16.</exception>
    /// <exception cref="ObjectDisposedException">The generator or its model was disposed.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var texts = ListOf(values);
        var request = EmbeddingRequest.Of(_model, options);
        return Task.Run(() => EncodeTexts(texts, request, cancellationToken), cancellationToken);
    }

    /// <summary>Decodes and encodes pictures, in batches on all cores.</summary>
    /// <param name="values">The pictures. Their bytes must not change until the call ends.</param>
    /// <param name="options">The dimensions of the embeddings, and the model that is expected.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <returns>An embedding per picture, in their order.</returns>
    /// <exception cref="PictureException">
    /// A picture is declared as something else, cannot be decoded, or gets no usable embedding; of several, the error
    /// is about the first. It calls the picture by <see cref="DataContent.Name"/> or its number, from 1.
    /// </exception>
    /// <exception cref="ModelException">
    /// The model has no image tower, cannot be loaded or run, is not the one that <paramref name="options"/> names, or
    /// cannot be truncated to those dimensions.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The generator or its model was disposed.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var pictures = ListOf(values);
        var request = EmbeddingRequest.Of(_model, options);
        return Task.Run(
            () => request.Split(PictureContents.Encode(_model.Image, pictures, cancellationToken), usage: null),
            cancellationToken);
    }

    /// <summary>The unit vector of one text.</summary>
    /// <inheritdoc cref="GenerateAsync(IEnumerable{string}, EmbeddingGenerationOptions?, CancellationToken)"/>
    /// <param name="value">The text.</param>
    /// <param name="options">The dimensions of the embedding, and the model that is expected.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    /// <returns>The vector.</returns>
    public Task<ReadOnlyMemory<float>> GenerateVectorAsync(
        string value, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        ((IEmbeddingGenerator<string, Embedding<float>>)this).GenerateVectorAsync(value, options, cancellationToken);

    /// <summary>The unit vector of one picture.</summary>
    /// <inheritdoc cref="GenerateAsync(IEnumerable{DataContent}, EmbeddingGenerationOptions?, CancellationToken)"/>
    /// <param name="value">The picture.</param>
    /// <param name="options">The dimensions of the embedding, and the model that is expected.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    /// <returns>The vector.</returns>
    public Task<ReadOnlyMemory<float>> GenerateVectorAsync(
        DataContent value, EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ((IEmbeddingGenerator<DataContent, Embedding<float>>)this).GenerateVectorAsync(
            value, options, cancellationToken);

    /// <summary>
    /// Returns what the generator consists of: <see cref="EmbeddingGeneratorMetadata"/>, <see cref="ClipModel"/>, its
    /// <see cref="TextEncoder"/> and <see cref="ImageEncoder"/> where it has such a tower, or this generator.
    /// </summary>
    /// <param name="serviceType">The type that is wanted.</param>
    /// <param name="serviceKey">Only null has services.</param>
    /// <returns>The object, which the model or this generator owns, or null.</returns>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(ClipModel) ? _model
            : serviceType == typeof(TextEncoder) ? _model.TextGraph is null ? null : _model.Text
            : serviceType == typeof(ImageEncoder) ? _model.ImageGraph is null ? null : _model.Image
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>
    /// Ends the use of the generator, and disposes the model where
    /// <see cref="ClipEmbeddingGeneratorOptions.LeaveOpen"/> is false.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        if (!_options.LeaveOpen)
            _model.Dispose();
    }

    private GeneratedEmbeddings<Embedding<float>> EncodeTexts(
        IReadOnlyList<string> texts, EmbeddingRequest request, CancellationToken cancellationToken)
    {
        var encoder = _model.Text;
        var vectors = new float[checked(texts.Count * encoder.Dimensions)];
        var missing = _options.TextsAreCaptions
            ? encoder.EncodeEachCaption(texts, vectors, encoder.CaptionLanguage, out var tokens, cancellationToken)
            : encoder.EncodeEach(texts, vectors, out tokens, cancellationToken);
        if (missing is [var first, ..])
            throw encoder.NoEmbedding(texts[first]);
        return request.Split(vectors, new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens });
    }

    private IReadOnlyList<T> ListOf<T>(IEnumerable<T> values) where T : class
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(_disposed, this);
        // A list of the caller's could change before the thread that encodes it has read it.
        var list = values.ToArray();
        if (list.Contains(null))
            throw new ArgumentException("A value is null.", nameof(values));
        return list;
    }
}
