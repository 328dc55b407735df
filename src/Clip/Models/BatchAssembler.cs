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
    private readonly BlockingCollection<BatchPart<T>> _full = [];
    private readonly int _parts;
    private readonly PendingBatch<T>[] _all;
    private PendingBatch<T>? _current;

    public BatchAssembler(ImageEncoder encoder, int batchSize, int batches)
    {
        // A graph of a fixed batch computes all of its rows, however few are wanted.
        _parts = encoder.TakesAnyBatch ? encoder.Workers : 1;
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
    /// What is ready for inference, until <see cref="Complete"/>: whole batches, and at the end the parts of the last
    /// one. Each goes to one of the workers.
    /// </summary>
    public IEnumerable<BatchPart<T>> Full(CancellationToken cancellationToken) =>
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
            _full.Add(new BatchPart<T>(batch, 0, batch.Taken), CancellationToken.None);
    }

    /// <summary>
    /// Passes on the last, partly filled batch. Nothing follows, so that its pictures are shared by all workers. Called
    /// once, after the last decoder has ended.
    /// </summary>
    public void Complete()
    {
        if (_current is { } last)
        {
            var parts = Math.Min(_parts, last.Taken);
            last.Divide(parts);
            for (var part = 0; part < parts; part++)
            {
                var (start, end) = (part * last.Taken / parts, (part + 1) * last.Taken / parts);
                _full.Add(new BatchPart<T>(last, start, end - start));
            }
        }
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

    /// <summary>Returns what is encoded; a batch whose last part it is, is filled again.</summary>
    public void Return(BatchPart<T> part)
    {
        if (!part.Batch.CountEncoded())
            return;
        part.Batch.Clear();
        _free.Add(part.Batch);
    }

    public void Dispose()
    {
        foreach (var batch in _all)
            batch.Dispose();
        _free.Dispose();
        _full.Dispose();
    }
}
