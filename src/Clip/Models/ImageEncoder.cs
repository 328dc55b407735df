using Clip.Devices;
using Clip.Images.Preprocessing;
using Clip.Models;
using Clip.Models.ImageTower;
using Clip.Models.Onnx;
using Clip.Models.TextTower;
using Clip.Telemetry;
using Microsoft.ML.OnnxRuntime;

namespace Clip;

/// <summary>
/// Turns pictures into unit vectors of the model's embedding space. Thread-safe. The graph is loaded on first use;
/// <see cref="ClipModel"/> owns it.
/// </summary>
public sealed partial class ImageEncoder
{
    private readonly OnnxValue _pixels;
    private readonly OnnxValue[] _tokenInputs;
    private readonly DummyText _dummy;
    private readonly int? _fixedBatch;
    private readonly TowerSessions _sessions;
    private readonly OnnxGraph _graph;
    private readonly string _model;

    internal ImageEncoder(
        ModelTower tower, string model, int dimensions, ClipModelOptions options, TowerSessions sessions)
    {
        _model = model;
        var graph = tower.Require("image");
        Dimensions = dimensions;
        _pixels = GraphSignature.Pixels(graph)
            ?? throw new ModelException(graph.Path, "takes no pictures", "give the graph of an image tower");
        GraphSignature.RefuseUnknownInputs(graph);
        var preprocessing = Preprocessing.Of(tower.Folder, tower.Config, _pixels);
        if (Preprocessing.IsUndescribed(tower.Folder, tower.Config))
            Decision = Preprocessing.Assumption;
        if (Preprocessing.DoubtOf(tower.Folder, tower.Config) is { } doubt)
            options.Doubt(model, doubt);
        Preprocessor = new ImagePreprocessor(
            preprocessing, options.PictureLimits, options.PictureDecoder, options.Memory);
        Layout = PictureTensorLayout.From(graph, _pixels, Preprocessor, tower.Config);
        OnnxValue?[] textInputs =
            [GraphSignature.TokenIds(graph), GraphSignature.AttentionMask(graph), GraphSignature.TokenTypes(graph)];
        var patches = PatchInputs.Of(graph);
        _tokenInputs = [.. textInputs.OfType<OnnxValue>().Where(input => patches?.Contains(input) != true)];
        _dummy = new DummyText(graph);
        _fixedBatch = FixedBatch.Of(graph, _pixels);
        _sessions = sessions;
        _graph = graph;
        Decoders = options.Threads > 0
            ? Math.Min(options.Threads, Environment.ProcessorCount)
            : Environment.ProcessorCount;
    }

    /// <summary>The length of an embedding.</summary>
    public int Dimensions { get; }

    /// <summary>Decodes pictures and converts them to the form that the tower takes.</summary>
    internal ImagePreprocessor Preprocessor { get; }

    /// <summary>The preprocessing that no file of the model states; null where one does.</summary>
    internal string? Decision { get; }

    /// <summary>The device that the graph runs on. Loads the graph.</summary>
    public ClipDevice Device => _sessions.Any.Device;

    /// <summary>
    /// How many pictures to encode at once, depending on the device and the size of the model's pictures. Loads the
    /// graph.
    /// </summary>
    public int BatchSize => _fixedBatch is { } step
        ? Math.Max(1, DeviceBatchSize.For(DeviceKind.Processor, Layout.PictureBytes) / step) * step
        : _sessions.For(many: true).BatchSize(Layout.PictureBytes);

    /// <summary>How many threads should call <see cref="EncodeInWorker"/> at a time.</summary>
    internal int Workers => _sessions.Workers.Count;

    /// <summary>Whether each worker has a core of its own, which also decodes its pictures.</summary>
    internal bool HasWorkerPerCore => _sessions.Workers.IsPerCore;

    /// <summary>
    /// How many pictures a worker should encode at once. Loads the graph unless there is a worker per core.
    /// </summary>
    internal int WorkerBatchSize => HasWorkerPerCore ? _fixedBatch ?? DeviceBatchSize.ForWorker : BatchSize;

    /// <summary>Whether the graph takes any number of pictures at once.</summary>
    internal bool TakesAnyBatch => _fixedBatch is null;

    /// <summary>How many threads should decode pictures for the workers.</summary>
    internal int Decoders { get; }

    /// <summary>The size of the graph and its weights, in bytes.</summary>
    internal long WeightBytes => WeightsMemory.Of(_graph);

    internal PictureTensorLayout Layout { get; }

    internal bool IsLoaded => _sessions.IsLoaded;

    internal TowerSessions Sessions => _sessions;

