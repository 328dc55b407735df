using System.Buffers.Binary;

namespace Clip.Models.Onnx;

/// <summary>
/// Finds the trained scale and bias in a graph that computes logits: <c>logits = scale × text · pictureᵀ + bias</c>,
/// with either factor scaled before or the product after, and the scale either a number or the exponential of one.
/// </summary>
internal sealed class OnnxLogits
{
    // There are only a few operations between the product of the embeddings and the output.
    private const int MaxSteps = 32;

    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private double? _scale;
    private double? _bias;

    private OnnxLogits(ReadOnlySpan<byte> graph)
    {
        foreach (var node in OnnxNode.ReadAll(graph))
        {
            foreach (var output in node.Outputs)
                _producers[output] = node;
            if (node is { Operation: "Constant", Outputs: [var name] } && NumberOf(node.Constant.Span) is { } number)
                _numbers[name] = number;
        }
        var fields = new ProtobufReader(graph);
        while (fields.Next())
        {
            if (fields is not { Field: OnnxFields.Initializer, WireType: 2 })
            {
                fields.Skip();
                continue;
            }
            var tensor = fields.ReadBytes();
            if (NumberOf(tensor) is { } number)
                _numbers[OnnxNode.TextOf(tensor, OnnxFields.TensorName)] = number;
        }
    }

    /// <summary>Reads scale and bias from a graph file's content.</summary>
    /// <param name="model">The content.</param>
    /// <param name="output">The output that holds logits.</param>
    /// <returns>The scale, null where the graph does not show it, and the bias, null where there is none.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (double? Scale, double? Bias) Read(ReadOnlySpan<byte> model, string output)
    {
        var fields = new ProtobufReader(model);
        while (fields.Next())
        {
            if (fields is { Field: OnnxFields.Graph, WireType: 2 })
            {
                var logits = new OnnxLogits(fields.ReadBytes());
                logits.Follow(output, isProduct: false, MaxSteps);
                return (logits._scale, logits._scale is null ? null : logits._bias);
            }
            fields.Skip();
        }
        return default;
    }

    private void Follow(string value, bool isProduct, int steps)
    {
        if (steps == 0 || !_producers.TryGetValue(value, out var producer))
            return;
        switch (producer)
        {
            case { Operation: "Transpose" or "Identity" or "Cast", Inputs: [var input, ..] }:
                Follow(input, isProduct, steps - 1);
                break;
            case { Operation: "Add", Inputs: [var left, var right] } when !isProduct:
                if (Split(left, right) is var (bias, rest))
                {
                    _bias = (_bias ?? 0) + bias;
                    Follow(rest, isProduct, steps - 1);
                }
                break;
            case { Operation: "Mul", Inputs: [var left, var right] }:
                if (Split(left, right) is var (scale, scaled))
                {
                    _scale = (_scale ?? 1) * scale;
                    Follow(scaled, isProduct, steps - 1);
                }
                break;
            case { Operation: "MatMul" or "Gemm", Inputs: [var first, var second, ..] } when !isProduct:
                Follow(first, isProduct: true, steps / 2);
                Follow(second, isProduct: true, steps / 2);
                break;
        }
    }

    private (double Number, string Other)? Split(string left, string right) =>
        Evaluate(left, MaxSteps) is { } first ? (first, right)
        : Evaluate(right, MaxSteps) is { } second ? (second, left)
        : null;

    private double? Evaluate(string value, int steps)
    {
        if (_numbers.TryGetValue(value, out var number))
            return number;
        if (steps == 0 || !_producers.TryGetValue(value, out var producer) || producer.Inputs.Count == 0)
            return null;
        return producer.Operation switch
        {
            "Exp" => Evaluate(producer.Inputs[0], steps - 1) is { } power ? Math.Exp(power) : null,
            "Identity" or "Cast" or "Squeeze" or "Unsqueeze" or "Reshape" => Evaluate(producer.Inputs[0], steps - 1),
            _ => null,
        };
    }

    /// <summary>The value of a tensor of one floating-point number, or null.</summary>
    private static double? NumberOf(ReadOnlySpan<byte> tensor)
    {
        const int largest = 1024; // with its name
        if (tensor.Length > largest)
            return null;
        var type = OnnxElementType.Float;
        ReadOnlySpan<byte> data = default;
        var fields = new ProtobufReader(tensor);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 2, WireType: 0 }: type = (OnnxElementType)(int)fields.ReadVarint(); break;
                case { Field: 4, WireType: 5 }: data = fields.ReadFixed32(); break; // float_data, not packed
                case { Field: 4 or 9, WireType: 2 }: data = fields.ReadBytes(); break; // float_data, raw_data
                default: fields.Skip(); break;
            }
        }
        return (type, data.Length) switch
        {
            (OnnxElementType.Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(data),
            (OnnxElementType.Float16, 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(data),
            (OnnxElementType.Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(data),
            _ => null,
        };
    }
}
