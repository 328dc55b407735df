using System.Threading.Channels;
using Clip.Files;
using Clip.Images;
using Clip.Images.Preprocessing;
using Clip.Metadata;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Files in, vectors out: decoders on all cores read, hash, decode and resize in front of the inference workers. Every
/// queue between them is bounded, so memory does not grow with the number of files.
/// </summary>
/// <param name="loadEncoder">Gives the image tower; called when the first picture comes.</param>
/// <param name="mode">How JPEGs are decoded.</param>
/// <param name="findContent">Gives the picture that has this content already, or null. Called from several threads.</param>
internal sealed class EncodingPipeline(Func<ImageEncoder> loadEncoder, DecodeMode mode, Func<UInt128, KnownPicture?> findContent)
{
    // Besides the batches in inference one is being filled; more wait while the graph is loaded, or while a few large
    // pictures keep the decoders busy.
    private const int LeastWaiting = 2;
    private const int MostWaiting = 8;
    private const long MostWaitingBytes = 32 << 20;

    /// <summary>Runs until <paramref name="files"/> is completed, then completes <paramref name="outcomes"/>.</summary>
    /// <exception cref="ModelException">The image tower cannot be loaded or run; bad pictures are outcomes instead.</exception>
    public async Task RunAsync(ChannelReader<PictureFile> files, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        try
        {
            // Nothing is allocated and no graph is loaded until the first picture needs it.
            if (!await files.WaitToReadAsync(abort.Token).ConfigureAwait(false))
                return;
            var encoder = loadEncoder();
            var batchSize = encoder.WorkerBatchSize;
            using var assembler = new BatchAssembler(encoder, batchSize, encoder.Workers + Math.Clamp((int)(MostWaitingBytes / (batchSize * encoder.Layout.PictureBytes)), LeastWaiting, MostWaiting));
            // The first pictures are decoded while the workers load the graph.
            var decoding = CompleteAsync(assembler, OnThreadsAsync(Environment.ProcessorCount, () => Decode(encoder.Preprocessor, files, assembler, outcomes, abort.Token), abort));
            var inference = OnThreadsAsync(encoder.Workers, () => Infer(encoder, assembler, outcomes, abort.Token), abort);
            await Task.WhenAll(decoding, inference).ConfigureAwait(false);
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

    private static async Task CompleteAsync(BatchAssembler assembler, Task decoding)
    {
        try
        {
            await decoding.ConfigureAwait(false);
        }
        finally
        {
            assembler.Complete();
        }
    }

    private static Task OnThreadsAsync(int threads, Action work, CancellationTokenSource abort) =>
        Task.WhenAll(Enumerable.Range(0, threads).Select(_ => OnThreadAsync(work, abort)));

    /// <summary>
    /// Runs work on a thread of its own: it computes or waits from beginning to end, and on the thread pool it would keep
    /// the walk and the index from their turns.
    /// </summary>
    private static async Task OnThreadAsync(Action work, CancellationTokenSource abort)
    {
        try
        {
            await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch
        {
            // One worker that ends early would leave the others waiting for it.
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Decode(
        ImagePreprocessor preprocessor, ChannelReader<PictureFile> files, BatchAssembler assembler, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var file in files.ReadAllAsync(cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            if (Prepare(preprocessor, file, assembler, cancellationToken) is { } outcome)
                Tell(outcomes, outcome, cancellationToken);
        }
    }

    /// <summary>Brings a picture into a batch; an outcome where that ends its way here.</summary>
    private PictureOutcome? Prepare(ImagePreprocessor preprocessor, PictureFile file, BatchAssembler assembler, CancellationToken cancellationToken)
    {
        try
        {
            // One pass over the disk serves both the hash and the decoder.
            using var content = PictureBytes.Read(file.FullPath, preprocessor.Limits);
            var hash = ContentHash.Of(content.Bytes);
            if (findContent(hash) is { } known)
                return new PictureOutcome.Known(file, hash, known);

            using var picture = preprocessor.Decode(content.Bytes, file.FullPath, mode, cancellationToken);
            var embedded = MetadataReader.Read(content.Bytes, content.Bytes.Length, picture.Kind);
            assembler.Add(new PreparedPicture(file, hash, picture.Width, picture.Height, embedded), picture, cancellationToken);
            return null;
        }
        catch (PictureException error)
        {
            return new PictureOutcome.Failed(file, error);
        }
    }

    private static void Infer(ImageEncoder encoder, BatchAssembler assembler, ChannelWriter<PictureOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var batch in assembler.Full(cancellationToken))
        {
            var vectors = new float[batch.Taken * encoder.Dimension];
            encoder.EncodeInWorker(batch.Tensor, batch.Taken, vectors, cancellationToken);
            for (var i = 0; i < batch.Taken; i++)
            {
                var vector = vectors.AsMemory(i * encoder.Dimension, encoder.Dimension);
                Tell(outcomes, new PictureOutcome.Encoded(batch.Pictures[i], vector), cancellationToken);
            }
            assembler.Return(batch);
        }
    }

    private static void Tell(ChannelWriter<PictureOutcome> outcomes, PictureOutcome outcome, CancellationToken cancellationToken)
    {
        if (!outcomes.TryWrite(outcome))
            outcomes.WriteAsync(outcome, cancellationToken).AsTask().GetAwaiter().GetResult();
    }
}
