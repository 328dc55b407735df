namespace Clip.Models;

/// <summary>A batch that is being filled or encoded: its tensor, and what each slot's picture is for.</summary>
/// <typeparam name="T">What the caller knows about a picture.</typeparam>
internal sealed class PendingBatch<T>(ImageBatch tensor) : IDisposable
{
    private int _written;
    private int _parts = 1;

    public ImageBatch Tensor { get; } = tensor;

    public T[] Pictures { get; } = new T[tensor.Capacity];

    /// <summary>
    /// The number of slots handed out. Only <see cref="BatchAssembler{T}"/> changes it, under its lock.
    /// </summary>
    public int Taken { get; set; }

    /// <summary>Counts one more written slot; true for the one that fills the batch. Thread-safe.</summary>
    public bool CountWritten() => Interlocked.Increment(ref _written) == Tensor.Capacity;

    /// <summary>Says in how many parts the batch is encoded.</summary>
    public void Divide(int parts) => _parts = parts;

    /// <summary>Counts one more encoded part; true for the last one. Thread-safe.</summary>
    public bool CountEncoded() => Interlocked.Decrement(ref _parts) == 0;

    public void Clear()
    {
        _parts = 1;
        Array.Clear(Pictures);
        Taken = 0;
        _written = 0;
    }

    public void Dispose() => Tensor.Dispose();
}

/// <summary>Adjacent slots of a batch, for one worker.</summary>
/// <typeparam name="T">What the caller knows about a picture.</typeparam>
/// <param name="Batch">The batch.</param>
/// <param name="Start">The first slot.</param>
/// <param name="Count">How many.</param>
internal readonly record struct BatchPart<T>(PendingBatch<T> Batch, int Start, int Count)
{
    /// <summary>What each slot's picture is for.</summary>
    public ReadOnlySpan<T> Pictures => Batch.Pictures.AsSpan(Start, Count);
}
