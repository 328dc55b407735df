using Clip.Devices;
using Clip.Images;
using Clip.Models.Caching;
using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>
/// Turns pictures into unit vectors of the model's embedding space. Thread-safe. The graph is loaded when first needed;
/// <see cref="ClipModel"/> owns it.
/// </summary>
public sealed class ImageEncoder
{
    private readonly OnnxValue _pixels;
    private readonly OnnxValue[] _tokenInputs;
    private readonly bool _oneByOne;
    private readonly Lazy<EncoderSession> _session;

    internal ImageEncoder(ModelFolder folder, OnnxGraph graph, int dimension, PictureLimits limits, SessionFactory sessions, GraphCache? cache, bool once)
    {
        Dimension = dimension;
        _pixels = GraphSignature.Pixels(graph)
            ?? throw new ModelException(graph.Path, "takes no pictures", "give the graph of an image tower");
        Preprocessor = new ImagePreprocessor(
            PreprocessorConfig.Read(folder.Preprocessor
                ?? throw new ModelException(folder.Folder, "has no preprocessor_config.json", "download it from the model's page into the same folder")),
            limits);
        Layout = PictureTensorLayout.From(graph, _pixels, Preprocessor);
        _tokenInputs = [.. new[] { GraphSignature.TokenIds(graph), GraphSignature.AttentionMask(graph), GraphSignature.TokenTypes(graph) }.OfType<OnnxValue>()];
        _oneByOne = _pixels.Shape[0] == 1;
        var output = GraphSignature.ImageEmbedding(graph).Name;
        _session = new Lazy<EncoderSession>(() => EncoderSession.Open(graph, output, sessions, cache, once));
    }

    /// <summary>The length of an embedding.</summary>
    public int Dimension { get; }

    /// <summary>Decodes pictures and brings them to the form that the tower wants.</summary>
    public ImagePreprocessor Preprocessor { get; }

    /// <summary>The device that the graph runs on. Loads the graph.</summary>
    public string Device => _session.Value.Device;

    /// <summary>
    /// How many pictures to encode at once: what suits the device and the size of the model's pictures. Loads the graph.
    /// </summary>
    public int BatchSize => _oneByOne ? BatchRows.For(DeviceKind.Processor, 0) : _session.Value.BatchRows(Layout.PictureBytes);

    internal PictureTensorLayout Layout { get; }

    internal bool IsLoaded => _session.IsValueCreated;

    internal EncoderSession Session => _session.Value;

    /// <summary>Makes room for a batch of pictures.</summary>
    public ImageBatch CreateBatch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new ImageBatch(Preprocessor, Layout, capacity);
    }

    /// <summary>The unit vector of one picture file, decoded exactly.</summary>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    public float[] Encode(string path, CancellationToken cancellationToken = default)
    {
        using var picture = Preprocessor.Decode(path, DecodeMode.Exact, cancellationToken);
        return Encode(picture, cancellationToken);
    }

    /// <summary>The unit vector of one decoded picture.</summary>
    public float[] Encode(Picture picture, CancellationToken cancellationToken = default)
    {
        var vector = new float[Dimension];
        using var batch = CreateBatch(1);
        batch.Write(0, picture);
        Encode(batch, 1, vector, cancellationToken);
        return vector;
    }

    /// <summary>The unit vectors of the first <paramref name="count"/> pictures of a batch.</summary>
    /// <param name="batch">Made by <see cref="CreateBatch"/> of this encoder.</param>
    /// <param name="count">How many slots were written.</param>
    /// <param name="destination">Receives count × <see cref="Dimension"/> floats.</param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    public void Encode(ImageBatch batch, int count, Span<float> destination, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, batch.Capacity);
        if (destination.Length < count * Dimension)
            throw new ArgumentException($"{count} embeddings need {count * Dimension} floats", nameof(destination));

        if (!_oneByOne)
        {
            Run(batch.Tensor(0, count), count, destination[..(count * Dimension)], cancellationToken);
            return;
        }
        for (var slot = 0; slot < count; slot++)
            Run(batch.Tensor(slot, 1), 1, destination.Slice(slot * Dimension, Dimension), cancellationToken);
    }

    private void Run(OrtValue pixels, int count, Span<float> destination, CancellationToken cancellationToken)
    {
        var session = _session.Value;
        List<string> names = [_pixels.Name];
        List<OrtValue> values = [pixels];
        try
        {
            // A combined graph that cannot be cut computes both towers; a text of one token is the least it accepts.
            foreach (var input in _tokenInputs.Where(input => session.Takes(input.Name)))
            {
                names.Add(input.Name);
                values.Add(OrtValue.CreateAllocatedTensorValue(
                    OrtAllocator.DefaultInstance, (TensorElementType)input.ElementType, [1, input.Shape is [_, { } length] ? length : 1]));
                Fill(values[^1], input.Name.Contains("mask") ? 1 : 0);
            }
            session.Run(names, values, count, destination, cancellationToken);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }
    }

    private static void Fill(OrtValue tensor, int value)
    {
        if (tensor.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64)
            tensor.GetTensorMutableDataAsSpan<long>().Fill(value);
        else
            tensor.GetTensorMutableDataAsSpan<int>().Fill(value);
    }
}
