using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>
/// What a graph that computes both towers, and cannot be cut, is given in place of a picture. No picture at all is the
/// cheapest, and jina-clip takes that; others fail on it and then get one blank picture. Thread-safe.
/// </summary>
internal sealed class DummyPicture
{
    private const long UsualEdge = 224;

    private readonly OnnxValue _input;
    private readonly long[] _size;
    private volatile int _rows;

    public DummyPicture(OnnxValue input, ModelConfig config)
    {
        _input = input;
        var edge = config.Count("vision_config", "image_size") ?? UsualEdge;
        _size = input.Shape is [_, var first, var second, var third]
            ? PictureTensorLayout.IsChannelsLast(input)
                ? [first ?? edge, second ?? edge, third ?? 3]
                : [first ?? 3, second ?? edge, third ?? edge]
            : [3, edge, edge];
        _rows = input.Shape is [{ } batch, ..] ? (int)batch : 0;
    }

    /// <summary>The input's name.</summary>
    public string Name => _input.Name;

    /// <summary>The tensor; the caller disposes it.</summary>
    public OrtValue Create()
    {
        var rows = _rows;
        var tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)_input.ElementType, [rows, .. _size]);
        // What lies in fresh memory may be no number, and that spreads even where it is multiplied by nothing.
        if (rows > 0)
            tensor.GetTensorMutableRawData().Clear();
        return tensor;
    }

    /// <summary>After a failure: whether one picture is worth a try where there was none.</summary>
    public bool Grow()
    {
        if (_rows > 0)
            return false;
        _rows = 1;
        return true;
    }
}
