namespace Clip.Models;

/// <summary>A batch that is being filled or encoded: its tensor, and what each slot's picture is for.</summary>
/// <typeparam name="T">What the caller knows about a picture.</typeparam>
internal sealed class PendingBatch<T>(ImageBatch tensor) : IDisposable
{
    private int _written;

    public ImageBatch Tensor { get; } = tensor;

    public T[] Pictures { get; } = new T[tensor.Capacity];

    /// <summary>
    /// The number of slots handed out. Only <see cref="BatchAssembler{T}"/> changes it, under its lock.
    /// </summary>
    public int Taken { get; set; }

    /// <summary>Counts one more written slot; true for the one that fills the batch. Thread-safe.</summary>
    public bool CountWritten() => Interlocked.Increment(ref _written) == Tensor.Capacity;

    public void Clear()
    {
        Array.Clear(Pictures);
        Taken = 0;
        _written = 0;
    }

    public void Dispose() => Tensor.Dispose();
}
