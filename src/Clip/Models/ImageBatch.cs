using Clip.Devices;
using Clip.Images;
using Clip.Models.Onnx;
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

    internal ImageBatch(ImagePreprocessor preprocessor, PictureTensorLayout layout, int capacity)
    {
        _preprocessor = preprocessor;
        _layout = layout;
        Capacity = capacity;
        OnnxRuntimePrivacy.Apply();
        _tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)layout.ElementType, layout.Shape(capacity));
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
        var length = _layout.PictureLength;
        if (_layout.ElementType == OnnxElementType.UInt8)
            _preprocessor.Write(picture, _tensor.GetTensorMutableDataAsSpan<byte>().Slice(slot * length, length));
        else
            _preprocessor.Write(picture, _tensor.GetTensorMutableDataAsSpan<float>().Slice(slot * length, length));
    }

    /// <summary>
    /// Neighbouring slots as a tensor over the same memory; the caller disposes it before the batch.
    /// </summary>
    internal OrtValue Tensor(int start, int count) =>
        _layout.ElementType == OnnxElementType.UInt8 ? View<byte>(start, count) : View<float>(start, count);

    private unsafe OrtValue View<T>(int start, int count) where T : unmanaged
    {
        var span = _tensor.GetTensorMutableDataAsSpan<T>().Slice(start * _layout.PictureLength, count * _layout.PictureLength);
        fixed (T* first = span)
        {
            // The memory is native: it does not move when the fixed block ends, and lives as long as this batch.
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, (TensorElementType)_layout.ElementType, _layout.Shape(count),
                (nint)first, (long)span.Length * sizeof(T));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tensor.Dispose();
}
