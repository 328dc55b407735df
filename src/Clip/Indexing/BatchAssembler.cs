using System.Collections.Concurrent;
using Clip.Files;
using Clip.Images;
using Clip.Metadata;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>A picture whose vector is to come: its file, content and size, and what it says of itself.</summary>
internal sealed record PreparedPicture(PictureFile File, UInt128 Hash, int Width, int Height, EmbeddedMetadata Embedded);

/// <summary>A batch on its way: the tensor, and which picture lies in which slot.</summary>
internal sealed class PendingBatch(ImageBatch tensor) : IDisposable
{
    private int _written;

    public ImageBatch Tensor { get; } = tensor;

    public PreparedPicture[] Pictures { get; } = new PreparedPicture[tensor.Capacity];

    /// <summary>Slots handed out so far. Changed by <see cref="BatchAssembler"/> alone, under its gate.</summary>
    public int Taken { get; set; }

    /// <summary>Notes that one more slot was written; true for the one that fills the batch.</summary>
    public bool CountWritten() => Interlocked.Increment(ref _written) == Tensor.Capacity;

    public void Clear()
    {
        Array.Clear(Pictures);
        Taken = 0;
        _written = 0;
    }

    public void Dispose() => Tensor.Dispose();
}

/// <summary>
/// Collects pictures from many decoders into batches for the inference workers. Each decoder writes straight into its
/// slot of the tensor; a fixed number of batches goes round, so memory stays flat and fast decoders wait for inference.
/// </summary>
internal sealed class BatchAssembler : IDisposable
{
    private readonly Lock _filling = new();
    private readonly BlockingCollection<PendingBatch> _free = [];
    private readonly BlockingCollection<PendingBatch> _full = [];
    private readonly PendingBatch[] _all;
    private PendingBatch? _current;

    public BatchAssembler(ImageEncoder encoder, int batchSize, int batches)
    {
        _all = [.. Enumerable.Range(0, batches).Select(_ => new PendingBatch(encoder.CreateBatch(batchSize)))];
        foreach (var batch in _all)
            _free.Add(batch);
    }

    /// <summary>The batches that are ready for inference, each for one of those who ask, until <see cref="Complete"/>.</summary>
    public IEnumerable<PendingBatch> Full(CancellationToken cancellationToken) => _full.GetConsumingEnumerable(cancellationToken);

    /// <summary>Writes a picture into the next free slot, waiting for one if inference is behind.</summary>
    public void Add(PreparedPicture prepared, Picture picture, CancellationToken cancellationToken)
    {
        PendingBatch batch;
        int slot;
        // Whoever waits for a free batch keeps the others waiting too: they need the same one.
        lock (_filling)
        {
            batch = _current ??= _free.Take(cancellationToken);
            slot = batch.Taken++;
            if (batch.Taken == batch.Tensor.Capacity)
                _current = null;
        }

        batch.Tensor.Write(slot, picture);
        batch.Pictures[slot] = prepared;
        if (batch.CountWritten())
            _full.Add(batch, CancellationToken.None);
    }

    /// <summary>Passes on the last, partly filled batch. Called once, after the last decoder has ended.</summary>
    public void Complete()
    {
        if (_current is { } last)
            _full.Add(last);
        _current = null;
        _full.CompleteAdding();
    }

    /// <summary>Gives a batch back for the next pictures.</summary>
    public void Return(PendingBatch batch)
    {
        batch.Clear();
        _free.Add(batch);
    }

    public void Dispose()
    {
        foreach (var batch in _all)
            batch.Dispose();
        _free.Dispose();
        _full.Dispose();
    }
}
