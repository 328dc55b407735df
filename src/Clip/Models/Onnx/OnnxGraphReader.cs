using System.Globalization;

namespace Clip.Models.Onnx;

/// <summary>
/// Reads a graph's description from its file. Graph files are untrusted, so everything that costs time or memory has a
/// limit somewhat above what encoders have.
/// </summary>
internal static class OnnxGraphReader
{
    private const int MaxWeights = 200_000;
    private const int MaxOutputs = 10_000;
    private const int MaxDimensions = 32;
    private const long MaxBytes = 1L << 50;

    /// <summary>Reads the content of a graph file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or beyond the limits of any encoder.</exception>
    public static OnnxGraph Read(string path, ReadOnlySpan<byte> content)
    {
        var model = new ProtobufReader(content);
        while (model.Next())
        {
            if (model is { Field: OnnxFields.Graph, WireType: 2 })
                return ParseGraph(path, model.ReadBytes());
            model.Skip();
        }
        throw new InvalidDataException("no graph inside");
    }

    private static OnnxGraph ParseGraph(string path, ReadOnlySpan<byte> content)
    {
        List<OnnxValue> inputs = [], outputs = [];
        HashSet<string> weights = [];
        Dictionary<string, long> external = [];

        var graph = new ProtobufReader(content);
        while (graph.Next())
        {
            switch (graph)
            {
                case { Field: OnnxFields.Initializer, WireType: 2 }:
                    weights.Add(ParseWeight(graph.ReadBytes(), external));
                    break;
                case { Field: OnnxFields.Input, WireType: 2 }:
                    inputs.Add(ParseValue(graph.ReadBytes()));
                    break;
                case { Field: OnnxFields.Output, WireType: 2 }:
                    outputs.Add(ParseValue(graph.ReadBytes()));
                    break;
                default:
                    graph.Skip();
                    break;
            }
            if (weights.Count > MaxWeights || inputs.Count > MaxWeights || outputs.Count > MaxOutputs)
                throw new InvalidDataException("more weights, inputs or outputs than any encoder has");
        }
        if (outputs.Count == 0)
            throw new InvalidDataException("no outputs");

        // Old exporters also list every weight among the inputs.
        inputs.RemoveAll(input => weights.Contains(input.Name));
        return new OnnxGraph(
            path, inputs, outputs, [.. external.Select(static file => new OnnxExternalFile(file.Key, file.Value))]);
    }

    /// <summary>Returns the weight's name, and adds the place of its data if that is in another file.</summary>
    private static string ParseWeight(ReadOnlySpan<byte> content, Dictionary<string, long> external)
    {
        string name = "", location = "";
        long offset = 0, length = 0;
        var weight = new ProtobufReader(content);
        while (weight.Next())
        {
            if (weight is { Field: OnnxFields.TensorName, WireType: 2 })
                name = weight.ReadText();
            else if (weight is { Field: OnnxFields.TensorExternalData, WireType: 2 })
            {
                var (key, value) = ParseEntry(weight.ReadBytes());
                if (key == "location")
                    location = value;
                else if (key == "offset")
                    offset = ParseCount(value);
                else if (key == "length")
                    length = ParseCount(value);
            }
            else
                weight.Skip();
        }
        if (location.Length > 0)
            external[location] = Math.Max(external.GetValueOrDefault(location), offset + length);
        return name;
    }

    /// <summary>An offset or a length in an entry of external_data.</summary>
    public static long ParseCount(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxBytes
            ? number
            : throw new InvalidDataException("external weights at an impossible place");

    /// <summary>
    /// One entry of a tensor's external_data: <c>location</c>, <c>offset</c> or <c>length</c> and its value.
    /// </summary>
    public static (string Key, string Value) ParseEntry(ReadOnlySpan<byte> content)
    {
        string key = "", value = "";
        var entry = new ProtobufReader(content);
        while (entry.Next())
        {
            if (entry is { Field: 1, WireType: 2 })
                key = entry.ReadText();
            else if (entry is { Field: 2, WireType: 2 })
                value = entry.ReadText();
            else
                entry.Skip();
        }
        return (key, value);
    }

    private static OnnxValue ParseValue(ReadOnlySpan<byte> content)
    {
        var name = "";
        var type = (OnnxElementType)0;
        List<long?> shape = [];
        var value = new ProtobufReader(content);
        while (value.Next())
        {
            if (value is { Field: 1, WireType: 2 })
                name = value.ReadText();
            else if (value is { Field: 2, WireType: 2 })
                (type, shape) = ParseType(value.ReadBytes());
            else
                value.Skip();
        }
        return new OnnxValue(name, type, shape);
    }

    private static (OnnxElementType Type, List<long?> Shape) ParseType(ReadOnlySpan<byte> content)
    {
        var element = 0;
        List<long?> shape = [];
        var type = new ProtobufReader(content);
        while (type.Next())
        {
            if (type is not { Field: 1, WireType: 2 })
            {
                type.Skip();
                continue;
            }
            var tensor = new ProtobufReader(type.ReadBytes());
            while (tensor.Next())
            {
                if (tensor is { Field: 1, WireType: 0 })
                    element = (int)tensor.ReadVarint();
                else if (tensor is { Field: 2, WireType: 2 })
                    shape = ParseShape(tensor.ReadBytes());
                else
                    tensor.Skip();
            }
        }
        return ((OnnxElementType)element, shape);
    }

    private static List<long?> ParseShape(ReadOnlySpan<byte> content)
    {
        List<long?> shape = [];
        var dimensions = new ProtobufReader(content);
        while (dimensions.Next())
        {
            if (dimensions is not { Field: 1, WireType: 2 })
            {
                dimensions.Skip();
                continue;
            }
            long? size = null;
            var dimension = new ProtobufReader(dimensions.ReadBytes());
            while (dimension.Next())
            {
                if (dimension is { Field: 1, WireType: 0 })
                    size = (long)dimension.ReadVarint();
                else
                    dimension.Skip();
            }
            if (shape.Count == MaxDimensions)
                throw new InvalidDataException("more dimensions than any tensor has");
            shape.Add(size > 0 ? size : null);
        }
        return shape;
    }
}
