using System.Threading.Channels;
using Clip.Images;
using Clip.Metadata;
using Clip.Models;

namespace Clip.Indexing;

/// <summary>
/// Files in, vectors out: decoders on all cores read, hash, decode and resize in front of one inference worker. Every
/// queue between them is bounded, so memory does not grow with the number of files.
/// </summary>
/// <param name="loadEncoder">Gives the image tower; called when the first picture comes.</param>
/// <param name="mode">How JPEGs are decoded.</param>
/// <param name="findContent">Gives the picture that has this content already, or null. Called from several threads.</param>
internal sealed class EncodingPipeline(Func<ImageEncoder> loadEncoder, DecodeMode mode, Func<UInt128, KnownPicture?> findContent)
{
    // One batch being filled, one waiting, one in inference.
    private const int Batches = 3;

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
            using var assembler = new BatchAssembler(encoder, encoder.BatchSize, Batches);
            var decoding = DecodeAllAsync(encoder.Preprocessor, files, assembler, outcomes, abort);
            var inference = Task.Run(() => InferAsync(encoder, assembler, outcomes, abort), CancellationToken.None);
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

    private async Task DecodeAllAsync(
        ImagePreprocessor preprocessor, ChannelReader<PictureFile> files, BatchAssembler assembler, ChannelWriter<PictureOutcome> outcomes, CancellationTokenSource abort)
    {
        try
        {
            var decoders = Enumerable.Range(0, Environment.ProcessorCount)
                .Select(_ => Task.Run(() => DecodeAsync(preprocessor, files, assembler, outcomes, abort), CancellationToken.None));
            await Task.WhenAll(decoders).ConfigureAwait(false);
        }
        finally
        {
            assembler.Complete();
        }
    }

    private async Task DecodeAsync(
        ImagePreprocessor preprocessor, ChannelReader<PictureFile> files, BatchAssembler assembler, ChannelWriter<PictureOutcome> outcomes, CancellationTokenSource abort)
    {
        try
        {
            await foreach (var file in files.ReadAllAsync(abort.Token).ConfigureAwait(false))
            {
                if (await PrepareAsync(preprocessor, file, assembler, abort.Token).ConfigureAwait(false) is { } outcome)
                    await outcomes.WriteAsync(outcome, abort.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            // One worker that ends early would leave the others waiting for it.
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Brings a picture into a batch; an outcome where that ends its way here.</summary>
    private async ValueTask<PictureOutcome?> PrepareAsync(
        ImagePreprocessor preprocessor, PictureFile file, BatchAssembler assembler, CancellationToken cancellationToken)
    {
        try
        {
            // One pass over the disk serves both the hash and the decoder.
            using var content = PictureBytes.Read(file.FullPath, preprocessor.Limits);
            var hash = ContentHash.Of(content.Bytes);
            if (findContent(hash) is { } known)
                return new PictureOutcome.Known(file, hash, known);

            using var picture = preprocessor.Decode(content.Bytes, file.FullPath, mode, cancellationToken);
            var embedded = MetadataReader.Read(content.Bytes, content.Bytes.Length);
            await assembler.AddAsync(new PreparedPicture(file, hash, picture.Width, picture.Height, embedded), picture, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PictureException error)
        {
            return new PictureOutcome.Failed(file, error);
        }
    }

    private static async Task InferAsync(ImageEncoder encoder, BatchAssembler assembler, ChannelWriter<PictureOutcome> outcomes, CancellationTokenSource abort)
    {
        try
        {
            await foreach (var batch in assembler.Full.ReadAllAsync(abort.Token).ConfigureAwait(false))
            {
                var vectors = new float[batch.Taken * encoder.Dimension];
                encoder.Encode(batch.Tensor, batch.Taken, vectors, abort.Token);
                for (var i = 0; i < batch.Taken; i++)
                {
                    var vector = vectors.AsMemory(i * encoder.Dimension, encoder.Dimension);
                    await outcomes.WriteAsync(new PictureOutcome.Encoded(batch.Pictures[i], vector), abort.Token).ConfigureAwait(false);
                }
                assembler.Return(batch);
            }
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
