using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;

namespace Clip.Embeddings;

/// <summary>
/// Encodes pictures in memory, as many at a time as the device is fastest with. Where the graph runs on the processor,
/// each worker decodes and encodes batches of its own; a device gets batches that all cores have decoded.
/// </summary>
internal sealed class PictureContents
{
    private readonly ImageEncoder _encoder;
    private readonly IReadOnlyList<DataContent> _contents;
    private readonly float[] _vectors;
    private readonly CancellationToken _cancellationToken;

    /// <summary>The first picture, in the order of the caller's, that cannot be encoded.</summary>
    private volatile Failure? _failure;

    private PictureContents(
        ImageEncoder encoder, IReadOnlyList<DataContent> contents, CancellationToken cancellationToken)
    {
        _encoder = encoder;
        _contents = contents;
        _vectors = new float[checked(contents.Count * encoder.Dimensions)];
        _cancellationToken = cancellationToken;
    }

    /// <returns>[pictures, dimensions] unit vectors.</returns>
    /// <exception cref="PictureException">
    /// A picture is not declared as one, cannot be decoded, or gets no usable embedding; of several the first.
    /// </exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    public static float[] Encode(
        ImageEncoder encoder, IReadOnlyList<DataContent> contents, CancellationToken cancellationToken)
    {
        var work = new PictureContents(encoder, contents, cancellationToken);
        if (contents.Count > 0)
            work.Run();
        if (work._failure is { } failure)
            ExceptionDispatchInfo.Throw(failure.Error);
        return work._vectors;
    }

    private void Run()
    {
        var workers = _contents.Count > 1 && _encoder.HasWorkerPerCore ? _encoder.Workers : 1;
        var size = Math.Min(
            _contents.Count, workers == 1 && _contents.Count > 1 ? _encoder.BatchSize : _encoder.WorkerBatchSize);
        var batches = (_contents.Count + size - 1) / size;
        if (workers == 1)
        {
            for (var batch = 0; batch < batches && _failure is null; batch++)
                EncodeBatch(batch * size, size, _encoder.Decoders);
            return;
        }
        Each(batches, workers, batch => EncodeBatch(batch * size, size, decoders: 1));
    }

    private void EncodeBatch(int start, int size, int decoders)
    {
        var count = Math.Min(size, _contents.Count - start);
        // The caller is told of the first picture that cannot be encoded, so none behind it matters.
        if (_failure?.Index < start)
            return;
        using var batch = _encoder.CreateBatch(count);
        Each(count, decoders, slot => Try(start + slot, () => Decode(batch, slot, start + slot)));
        if (_failure?.Index < start + count)
            return;
        Try(start, () =>
        {
            var vectors = _vectors.AsSpan(start * _encoder.Dimensions, count * _encoder.Dimensions);
            var missing = decoders == 1 && _contents.Count > 1
                ? _encoder.EncodeInWorker(batch, 0, count, vectors, _cancellationToken)
                : _encoder.EncodeEach(batch, count, vectors, _cancellationToken);
            if (missing is [var first, ..])
                Fail(start + first, PictureException.NoEmbedding(NameOf(start + first)));
        });
    }

    private void Decode(ImageBatch batch, int slot, int index)
    {
        var content = _contents[index];
        if (!MayBePicture(content))
        {
            throw new PictureException(
                NameOf(index), $"is declared as {content.MediaType}, not as a picture", "give a picture");
        }
        using var picture = _encoder.Preprocessor.Decode(
            content.Data.Span, NameOf(index), DecodeMode.Exact, _cancellationToken);
        batch.Write(slot, picture);
    }

    private static bool MayBePicture(DataContent content) =>
        content.HasTopLevelMediaType("image") || content.HasTopLevelMediaType("application");

    private string NameOf(int index) => _contents[index].Name is { Length: > 0 } name
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"picture {index + 1}");

    private void Try(int index, Action action)
    {
        try
        {
            _cancellationToken.ThrowIfCancellationRequested();
            action();
        }
        catch (Exception error)
        {
            Fail(index, error);
        }
    }

    private void Fail(int index, Exception error)
    {
        lock (_vectors)
        {
            if (_failure is null || index < _failure.Index)
                _failure = new Failure(index, error);
        }
    }

    private static void Each(int count, int threads, Action<int> action)
    {
        if (threads == 1 || count == 1)
        {
            for (var i = 0; i < count; i++)
                action(i);
            return;
        }
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, action);
    }

    private sealed record Failure(int Index, Exception Error);
}
