using System.Collections.Concurrent;

namespace Clip.Models;

/// <summary>
/// Collects pictures from many decoders into batches for the inference workers. Each decoder writes directly into its
/// slot of the tensor. The number of batches is fixed, so memory stays flat and fast decoders wait for inference.
/// </summary>
/// <typeparam name="T">What the caller knows about a picture.</typeparam>
internal sealed class BatchAssembler<T> : IDisposable
{
    // Batches besides those in inference: one is being filled; more are useful while the graph loads, or while a few
    // large pictures occupy the decoders.
    private const int MinWaitingBatches = 2;
    private const int MaxWaitingBatches = 8;
    private const long MaxWaitingBytes = 32 << 20;
    private const int WaitingShare = 16; // of the memory for pictures

    private readonly Lock _filling = new();
    private readonly BlockingCollection<PendingBatch<T>> _free = [];
    private readonly BlockingCollection<PendingBatch<T>> _full = [];
    private readonly PendingBatch<T>[] _all;
    private PendingBatch<T>? _current;

    public BatchAssembler(ImageEncoder encoder, int batchSize, int batches)
    {
        _all = [.. Enumerable.Range(0, batches).Select(_ => new PendingBatch<T>(encoder.CreateBatch(batchSize)))];
        foreach (var batch in _all)
            _free.Add(batch);
    }

    /// <summary>As many batches as keep the encoder's workers busy within the memory for pictures.</summary>
    public static BatchAssembler<T> For(ImageEncoder encoder)
    {
        var batchSize = encoder.WorkerBatchSize;
        var waitingBytes = Math.Min(MaxWaitingBytes, encoder.Preprocessor.Memory.Bytes / WaitingShare);
        var waiting = waitingBytes / (batchSize * encoder.Layout.PictureBytes);
        return new BatchAssembler<T>(
            encoder, batchSize, encoder.Workers + Math.Clamp((int)waiting, MinWaitingBatches, MaxWaitingBatches));
    }

    /// <summary>The bytes of all batches' tensors.</summary>
    public long Bytes => _all.Sum(static batch => batch.Tensor.Bytes);

    /// <summary>
    /// The batches that are ready for inference, until <see cref="Complete"/>. Each goes to one of the workers.
    /// </summary>
    public IEnumerable<PendingBatch<T>> Full(CancellationToken cancellationToken) =>
        _full.GetConsumingEnumerable(cancellationToken);

    /// <summary>Writes a picture into the next free slot; waits for one if inference is behind.</summary>
    public void Add(T about, Picture picture, CancellationToken cancellationToken)
    {
        PendingBatch<T> batch;
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
        batch.Pictures[slot] = about;
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

    /// <summary>Waits for the decoders and then passes on the last batch, also where they failed.</summary>
    public async Task CompleteAfterAsync(Task decoders)
    {
        try
        {
            await decoders.ConfigureAwait(false);
        }
        finally
        {
            Complete();
        }
    }

    /// <summary>Returns an encoded batch to be filled again.</summary>
    public void Return(PendingBatch<T> batch)
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
