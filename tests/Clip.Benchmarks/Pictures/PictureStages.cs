using Clip.Catalog.Writing;
using Clip.Files;
using Clip.Images;

namespace Clip.Benchmarks.Pictures;

/// <summary>
/// The stages of indexing pictures, one at a time for all pictures of a set. Each stage starts with the results of the
/// previous stage in memory, and uses all cores.
/// </summary>
internal sealed class PictureStages : IDisposable
{
    private const int BatchSize = 8; // at least that of a worker

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
        _encoder = model.Image;
        _paths = paths;
        _contents = [.. paths.Select(File.ReadAllBytes)];
        _pictures = [.. paths.Select(path => _encoder.Preprocessor.Decode(path, DecodeMode.Fast))];
        _slots = new ThreadLocal<ImageBatch>(() => _encoder.CreateBatch(1), trackAllValues: true);
        _batch = _encoder.CreateBatch(BatchSize);
        for (var slot = 0; slot < BatchSize; slot++)
            _batch.Write(slot, _pictures[slot % _pictures.Length]);
        _vectors = new float[BatchSize * _encoder.Dimensions];
        _model = new IndexModel(model.Name, model.Fingerprint, model.Dimensions, "fast");
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

    /// <summary>Infers as the indexer does: with several workers, each with its own batches.</summary>
    public void InferInWorkers()
    {
        var size = _encoder.WorkerBatchSize;
        var batches = (Count + size - 1) / size;
        Parallel.For(0, batches, new ParallelOptions { MaxDegreeOfParallelism = _encoder.Workers }, i =>
        {
            var vectors = new float[size * _encoder.Dimensions];
            _encoder.EncodeInWorker(_batch, 0, Math.Min(size, Count - i * size), vectors, CancellationToken.None);
        });
    }

    /// <summary>Stores everything in a new index and commits it durably.</summary>
    public void Store(IndexLocation location)
    {
        using var index = PictureIndexWriter.Open(location, _model);
        _encoder.Encode(_batch, 1, _vectors);
        for (var i = 0; i < Count; i++)
        {
            var file = new FileRecord($"photos/{i}.jpg", _contents[i].Length, i, (UInt128)i, 640, 480);
            index.AddPicture(file, _vectors.AsSpan(0, _encoder.Dimensions));
        }

        index.Commit();
    }

    /// <summary>Prepares one picture after another, from the file to the tensor.</summary>
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
