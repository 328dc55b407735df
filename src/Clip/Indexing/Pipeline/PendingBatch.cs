namespace Clip.Indexing.Pipeline;

/// <summary>A batch that is being filled or encoded: its tensor, and the picture in each slot.</summary>
internal sealed class PendingBatch(ImageBatch tensor) : IDisposable
{
    private int _written;

    public ImageBatch Tensor { get; } = tensor;

    public PreparedPicture[] Pictures { get; } = new PreparedPicture[tensor.Capacity];

    /// <summary>The number of slots handed out. Only <see cref="BatchAssembler"/> changes it, under its lock.</summary>
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
