using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>Takes embeddings out of a graph's output and brings them to unit length, once, here.</summary>
internal static class Embeddings
{
    /// <summary>Copies the first <paramref name="count"/> rows of an output [batch, dimension] as unit vectors.</summary>
    public static void Copy(OrtValue output, int count, Span<float> destination, string graph)
    {
        var shape = output.GetTensorTypeAndShape();
        var dimension = destination.Length / count;
        if (shape.Shape.Length != 2 || shape.Shape[0] < count || shape.Shape[1] != dimension)
            throw new ModelException(graph, $"gave an output of shape [{string.Join(", ", shape.Shape)}] where [{count}, {dimension}] was expected", "check that config.json belongs to this graph");

        if (shape.ElementDataType == TensorElementType.Float)
            output.GetTensorDataAsSpan<float>()[..destination.Length].CopyTo(destination);
        else if (shape.ElementDataType == TensorElementType.Float16)
        {
            var halves = output.GetTensorDataAsSpan<Float16>();
            for (var i = 0; i < destination.Length; i++)
                destination[i] = (float)halves[i];
        }
        else
            throw new ModelException(graph, $"gives embeddings of type {shape.ElementDataType}", "use a variant with float outputs");

        for (var row = 0; row < count; row++)
            Normalize(destination.Slice(row * dimension, dimension), graph);
    }

    /// <summary>
    /// Scales a vector to unit length. The sum runs in 64 bits, so that the result is as exact as 32 bits allow whatever
    /// the dimension.
    /// </summary>
    private static void Normalize(Span<float> vector, string graph)
    {
        var sum = 0.0;
        foreach (var value in vector)
            sum += (double)value * value;
        if (!double.IsFinite(sum) || sum == 0)
            throw new ModelException(graph, "gave an embedding that is not finite or zero", "try another variant of the model, or --device cpu");
        var scale = 1 / Math.Sqrt(sum);
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] * scale);
    }
}
