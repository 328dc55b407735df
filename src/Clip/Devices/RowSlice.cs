using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Devices;

/// <summary>
/// Some rows of a batch as tensors over the same memory. Inputs whose first dimension is the batch are narrowed;
/// others, such as the blank picture for a combined graph, stay whole. Dispose it before the batch.
/// </summary>
internal sealed class RowSlice : IDisposable
{
    private readonly List<OrtValue> _owned = [];

    /// <param name="values">The tensors of the whole batch, in the processor's memory.</param>
    /// <param name="rows">Rows of the whole batch.</param>
    /// <param name="start">The first row to take.</param>
    /// <param name="count">How many rows to take.</param>
    public RowSlice(IReadOnlyCollection<OrtValue> values, int rows, int start, int count)
    {
        if (start == 0 && count == rows)
        {
            Values = values;
            return;
        }
        var narrowed = new List<OrtValue>(values.Count);
        foreach (var value in values)
            narrowed.Add(Narrow(value, rows, start, count));
        Values = narrowed;
    }

    /// <summary>The tensors, in the order of the whole ones.</summary>
    public IReadOnlyCollection<OrtValue> Values { get; }

    public void Dispose() => _owned.ForEach(static value => value.Dispose());

    private OrtValue Narrow(OrtValue value, int rows, int start, int count)
    {
        var info = value.GetTensorTypeAndShape();
        if (info.Shape is not [var first, .. var rest] || first != rows)
            return value;
        var slice = info.ElementDataType switch
        {
            TensorElementType.Float => View<float>(value, info.ElementDataType, start, count, rows, rest),
            TensorElementType.UInt8 => View<byte>(value, info.ElementDataType, start, count, rows, rest),
            TensorElementType.Int32 => View<int>(value, info.ElementDataType, start, count, rows, rest),
            TensorElementType.Int64 => View<long>(value, info.ElementDataType, start, count, rows, rest),
            TensorElementType.Float16 => View<Float16>(value, info.ElementDataType, start, count, rows, rest),
            TensorElementType.Bool => View<bool>(value, info.ElementDataType, start, count, rows, rest),
            _ => throw new NotSupportedException($"a batch of {info.ElementDataType} cannot be divided"),
        };
        _owned.Add(slice);
        return slice;
    }

    private static unsafe OrtValue View<T>(
        OrtValue value, TensorElementType type, int start, int count, int rows, long[] rest)
        where T : unmanaged
    {
        var all = value.GetTensorMutableDataAsSpan<T>();
        var length = all.Length / rows;
        fixed (T* first = all.Slice(start * length, count * length))
        {
            // The memory belongs to the whole tensor and does not move when the fixed block ends.
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, type, [count, .. rest], (nint)first, (long)count * length * sizeof(T));
        }
    }
}
