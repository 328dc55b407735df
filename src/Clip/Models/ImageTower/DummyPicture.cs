using Clip.Models.Configuration;
using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models.ImageTower;

/// <summary>
/// The pixel input of a graph that computes both towers and cannot be cut, when only texts are encoded. An empty batch
/// is the cheapest, and jina-clip accepts it; other graphs fail on it and then get one blank picture. Thread-safe.
/// </summary>
internal sealed class DummyPicture
{
    private const long DefaultEdge = 224;
    private const long MaxEdge = 1 << 14;
    private const long MaxNumbers = 1 << 28;

    private readonly OnnxValue _input;
    private readonly long[] _size;
    private volatile int _rows;

    /// <param name="graph">The graph, for errors.</param>
    /// <param name="input">Its input for pictures.</param>
    /// <param name="config">States their size where the graph leaves it open.</param>
    /// <exception cref="ModelException">The graph demands larger pictures than any encoder.</exception>
    public DummyPicture(OnnxGraph graph, OnnxValue input, ModelConfig config)
    {
        _input = input;
        var edge = config.Count("vision_config", "image_size") ?? DefaultEdge;
        _size = input.Shape is [_, var first, var second, var third]
            ? GraphSignature.IsChannelsLast(input)
                ? [first ?? edge, second ?? edge, third ?? 3]
                : [first ?? 3, second ?? edge, third ?? edge]
            : [3, edge, edge];
        _rows = FixedBatch.Of(graph, input) ?? 0;
        if (_size.Any(static size => size > MaxEdge)
            || _size[0] * _size[1] * _size[2] * Math.Max(1, _rows) > MaxNumbers)
        {
            throw new ModelException(
                graph.Path, $"takes pictures of {string.Join('x', _size)}", "use a model for smaller pictures");
        }
    }

    /// <summary>The input's name.</summary>
    public string Name => _input.Name;

    /// <summary>Creates the tensor; the caller disposes it.</summary>
    public OrtValue Create()
    {
        var rows = _rows;
        var tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)_input.ElementType, [rows, .. _size]);
        // Uninitialized memory may contain NaN, which spreads even where it is multiplied by zero.
        if (rows > 0)
            tensor.GetTensorMutableRawData().Clear();
        return tensor;
    }

    /// <summary>Switches to one picture after a failure with none; false where there was one already.</summary>
    public bool Grow()
    {
        if (_rows > 0)
            return false;
        _rows = 1;
        return true;
    }
}
