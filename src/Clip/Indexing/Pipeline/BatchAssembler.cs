using System.Collections.Concurrent;

namespace Clip.Indexing.Pipeline;

/// <summary>
/// Collects pictures from many decoders into batches for the inference workers. Each decoder writes directly into its
/// slot of the tensor. The number of batches is fixed, so memory stays flat and fast decoders wait for inference.
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

    /// <summary>The bytes of all batches' tensors.</summary>
    public long Bytes => _all.Sum(static batch => batch.Tensor.Bytes);

    /// <summary>
    /// The batches that are ready for inference, until <see cref="Complete"/>. Each goes to one of the workers.
    /// </summary>
    public IEnumerable<PendingBatch> Full(CancellationToken cancellationToken) =>
        _full.GetConsumingEnumerable(cancellationToken);

    /// <summary>Writes a picture into the next free slot; waits for one if inference is behind.</summary>
    public void Add(PreparedPicture prepared, Picture picture, CancellationToken cancellationToken)
    {
        PendingBatch batch;
        int slot;
        // The wait for a free batch is inside the lock, because all decoders need the same one.
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

    /// <summary>Returns an encoded batch to be filled again.</summary>
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
