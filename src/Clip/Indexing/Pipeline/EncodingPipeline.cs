using System.Threading.Channels;
using Clip.Files;
using Clip.Images;
using Clip.Images.Preprocessing;
using Clip.Indexing.Runs;
using Clip.Metadata;
using Clip.Models;

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
            using var assembler = BatchAssembler<PreparedPicture>.For(encoder);
            using var occupied = encoder.Preprocessor.Memory.Occupy(encoder.WeightBytes + assembler.Bytes);
            // The first pictures are decoded while the workers load the graph.
            var decoders = WorkerThreads.RunAsync(
                encoder.Decoders,
                () => Decode(encoder.Preprocessor, files, assembler, outcomes, abort.Token), abort);
            var inference = WorkerThreads.RunAsync(
                encoder.Workers, () => Infer(encoder, assembler, outcomes, abort.Token), abort);
            await Task.WhenAll(assembler.CompleteAfterAsync(decoders), inference).ConfigureAwait(false);
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

    private void Decode(
        ImagePreprocessor preprocessor, ChannelReader<PictureFile> files, BatchAssembler<PreparedPicture> assembler,
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
        ImagePreprocessor preprocessor, PictureFile file, BatchAssembler<PreparedPicture> assembler,
        CancellationToken cancellationToken)
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
            var embedded = MetadataReader.Read(content.Bytes, content.Bytes.Length, picture.Kind!.Value);
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
        ImageEncoder encoder, BatchAssembler<PreparedPicture> assembler, ChannelWriter<PictureOutcome> outcomes,
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
                var vector = vectors.AsMemory(i * encoder.Dimensions, encoder.Dimensions);
                PictureOutcome outcome = missing.Contains(i)
                    ? new PictureOutcome.Failed(picture.File, PictureException.NoEmbedding(picture.File.FullPath))
                    : new PictureOutcome.Encoded(picture, vector);
                Write(outcomes, outcome, cancellationToken);
            }
            assembler.Return(part);
        }
    }

    private static void Write(
        ChannelWriter<PictureOutcome> outcomes, PictureOutcome outcome, CancellationToken cancellationToken)
    {
        if (!outcomes.TryWrite(outcome))
            outcomes.WriteAsync(outcome, cancellationToken).AsTask().GetAwaiter().GetResult();
    }
}
