using System.Threading.Channels;
using Clip.Files;
using Clip.Images;
using Clip.Images.Preprocessing;
using Clip.Indexing.Runs;
using Clip.Metadata;

namespace Clip.Indexing.Pipeline;

/// <summary>
/// Encodes files: decoders on all cores read, hash, decode and resize pictures for the inference workers. Every queue
/// between them is bounded, so memory does not grow with the number of files.
/// </summary>
/// <param name="loadEncoder">Loads the image tower; called when the first picture arrives.</param>
/// <param name="mode">How JPEGs are decoded.</param>
/// <param name="findContent">Finds the known picture with a content hash. Called from several threads.</param>
internal sealed class EncodingPipeline(
    Func<ImageEncoder> loadEncoder, DecodeMode mode, Func<UInt128, KnownPicture?> findContent)
{
    // Batches besides those in inference: one is being filled; more are useful while the graph loads, or while a few
    // large pictures occupy the decoders.
    private const int MinWaitingBatches = 2;
    private const int MaxWaitingBatches = 8;
    private const long MaxWaitingBytes = 32 << 20;
    private const int WaitingShare = 16; // of the memory for pictures

    /// <summary>Runs until <paramref name="files"/> is completed, then completes <paramref name="outcomes"/>.</summary>
    /// <exception cref="ModelException">
    /// The image tower cannot be loaded or run. Bad pictures are outcomes instead.
    /// </exception>
    public async Task RunAsync(
        ChannelReader<PictureFile> files, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        try
        {
            // Nothing is allocated and no graph is loaded until the first picture needs it.
            if (!await files.WaitToReadAsync(abort.Token).ConfigureAwait(false))
                return;
            var encoder = loadEncoder();
            using var assembler = CreateAssembler(encoder);
            using var occupied = encoder.Preprocessor.Memory.Occupy(encoder.WeightBytes + assembler.Bytes);
            // The first pictures are decoded while the workers load the graph.
            var decoders = OnThreadsAsync(
                encoder.Decoders,
                () => Decode(encoder.Preprocessor, files, assembler, outcomes, abort.Token), abort);
            var inference = OnThreadsAsync(
                encoder.Workers, () => Infer(encoder, assembler, outcomes, abort.Token), abort);
            await Task.WhenAll(CompleteAsync(assembler, decoders), inference).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            outcomes.Complete(failure);
        }
    }

    private static BatchAssembler CreateAssembler(ImageEncoder encoder)
    {
        var batchSize = encoder.WorkerBatchSize;
        var waitingBytes = Math.Min(MaxWaitingBytes, encoder.Preprocessor.Memory.Bytes / WaitingShare);
        var waiting = waitingBytes / (batchSize * encoder.Layout.PictureBytes);
        return new BatchAssembler(
            encoder, batchSize, encoder.Workers + Math.Clamp((int)waiting, MinWaitingBatches, MaxWaitingBatches));
    }

    private static async Task CompleteAsync(BatchAssembler assembler, Task decoders)
    {
        try
        {
            await decoders.ConfigureAwait(false);
        }
        finally
        {
            assembler.Complete();
        }
    }

    private static Task OnThreadsAsync(int threads, Action work, CancellationTokenSource abort) =>
        Task.WhenAll(Enumerable.Range(0, threads).Select(_ => OnThreadAsync(work, abort)));

    /// <summary>
    /// Runs work on its own thread. It computes or blocks from start to end; on the thread pool it would starve the
    /// walk and the index.
    /// </summary>
    private static async Task OnThreadAsync(Action work, CancellationTokenSource abort)
    {
        try
        {
            await Task.Factory.StartNew(
                work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
        catch
        {
            // The other workers would wait forever for one that ended early.
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Decode(
        ImagePreprocessor preprocessor, ChannelReader<PictureFile> files, BatchAssembler assembler,
        ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var file in files.ReadAllAsync(cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            if (Prepare(preprocessor, file, assembler, cancellationToken) is { } outcome)
                Write(outcomes, outcome, cancellationToken);
        }
    }

    /// <summary>Decodes a picture into a batch; returns an outcome if it does not need to be encoded.</summary>
    private PictureOutcome? Prepare(
        ImagePreprocessor preprocessor, PictureFile file, BatchAssembler assembler, CancellationToken cancellationToken)
    {
        try
        {
            // The file is read once, for the hash, the decoder and the metadata.
            using var content = PictureBytes.Read(
                file.FullPath, preprocessor.Limits, preprocessor.Memory, cancellationToken: cancellationToken);
            var hash = ContentHash.Of(content.Bytes);
            if (findContent(hash) is { } known)
                return new PictureOutcome.SameContent(file, hash, known);

            using var picture = preprocessor.DecodeReserved(content.Bytes, file.FullPath, mode, cancellationToken);
            var embedded = MetadataReader.Read(content.Bytes, content.Bytes.Length, picture.Kind);
            var prepared = new PreparedPicture(file, hash, picture.Width, picture.Height, embedded);
            assembler.Add(prepared, picture, cancellationToken);
            return null;
        }
        catch (PictureException error)
        {
            return new PictureOutcome.Failed(file, error);
        }
    }

    private static void Infer(
        ImageEncoder encoder, BatchAssembler assembler, ChannelWriter<PictureOutcome> outcomes,
        CancellationToken cancellationToken)
    {
        foreach (var batch in assembler.Full(cancellationToken))
        {
            var vectors = new float[batch.Taken * encoder.Dimensions];
            var missing = encoder.EncodeInWorker(batch.Tensor, batch.Taken, vectors, cancellationToken);
            for (var i = 0; i < batch.Taken; i++)
            {
                var picture = batch.Pictures[i];
                var vector = vectors.AsMemory(i * encoder.Dimensions, encoder.Dimensions);
                PictureOutcome outcome = missing.Contains(i)
                    ? new PictureOutcome.Failed(picture.File, PictureException.NoEmbedding(picture.File.FullPath))
                    : new PictureOutcome.Encoded(picture, vector);
                Write(outcomes, outcome, cancellationToken);
            }
            assembler.Return(batch);
        }
    }

    private static void Write(
        ChannelWriter<PictureOutcome> outcomes, PictureOutcome outcome, CancellationToken cancellationToken)
    {
        if (!outcomes.TryWrite(outcome))
            outcomes.WriteAsync(outcome, cancellationToken).AsTask().GetAwaiter().GetResult();
    }
}
