using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Models.Sentence;
using Clip.Models.TextTower;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>
/// Computes embeddings from a graph's output: applies the modules that follow the graph, truncates to the dimension in
/// use, and scales to unit length. Nothing after it scales again. A row that is not finite or has no direction becomes
/// a <see cref="MissingEmbedding"/>, because the other rows of the batch are good.
/// </summary>
/// <param name="Name">The graph's output.</param>
/// <param name="Length">
/// The length of an embedding before it is truncated; null where neither graph nor modules state it.
/// </param>
/// <param name="Modules">What follows the graph; null where the output is the embedding.</param>
internal sealed record EmbeddingOutput(string Name, int? Length, SentenceModules? Modules)
{
    /// <summary>The output of a text tower.</summary>
    public static EmbeddingOutput OfText(OnnxGraph graph, ModelFolder folder)
    {
        if (folder is not { Layout: ModelLayout.SentenceTransformer, Modules: { } modules })
            return Of(GraphSignature.TextEmbedding(graph));
        // An export of all modules computes the embedding inside the graph; pooling it again would be wrong.
        if (GraphSignature.SentenceEmbedding(graph) is { } whole)
            return Of(whole);
        var states = GraphSignature.HiddenStates(graph) ?? throw new ModelException(
            graph.Path, $"gives no token states ({graph.OutputNames})",
            "export the transformer with its last_hidden_state");
        if (GraphSignature.AttentionMask(graph) is null)
        {
            throw new ModelException(
                graph.Path, "takes no attention_mask, so that pooling cannot tell tokens from padding",
                "export the transformer with its attention mask");
        }
        var chain = SentenceModules.Read(modules);
        int? width = states.Shape is [_, _, { } stated] ? (int)stated : null;
        return new EmbeddingOutput(states.Name, chain.LengthFor(width), chain);
    }

    /// <summary>The output of an image tower.</summary>
    public static EmbeddingOutput OfImage(OnnxGraph graph) => Of(GraphSignature.ImageEmbedding(graph));

    private static EmbeddingOutput Of(OnnxValue output) =>
        new(output.Name, output.Shape is [_, { } length] && length <= int.MaxValue ? (int)length : null, null);

    /// <summary>Writes the first rows of an output as unit vectors.</summary>
    /// <param name="output">[batch, length], or [batch, sequence, width] where modules follow.</param>
    /// <param name="mask">The mask that the graph got, [batch, sequence]; only needed where modules follow.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="destination">Receives count × dimension floats; dimension is at most <see cref="Length"/>.</param>
    /// <param name="graph">The graph's file, for errors.</param>
    public void Copy(OrtValue output, OrtValue? mask, int count, Span<float> destination, string graph)
    {
        var shape = output.GetTensorTypeAndShape();
        var dimension = destination.Length / count;
        var floats = Floats(output, shape.ElementDataType, graph);
        if (Modules is not null)
        {
            if (shape.Shape is not [var batch, var sequence, var width] || batch < count)
                throw Unexpected(graph, shape.Shape, $"{count}, tokens, width");
            var length = Length ?? dimension;
            var rows = new float[count * length];
            var tokens = new bool[count * sequence];
            TokenTensor.ReadMask(mask!, tokens);
            Modules.Apply(floats, tokens, (int)width, count, rows);
            CopyRows(rows, length, count, destination);
            return;
        }
        if (shape.Shape.Length != 2 || shape.Shape[0] < count || shape.Shape[1] != (Length ?? dimension))
            throw Unexpected(graph, shape.Shape, $"{count}, {Length ?? dimension}");
        CopyRows(floats, (int)shape.Shape[1], count, destination);
    }

    private static void CopyRows(ReadOnlySpan<float> rows, int length, int count, Span<float> destination)
    {
        var dimension = destination.Length / count;
        for (var row = 0; row < count; row++)
        {
            var vector = destination.Slice(row * dimension, dimension);
            rows.Slice(row * length, dimension).CopyTo(vector);
            Normalize(vector);
        }
    }

    private static ReadOnlySpan<float> Floats(OrtValue output, TensorElementType type, string graph)
    {
        if (type == TensorElementType.Float)
            return output.GetTensorDataAsSpan<float>();
        return type switch
        {
            TensorElementType.Float16 => Convert(output.GetTensorDataAsSpan<Float16>(), static value => (float)value),
            TensorElementType.Double => Convert(output.GetTensorDataAsSpan<double>(), static value => (float)value),
            _ => throw new ModelException(
                graph, $"gives embeddings of type {type}", "use a variant with float outputs"),
        };
    }

    private static float[] Convert<T>(ReadOnlySpan<T> values, Func<T, float> convert)
    {
        var floats = new float[values.Length];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = convert(values[i]);
        return floats;
    }

    /// <summary>
    /// Scales a vector to unit length. The sum has 64 bits, so that the result is as exact as 32 bits allow in any
    /// dimension.
    /// </summary>
    private static void Normalize(Span<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
            sum += (double)value * value;
        if (!double.IsFinite(sum) || sum == 0)
        {
            MissingEmbedding.Mark(vector);
            return;
        }
        var scale = 1 / Math.Sqrt(sum);
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] * scale);
    }

    private static ModelException Unexpected(string graph, long[] shape, string expected) => new(
        graph, $"gave an output of shape [{string.Join(", ", shape)}] where [{expected}] was expected",
        "check that config.json belongs to this graph");
}
