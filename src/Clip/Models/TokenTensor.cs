using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>Token ids and masks as tensors of whatever type a graph takes.</summary>
internal static class TokenTensor
{
    /// <summary>Makes a tensor.</summary>
    /// <param name="input">The graph's input: its element type decides.</param>
    /// <param name="values">[rows, length] numbers.</param>
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

    /// <summary>Reads one row of a mask made by <see cref="Create"/>.</summary>
    public static void ReadMask(OrtValue mask, int row, Span<bool> tokens)
    {
        switch (mask.GetTensorTypeAndShape().ElementDataType)
        {
            case TensorElementType.Int64: Read(mask.GetTensorDataAsSpan<long>(), row, tokens); break;
            case TensorElementType.Float: Read(mask.GetTensorDataAsSpan<float>(), row, tokens); break;
            case TensorElementType.Bool: mask.GetTensorDataAsSpan<bool>().Slice(row * tokens.Length, tokens.Length).CopyTo(tokens); break;
            default: Read(mask.GetTensorDataAsSpan<int>(), row, tokens); break;
        }
    }

    private static void Read<T>(ReadOnlySpan<T> mask, int row, Span<bool> tokens) where T : IEquatable<T>
    {
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = !mask[row * tokens.Length + i].Equals(default);
    }
}
