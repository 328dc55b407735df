using Clip.Vectors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip.VectorData.Records;

/// <summary>The vectors of records and of queries: given as they are, or generated from texts and pictures.</summary>
internal static class VectorInput
{
    /// <summary>The vector that a search is for.</summary>
    /// <exception cref="NotSupportedException">The value is no vector, and there is no generator.</exception>
    /// <exception cref="InvalidOperationException">The generator does not take such values.</exception>
    /// <exception cref="ArgumentException">The vector has another length, or a number that is not finite.</exception>
    public static async Task<ReadOnlyMemory<float>> OfQueryAsync(
        VectorPropertyModel property, object value, Type type, CancellationToken cancellationToken)
    {
        var vector = Vector(value);
        if (vector is null)
        {
            if (property.EmbeddingGenerator is not { } generator)
            {
                throw new NotSupportedException(
                    VectorDataStrings.InvalidSearchInputAndNoEmbeddingGeneratorWasConfigured(
                        value.GetType(), RecordModelBuilder.SupportedVectors));
            }
            if (property.EmbeddingGenerationDispatcher is null)
            {
                throw new InvalidOperationException(
                    VectorDataStrings.IncompatibleEmbeddingGeneratorWasConfiguredForInputType(
                        type, generator.GetType()));
            }
            var embedding = await property.GenerateEmbeddingAsync(value, cancellationToken).ConfigureAwait(false);
            vector = Vector(embedding);
        }
        return Checked(vector!.Value, property);
    }

    /// <summary>The vectors of a property of some records, copied; null for a record that has none.</summary>
    /// <inheritdoc cref="OfQueryAsync"/>
    public static async Task<float[]?[]> OfRecordsAsync(
        VectorPropertyModel property, IReadOnlyList<object> records, CancellationToken cancellationToken)
    {
        var vectors = new float[]?[records.Count];
        List<int> embedded = [];
        List<object?> inputs = [];
        for (var i = 0; i < vectors.Length; i++)
        {
            if (property.GetValueAsObject(records[i]) is not { } value)
                continue;
            if (RecordModelBuilder.IsVector(property.Type))
            {
                vectors[i] = Checked(Vector(value)!.Value, property).ToArray();
                continue;
            }
            embedded.Add(i);
            inputs.Add(value);
        }
        if (inputs.Count == 0)
            return vectors;
        // One call for all records, so that the generator encodes them in batches.
        var embeddings = await EmbedAsync(property, inputs, cancellationToken).ConfigureAwait(false);
        if (embeddings.Count != inputs.Count)
        {
            throw new InvalidOperationException(
                $"The embedding generator of property '{property.ModelName}' returned {embeddings.Count} embeddings "
                + $"for {inputs.Count} values.");
        }
        foreach (var (record, embedding) in embedded.Zip(embeddings))
            vectors[record] = Checked(Vector(embedding)!.Value, property).ToArray();
        return vectors;
    }

    /// <summary>
    /// The abstraction's base class hands pictures to a generator for texts where one generator is for both.
    /// </summary>
    private static async Task<IReadOnlyList<Embedding>> EmbedAsync(
        VectorPropertyModel property, IReadOnlyList<object?> inputs, CancellationToken cancellationToken) =>
        property.Type == typeof(DataContent)
            && property.EmbeddingGenerator is IEmbeddingGenerator<DataContent, Embedding<float>> pictures
            ? await pictures.GenerateAsync(inputs.Cast<DataContent>(), null, cancellationToken).ConfigureAwait(false)
            : await property.GenerateEmbeddingsAsync(inputs, cancellationToken).ConfigureAwait(false);

    private static ReadOnlyMemory<float>? Vector(object value) => value switch
    {
        ReadOnlyMemory<float> memory => memory,
        float[] array => array,
        Embedding<float> embedding => embedding.Vector,
        _ => (ReadOnlyMemory<float>?)null,
    };

    private static ReadOnlyMemory<float> Checked(ReadOnlyMemory<float> vector, VectorPropertyModel property)
    {
        if (vector.Length != property.Dimensions)
        {
            throw new ArgumentException(
                $"The vector for property '{property.ModelName}' has {vector.Length} dimensions where "
                + $"{property.Dimensions} are needed.");
        }
        VectorLength.RequireFinite(vector.Span, property.ModelName);
        return vector;
    }
}
