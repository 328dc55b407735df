using Clip.Images;
using Clip.Images.Preprocessing;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>
/// A batch of prepared pictures in one native tensor. Pictures are written straight into their slots, from several
/// threads if they write to different slots, and the tensor goes to the graph as it is. Dispose after use.
/// </summary>
public sealed class ImageBatch : IDisposable
{
    private readonly ImagePreprocessor _preprocessor;
    private readonly PictureTensorLayout _layout;
    private readonly OrtValue _tensor;

    /// <param name="preprocessor">Makes the pictures.</param>
    /// <param name="layout">The form that the graph wants.</param>
    /// <param name="capacity">The number of slots.</param>
    /// <param name="step">Slots are handed to the graph in whole steps of this many; those that are over stay black.</param>
    internal ImageBatch(ImagePreprocessor preprocessor, PictureTensorLayout layout, int capacity, int step)
    {
        _preprocessor = preprocessor;
        _layout = layout;
        Capacity = capacity;
        var slots = checked((capacity + step - 1) / step * step);
        _tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)layout.ElementType, layout.Shape(slots));
        if (slots > capacity)
            Bytes(capacity, slots - capacity).Clear();
    }

    /// <summary>The number of slots.</summary>
    public int Capacity { get; }

    /// <summary>Resizes, crops and normalises a picture into a slot.</summary>
    /// <param name="slot">0 to <see cref="Capacity"/> − 1.</param>
    /// <param name="picture">The decoded picture.</param>
    public void Write(int slot, Picture picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Capacity);
        _layout.Write(_preprocessor, picture, Bytes(slot, 1));
    }

    /// <summary>
    /// Neighbouring slots as a tensor over the same memory; the caller disposes it before the batch.
    /// </summary>
    internal unsafe OrtValue Tensor(int start, int count)
    {
        var bytes = Bytes(start, count);
        fixed (byte* first = bytes)
        {
            // The memory is native: it does not move when the fixed block ends, and lives as long as this batch.
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, (TensorElementType)_layout.ElementType, _layout.Shape(count), (nint)first, bytes.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tensor.Dispose();

    // The whole tensor may be longer than a span, a few slots are not.
    private unsafe Span<byte> Bytes(int start, int count)
    {
        fixed (byte* first = &System.Runtime.InteropServices.MemoryMarshal.GetReference(_tensor.GetTensorMutableRawData()))
            return new Span<byte>(first + start * _layout.PictureBytes, checked((int)(count * _layout.PictureBytes)));
    }
}