    /// <summary>Allocates a batch of pictures.</summary>
    public ImageBatch CreateBatch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new ImageBatch(Preprocessor, Layout, capacity, _fixedBatch ?? 1);
    }

    /// <summary>The unit vector of one picture file, decoded exactly.</summary>
    /// <exception cref="PictureException">
    /// The picture cannot be read, or the model computes no usable embedding of it.
    /// </exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    public float[] Encode(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var picture = Preprocessor.Decode(path, DecodeMode.Exact, cancellationToken);
        return Encode(picture, path, cancellationToken);
    }

    /// <summary>The unit vector of one decoded picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    /// <exception cref="PictureException">The model computes no usable embedding of the picture.</exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    public float[] Encode(Picture picture, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(name);
        return EncodeOne(picture, cancellationToken) ?? throw PictureException.NoEmbedding(name);
    }

    /// <summary>The unit vector of one decoded picture.</summary>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, or computes no usable embedding of the picture.
    /// </exception>
    public float[] Encode(Picture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return EncodeOne(picture, cancellationToken)
            ?? throw ModelException.UselessEmbedding(_graph.Path, InMemory);
    }

    private float[]? EncodeOne(Picture picture, CancellationToken cancellationToken)
    {
        var vector = new float[Dimensions];
        using var batch = CreateBatch(1);
        batch.Write(0, picture);
        return EncodeEach(batch, 1, vector, cancellationToken).Count == 0 ? vector : null;
    }

    /// <summary>The unit vectors of the first <paramref name="count"/> pictures of a batch.</summary>
    /// <param name="batch">Made by <see cref="CreateBatch"/> of this encoder.</param>
    /// <param name="count">How many slots were written.</param>
    /// <param name="destination">Receives count × <see cref="Dimensions"/> floats.</param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, or computes no usable embedding of a picture.
    /// </exception>
    public void Encode(
        ImageBatch batch, int count, Span<float> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (EncodeEach(batch, count, destination, cancellationToken) is [var first, ..])
            throw ModelException.UselessEmbedding(_graph.Path, $"the picture in slot {first}");
    }

    /// <summary>
    /// As <see cref="Encode(ImageBatch, int, Span{float}, CancellationToken)"/>, except that a picture of which the
    /// model computes no usable embedding does not stop the others.
    /// </summary>
    /// <returns>The slots of such pictures, whose rows are not numbers; usually empty.</returns>
    public IReadOnlyList<int> EncodeEach(
        ImageBatch batch, int count, Span<float> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // A batch with room for several pictures is one of many, even if this one is not full.
        return Encode(batch, 0, count, destination, _sessions.For(many: batch.Capacity > 1), cancellationToken);
    }

    /// <summary>
    /// As <see cref="EncodeEach"/>, for <see cref="Workers"/> threads at a time and any adjacent slots. The result
    /// counts from the first of them.
    /// </summary>
    internal IReadOnlyList<int> EncodeInWorker(
        ImageBatch batch, int start, int count, Span<float> destination, CancellationToken cancellationToken) =>
        Encode(batch, start, count, destination, _sessions.Worker, cancellationToken);

    /// <summary>As <see cref="EncodeEach"/>, with a session that is not the model's own.</summary>
    internal void EncodeWith(EncoderSession session, ImageBatch batch, int count, Span<float> destination) =>
        Encode(batch, 0, count, destination, session, CancellationToken.None);

    private IReadOnlyList<int> Encode(
        ImageBatch batch, int start, int count, Span<float> destination, EncoderSession session,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, batch.Capacity - start);
        if (!batch.IsFor(Preprocessor))
            throw new ArgumentException("The batch is one of another model.", nameof(batch));
        using var use = batch.Use(start + count);
        if (destination.Length < count * Dimensions)
            throw new ArgumentException($"{count} embeddings need {count * Dimensions} floats", nameof(destination));

        var vectors = destination[..(count * Dimensions)];
        using var call = MeasuredCall.Encode("image", _model, count);
        var missing = EncodeSlots(batch, start, count, vectors, session, cancellationToken);
        call?.Complete();
        return missing;
    }

    private IReadOnlyList<int> EncodeSlots(
        ImageBatch batch, int start, int count, Span<float> vectors, EncoderSession session,
        CancellationToken cancellationToken)
    {
        if (_fixedBatch is { } step)
        {
            for (var done = 0; done < count; done += step)
            {
                var rows = Math.Min(step, count - done);
                var some = vectors.Slice(done * Dimensions, rows * Dimensions);
                Run(session, batch, start + done, step, rows, some, cancellationToken);
            }
            return MissingEmbedding.Find(vectors, Dimensions);
        }

        Run(session, batch, start, count, count, vectors, cancellationToken);
        var missing = MissingEmbedding.Find(vectors, Dimensions);
        if (missing.Count == 0 || count == 1)
            return missing;
        // Where activations are quantized for a whole batch, one picture that overflows spoils the others.
        foreach (var slot in missing)
            Run(session, batch, start + slot, 1, 1, vectors.Slice(slot * Dimensions, Dimensions), cancellationToken);
        return MissingEmbedding.Find(vectors, Dimensions);
    }

    /// <summary>Runs adjacent slots of a batch, of which the graph's answers to the first ones are wanted.</summary>
    private void Run(
        EncoderSession session, ImageBatch batch, int start, int slots, int count, Span<float> destination,
        CancellationToken cancellationToken)
    {
        List<string> names = [_pixels.Name];
        List<OrtValue> values = [batch.Tensor(start, slots)];
        try
        {
            foreach (var (name, value) in batch.Companions(start, slots))
            {
                names.Add(name);
                values.Add(value);
            }
            // A combined graph that cannot be cut computes both towers, so that it also needs a text.
            foreach (var input in _tokenInputs.Where(input => session.Takes(input.Name)))
            {
                names.Add(input.Name);
                values.Add(_dummy.Create(input));
            }
            session.Run(names, values, null, count, destination, cancellationToken);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }
    }
}
