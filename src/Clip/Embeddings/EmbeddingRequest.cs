using Clip.Models;
using Microsoft.Extensions.AI;

namespace Clip.Embeddings;

/// <summary>What the options of one call ask of a model, checked.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dimensions">The length of the embeddings that the caller gets.</param>
internal readonly record struct EmbeddingRequest(ClipModel Model, int Dimensions)
{
    /// <exception cref="ModelException">The options name another model, or a length that it does not have.</exception>
    public static EmbeddingRequest Of(ClipModel model, EmbeddingGenerationOptions? options)
    {
        if (options?.ModelId is { } id && id != model.Name && id != model.Reference)
        {
            throw new ModelException(
                id, $"is not the model of this generator, which is {model.Name}",
                "leave the model's name out, or use the generator of that model");
        }
        if (options?.Dimensions is not { } wanted)
            return new EmbeddingRequest(model, model.Dimensions);
        EmbeddingDimensions.Require(model.Folder, model.Dimensions, model.TrainedDimensions, wanted);
        return new EmbeddingRequest(model, wanted);
    }

    /// <summary>Splits the vectors of a batch into embeddings that share its memory.</summary>
    /// <param name="vectors">[rows, <see cref="ClipModel.Dimensions"/>] unit vectors, which may be changed.</param>
    /// <param name="usage">The tokens that were read; null for pictures.</param>
    public GeneratedEmbeddings<Embedding<float>> Split(float[] vectors, UsageDetails? usage)
    {
        var full = Model.Dimensions;
        var now = DateTimeOffset.UtcNow;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(vectors.Length / full) { Usage = usage };
        for (var start = 0; start < vectors.Length; start += full)
        {
            var vector = vectors.AsMemory(start, Dimensions);
            if (Dimensions < full)
                ScaleToUnit(vector.Span);
            embeddings.Add(new Embedding<float>(vector) { ModelId = Model.Name, CreatedAt = now });
        }
        return embeddings;
    }

    private void ScaleToUnit(Span<float> vector)
    {
        var squares = 0.0;
        foreach (var number in vector)
            squares += (double)number * number;
        if (squares == 0)
        {
            throw new ModelException(
                Model.Folder, $"gave an embedding that is zero in its first {Dimensions} dimensions",
                "ask for more dimensions");
        }
        var scale = 1 / Math.Sqrt(squares);
        foreach (ref var number in vector)
            number = (float)(number * scale);
    }
}
