using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Clip.Images;

namespace Clip.Models;

/// <summary>
/// Encodes many files: decoders on all cores read, decode and resize pictures for the inference workers, as the indexer
/// does. Every queue between them is bounded, so memory does not grow with the number of files, and a slow consumer
/// slows them down.
/// </summary>
/// <param name="encoder">The encoder.</param>
/// <param name="mode">How JPEGs are decoded.</param>
internal sealed class ImageStream(ImageEncoder encoder, DecodeMode mode)
{
    private const int WaitingResults = 256;

    /// <summary>Runs until all files are encoded or the consumer ends.</summary>
    public async IAsyncEnumerable<EncodedImage> RunAsync(
        IAsyncEnumerable<string> paths, IProgress<int>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<EncodedImage>(WaitingResults);
        // On another thread from its first step on: loading the graph is work, and so may be naming the files.
        var run = Task.Run(() => EncodeAsync(paths, results.Writer, abort), CancellationToken.None);
        try
        {
            var done = 0;
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                progress?.Report(++done);
                yield return result;
            }
        }
        finally
        {
            // A consumer that ends early ends the threads; nothing uses the model any more when this returns.
            await abort.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(false);
        }
    }

    /// <summary>Encodes all files. Its errors complete the results.</summary>
    private async Task EncodeAsync(
        IAsyncEnumerable<string> paths, ChannelWriter<EncodedImage> results, CancellationTokenSource abort)
    {
        Exception? failure = null;
        try
        {
            var sources = Channel.CreateBounded<EncodedImage>(encoder.Decoders * 2);
            using var assembler = BatchAssembler<EncodedImage>.For(encoder);
            using var occupied = encoder.Preprocessor.Memory.Occupy(encoder.WeightBytes + assembler.Bytes);
            var feeding = FeedAsync(paths, sources.Writer, abort);
            var decoders = WorkerThreads.RunAsync(
                encoder.Decoders, () => Decode(sources.Reader, assembler, results, abort.Token), abort);
            var inference = WorkerThreads.RunAsync(
                encoder.Workers, () => Infer(assembler, results, abort.Token), abort);
            await Task.WhenAll(feeding, assembler.CompleteAfterAsync(decoders), inference).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            failure = error;
        }
        results.Complete(failure);
    }

    private static async Task FeedAsync(
        IAsyncEnumerable<string> paths, ChannelWriter<EncodedImage> sources, CancellationTokenSource abort)
    {
        Exception? failure = null;
        try
        {
            var index = 0;
            await foreach (var path in paths.WithCancellation(abort.Token).ConfigureAwait(false))
            {
                ArgumentNullException.ThrowIfNull(path, nameof(paths));
                await sources.WriteAsync(new EncodedImage(index++, path), abort.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            failure = error;
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            sources.Complete(failure);
        }
    }

    private void Decode(
        ChannelReader<EncodedImage> sources, BatchAssembler<EncodedImage> assembler,
        ChannelWriter<EncodedImage> results, CancellationToken cancellationToken)
    {
        var preprocessor = encoder.Preprocessor;
        foreach (var source in sources.ReadAllAsync(cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            try
            {
                using var content = PictureBytes.Read(
                    source.Path, preprocessor.Limits, preprocessor.Memory, cancellationToken: cancellationToken);
                using var picture = preprocessor.DecodeReserved(
                    content.Bytes, source.Path, mode, cancellationToken);
                assembler.Add(
                    source with { Width = picture.Width, Height = picture.Height }, picture, cancellationToken);
            }
            catch (PictureException error)
            {
                Write(results, source with { Error = error }, cancellationToken);
            }
        }
    }

    private void Infer(
        BatchAssembler<EncodedImage> assembler, ChannelWriter<EncodedImage> results,
        CancellationToken cancellationToken)
    {
        foreach (var part in assembler.Full(cancellationToken))
        {
            var vectors = new float[part.Count * encoder.Dimensions];
            var missing = encoder.EncodeInWorker(
                part.Batch.Tensor, part.Start, part.Count, vectors, cancellationToken);
            for (var i = 0; i < part.Count; i++)
            {
                var picture = part.Pictures[i];
                Write(
                    results,
                    missing.Contains(i)
                        ? picture with { Error = PictureException.NoEmbedding(picture.Path) }
                        : picture with { Embedding = vectors.AsMemory(i * encoder.Dimensions, encoder.Dimensions) },
                    cancellationToken);
            }
            assembler.Return(part);
        }
    }

    private static void Write(
        ChannelWriter<EncodedImage> results, EncodedImage result, CancellationToken cancellationToken)
    {
        if (!results.TryWrite(result))
            results.WriteAsync(result, cancellationToken).AsTask().GetAwaiter().GetResult();
    }
}
