namespace Clip.Models.Onnx;

/// <summary>One operation of a graph.</summary>
/// <param name="Operation">Its type: <c>MatMul</c>, <c>Gather</c>, …</param>
/// <param name="Inputs">
/// The values that it takes, including those that a branch or loop body inside it takes from outside.
/// </param>
/// <param name="Outputs">The values that it computes.</param>
/// <param name="Constant">The tensor of a <c>Constant</c>, encoded as in the file; empty for other operations.</param>
internal sealed record OnnxNode(
    string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, ReadOnlyMemory<byte> Constant)
{
    private const int MaxNesting = 16;

    // More than any encoder has, and still little memory: the file decides how many names we keep.
    private const int MaxNames = 4_000_000;

    // Larger constants are weights, which are not needed here.
    private const int MaxConstant = 1024;

    /// <summary>Reads all nodes of a graph.</summary>
    /// <param name="graph">A GraphProto.</param>
    /// <exception cref="InvalidDataException">It is damaged, or beyond the limits of any encoder.</exception>
    public static List<OnnxNode> ReadAll(ReadOnlySpan<byte> graph)
    {
        List<OnnxNode> nodes = [];
        var names = 0;
        var fields = new ProtobufReader(graph);
        while (fields.Next())
        {
            if (fields is { Field: OnnxFields.Node, WireType: 2 })
                nodes.Add(Read(fields.ReadBytes(), 0, ref names));
            else
                fields.Skip();
        }
        return nodes;
    }

    /// <summary>
    /// The text of a field, or empty. Of several fields the last one counts, as always in protocol buffers.
    /// </summary>
    public static string TextOf(ReadOnlySpan<byte> message, int field)
    {
        var text = "";
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            if (fields.Field == field && fields.WireType == 2)
                text = fields.ReadText();
            else
                fields.Skip();
        }
        return text;
    }

    /// <summary>Reads one node.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or beyond the limits of any encoder.</exception>
    public static OnnxNode Read(ReadOnlySpan<byte> node)
    {
        var names = 0;
        return Read(node, 0, ref names);
    }

    private static OnnxNode Read(ReadOnlySpan<byte> content, int depth, ref int names)
    {
        if (depth > MaxNesting)
            throw new InvalidDataException("graphs nested too deeply");
        var operation = "";
        byte[] constant = [];
        List<string> inputs = [], outputs = [];
        var fields = new ProtobufReader(content);
        names++;
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 1, WireType: 2 }: Add(inputs, fields.ReadText(), ref names); break;
                case { Field: 2, WireType: 2 }: Add(outputs, fields.ReadText(), ref names); break;
                case { Field: 4, WireType: 2 }: operation = fields.ReadText(); break;
                case { Field: 5, WireType: 2 }:
                    ReadAttribute(fields.ReadBytes(), inputs, ref constant, depth, ref names);
                    break;
                default: fields.Skip(); break;
            }
        }
        return new OnnxNode(operation, inputs, outputs, operation == "Constant" ? constant : default);
    }

    /// <summary>
    /// A branch or loop body in an attribute may take any outer value, so its inputs count as the node's own.
    /// </summary>
    private static void ReadAttribute(
        ReadOnlySpan<byte> attribute, List<string> inputs, ref byte[] constant, int depth, ref int names)
    {
        var fields = new ProtobufReader(attribute);
        while (fields.Next())
        {
            switch (fields)
            {
                // AttributeProto: t = 5, g = 6, graphs = 11.
                case { Field: 5, WireType: 2 }:
                    if (fields.ReadBytes() is { Length: <= MaxConstant } tensor)
                        constant = tensor.ToArray();
                    break;
                case { Field: 6 or 11, WireType: 2 }:
                    ReadBody(fields.ReadBytes(), inputs, depth, ref names);
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }
    }

    private static void ReadBody(ReadOnlySpan<byte> body, List<string> inputs, int depth, ref int names)
    {
        var graph = new ProtobufReader(body);
        while (graph.Next())
        {
            if (graph is { Field: OnnxFields.Node, WireType: 2 })
            {
                foreach (var name in Read(graph.ReadBytes(), depth + 1, ref names).Inputs)
                    Add(inputs, name, ref names);
            }
            else if (graph is { Field: OnnxFields.Output, WireType: 2 })
                Add(inputs, TextOf(graph.ReadBytes(), OnnxFields.ValueName), ref names);
            else
                graph.Skip();
        }
    }

    private static void Add(List<string> list, string name, ref int names)
    {
        if (++names > MaxNames)
            throw new InvalidDataException("more operations than any encoder has");
        list.Add(name);
    }
}
