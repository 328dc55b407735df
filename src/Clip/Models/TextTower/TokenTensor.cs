using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models.TextTower;

/// <summary>Token ids and masks as tensors of whatever type a graph takes.</summary>
internal static class TokenTensor
{
    /// <summary>Creates a tensor of the input's element type.</summary>
    /// <param name="input">The graph's input.</param>
    /// <param name="values">[rows, length].</param>
    /// <param name="rows">The number of rows.</param>
    public static OrtValue Create(OnnxValue input, ReadOnlySpan<int> values, int rows)
    {
        var tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)input.ElementType, [rows, values.Length / rows]);
        switch (input.ElementType)
        {
            case OnnxElementType.Int64:
                var longs = tensor.GetTensorMutableDataAsSpan<long>();
                for (var i = 0; i < values.Length; i++)
                    longs[i] = values[i];
                break;
            case OnnxElementType.Float:
                var floats = tensor.GetTensorMutableDataAsSpan<float>();
                for (var i = 0; i < values.Length; i++)
                    floats[i] = values[i];
                break;
            case OnnxElementType.Bool:
                var flags = tensor.GetTensorMutableDataAsSpan<bool>();
                for (var i = 0; i < values.Length; i++)
                    flags[i] = values[i] != 0;
                break;
            default:
                values.CopyTo(tensor.GetTensorMutableDataAsSpan<int>());
                break;
        }
        return tensor;
    }

    /// <summary>Reads the first rows of a mask made by <see cref="Create"/>.</summary>
    /// <param name="mask">[batch, sequence].</param>
    /// <param name="tokens">Receives [rows, sequence]: true for a token and false for padding.</param>
    public static void ReadMask(OrtValue mask, Span<bool> tokens)
    {
        switch (mask.GetTensorTypeAndShape().ElementDataType)
        {
            case TensorElementType.Int64:
                Read(mask.GetTensorDataAsSpan<long>(), tokens);
                break;
            case TensorElementType.Float:
                Read(mask.GetTensorDataAsSpan<float>(), tokens);
                break;
            case TensorElementType.Bool:
                mask.GetTensorDataAsSpan<bool>()[..tokens.Length].CopyTo(tokens);
                break;
            default:
                Read(mask.GetTensorDataAsSpan<int>(), tokens);
                break;
        }
    }

    private static void Read<T>(ReadOnlySpan<T> mask, Span<bool> tokens) where T : IEquatable<T>
    {
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = !mask[i].Equals(default);
    }
}
