using System.Runtime.InteropServices;
using Clip.Images.Preprocessing;
using Clip.Models;
using Clip.Resources;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip;

/// <summary>
/// A batch of preprocessed pictures in one native tensor. Pictures are written straight into their slots, from several
/// threads if they write to different slots, and the graph reads the tensor without a copy. Dispose after use; that is
/// safe at any time: the memory is released when the last use of it has ended.
/// </summary>
public sealed class ImageBatch : IDisposable
{
    private readonly ImagePreprocessor _preprocessor;
    private readonly PictureTensorLayout _layout;
    private readonly OrtValue _tensor;
    private readonly Lifetime _lifetime;
    private readonly (int Rows, int Columns)[] _shapes;
    private readonly bool[] _isWritten;

    /// <param name="preprocessor">Converts the pictures.</param>
    /// <param name="layout">The form that the graph takes.</param>
    /// <param name="capacity">The number of slots.</param>
    /// <param name="step">The graph gets slots in whole steps of this many; additional slots stay black.</param>
    internal ImageBatch(ImagePreprocessor preprocessor, PictureTensorLayout layout, int capacity, int step)
    {
        _preprocessor = preprocessor;
        _layout = layout;
        Capacity = capacity;
        var slots = checked((capacity + step - 1) / step * step);
        _tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)layout.ElementType, layout.Shape(slots));
        _lifetime = new Lifetime(nameof(ImageBatch), _tensor.Dispose);
        Bytes = slots * layout.PictureBytes;
        _isWritten = new bool[capacity];
        _shapes = new (int, int)[slots];
        if (slots > capacity)
            Slots(capacity, slots - capacity).Clear();
    }

    /// <summary>The number of slots.</summary>
    public int Capacity { get; }

    /// <summary>The size of the tensor, in bytes.</summary>
    internal long Bytes { get; }

    /// <summary>Resizes, crops and normalizes a picture into a slot.</summary>
    /// <param name="slot">0 to <see cref="Capacity"/> − 1.</param>
    /// <param name="picture">The decoded picture.</param>
    /// <exception cref="ObjectDisposedException">The batch or the picture was disposed.</exception>
    public void Write(int slot, Picture picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Capacity);
        ArgumentNullException.ThrowIfNull(picture);
        using var use = _lifetime.Begin();
        // A picture that fails half-way leaves a slot that must not be encoded.
        _isWritten[slot] = false;
        _shapes[slot] = _layout.Write(_preprocessor, picture, Slots(slot, 1));
        _isWritten[slot] = true;
    }

    /// <summary>Begins a use of the first slots, whose memory stays until the use ends.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    /// <exception cref="ArgumentException">One of the slots holds no picture.</exception>
    internal Lifetime.Use Use(int count)
    {
        var use = _lifetime.Begin();
        var missing = _isWritten.AsSpan(0, count).IndexOf(false);
        if (missing < 0)
            return use;
        use.Dispose();
        throw new ArgumentException($"Slot {missing} of the batch holds no picture.", nameof(count));
    }

    /// <summary>Whether the batch is one for this preprocessor, whose graph alone takes its tensor.</summary>
    internal bool IsFor(ImagePreprocessor preprocessor) => _preprocessor == preprocessor;

    /// <summary>Adjacent slots as a tensor over the same memory; the caller disposes it before the batch.</summary>
    internal unsafe OrtValue Tensor(int start, int count)
    {
        var bytes = Slots(start, count);
        fixed (byte* first = bytes)
        {
            // The memory is native: it does not move when the fixed block ends, and lives as long as this batch.
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, (TensorElementType)_layout.ElementType, _layout.Shape(count),
                (nint)first, bytes.Length);
        }
    }

    /// <summary>
    /// The tensors that accompany those slots, by the names of their inputs; the caller disposes them.
    /// </summary>
    internal IReadOnlyList<(string Name, OrtValue Value)> Companions(int start, int count) =>
        _layout.Companions(_shapes.AsSpan(start, count));

    /// <inheritdoc/>
    public void Dispose() => _lifetime.End();

    // The whole tensor may be longer than a span, a few slots are not.
    private unsafe Span<byte> Slots(int start, int count)
    {
        fixed (byte* first = &MemoryMarshal.GetReference(_tensor.GetTensorMutableRawData()))
            return new Span<byte>(first + start * _layout.PictureBytes, checked((int)(count * _layout.PictureBytes)));
    }
}
