using Clip.Catalog;
using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Images;
using Clip.Models;

namespace Clip.Benchmarks.Pictures;

/// <summary>
/// What becomes of a picture on its way into an index, one stage at a time over all pictures of a set. Each stage gets
/// what the one before left, ready in memory, and has all cores for itself.
/// </summary>
internal sealed class PictureStages : IDisposable
{
    private const int BatchSize = 8; // at least a worker's

    private readonly ImageEncoder _encoder;
    private readonly IReadOnlyList<string> _paths;
    private readonly byte[][] _contents;
    private readonly Picture[] _pictures;
    private readonly ThreadLocal<ImageBatch> _slots;
    private readonly ImageBatch _batch;
    private readonly float[] _vectors;
    private readonly IndexModel _model;

    public PictureStages(ClipModel model, IReadOnlyList<string> paths)
    {
        _encoder = model.Images;
        _paths = paths;
        _contents = [.. paths.Select(File.ReadAllBytes)];
        _pictures = [.. paths.Select(path => _encoder.Preprocessor.Decode(path, DecodeMode.Fast))];
        _slots = new ThreadLocal<ImageBatch>(() => _encoder.CreateBatch(1), trackAllValues: true);
        _batch = _encoder.CreateBatch(BatchSize);
        for (var slot = 0; slot < BatchSize; slot++)
            _batch.Write(slot, _pictures[slot % _pictures.Length]);
        _vectors = new float[BatchSize * _encoder.Dimension];
        _model = new IndexModel(model.Name, model.Fingerprint, model.Dimension, "fast");
    }

    public int Count => _paths.Count;

    public void ReadAndHash() => Parallel.For(0, Count, i =>
    {
        using var content = PictureBytes.Read(_paths[i], _encoder.Preprocessor.Limits);
        ContentHash.Of(content.Bytes);
    });

    public void Decode(DecodeMode mode) =>
        Parallel.For(0, Count, i => _encoder.Preprocessor.Decode(_contents[i], _paths[i], mode).Dispose());

    public void Resize() => Parallel.For(0, Count, i => _slots.Value!.Write(0, _pictures[i]));

    public void Infer(int batchSize)
    {
        for (var done = 0; done < Count; done += batchSize)
            _encoder.Encode(_batch, Math.Min(batchSize, Count - done), _vectors);
    }

    /// <summary>As the indexer does it: workers side by side, each with batches of its own.</summary>
    public void InferInWorkers()
    {
        var size = _encoder.WorkerBatchSize;
        var batches = (Count + size - 1) / size;
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = _encoder.Workers }, i =>
        {
            var vectors = new float[size * _encoder.Dimension];
            _encoder.EncodeInWorker(_batch, Math.Min(size, Count - i * size), vectors, CancellationToken.None);
        });
    }

    /// <summary>All of it in a new index, up to what is durable.</summary>
    public void Store(IndexLocation location)
    {
        using var index = PictureIndexWriter.Open(location, _model);
        _encoder.Encode(_batch, 1, _vectors);
        for (var i = 0; i < Count; i++)
            index.AddPicture(new FileRecord($"photos/{i}.jpg", _contents[i].Length, i, (UInt128)i, 640, 480), _vectors.AsSpan(0, _encoder.Dimension));
        index.Commit();
    }

    /// <summary>From the file to the tensor, one picture after the other.</summary>
    public void PrepareAlone(DecodeMode mode)
    {
        foreach (var path in _paths)
        {
            using var picture = _encoder.Preprocessor.Decode(path, mode);
            _batch.Write(0, picture);
        }
    }

    public void Dispose()
    {
        foreach (var picture in _pictures)
            picture.Dispose();
        foreach (var slot in _slots.Values)
            slot.Dispose();
        _slots.Dispose();
        _batch.Dispose();
    }
}
