using System.Buffers;

namespace Clip.Models.Onnx;

/// <summary>
/// Cuts one tower out of a graph that computes text and picture together. The other tower would otherwise be loaded and
/// run on a dummy input for every query, at many times the cost of the tower that is wanted.
/// Field numbers are those of onnx.proto.
/// </summary>
internal static class OnnxTower
{
    private const int ModelGraph = 7;
    private const int GraphNode = 1;
    private const int GraphInitializer = 5;
    private const int GraphInput = 11;
    private const int GraphOutput = 12;
    private const int GraphValueInfo = 13;
    private const int GraphSparseInitializer = 15;

    /// <summary>The model with only what leads to one output: its nodes, weights and inputs.</summary>
    /// <param name="model">The content of the graph file.</param>
    /// <param name="output">The output to keep.</param>
    /// <returns>A model file's content, smaller than <paramref name="model"/>.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static byte[] Cut(ReadOnlySpan<byte> model, string output)
    {
        var result = new ArrayBufferWriter<byte>(model.Length / 2);
        var fields = new ProtobufReader(model);
        while (fields.Next())
        {
            if (fields is { Field: ModelGraph, WireType: 2 })
            {
                var graph = CutGraph(fields.ReadBytes(), output);
                WriteTag(result, ModelGraph);
                WriteVarint(result, (ulong)graph.WrittenCount);
                result.Write(graph.WrittenSpan);
            }
            else
            {
                fields.Skip();
                result.Write(fields.Raw);
            }
        }
        return result.WrittenSpan.ToArray();
    }

    private static ArrayBufferWriter<byte> CutGraph(ReadOnlySpan<byte> graph, string output)
    {
        var nodes = ReadNodes(graph);
        var (neededNodes, neededNames) = Reach(nodes, output);

        var result = new ArrayBufferWriter<byte>(graph.Length / 2);
        var index = 0;
        var fields = new ProtobufReader(graph);
        while (fields.Next())
        {
            bool keep;
            switch (fields)
            {
                case { Field: GraphNode, WireType: 2 }:
                    fields.ReadBytes();
                    keep = neededNodes[index++];
                    break;
                case { Field: GraphInitializer, WireType: 2 }:
                    keep = neededNames.Contains(Name(fields.ReadBytes(), 8));
                    break;
                case { Field: GraphInput, WireType: 2 }:
                    keep = neededNames.Contains(Name(fields.ReadBytes(), 1));
                    break;
                case { Field: GraphOutput, WireType: 2 }:
                    keep = Name(fields.ReadBytes(), 1) == output;
                    break;
                // Shapes of inner values; those of the other tower would name values that are gone.
                case { Field: GraphValueInfo, WireType: 2 }:
                    keep = neededNames.Contains(Name(fields.ReadBytes(), 1));
                    break;
                case { Field: GraphSparseInitializer }:
                    throw new InvalidDataException("sparse weights");
                default:
                    fields.Skip();
                    keep = true;
                    break;
            }
            if (keep)
                result.Write(fields.Raw);
        }
        return result;
    }

    private sealed record Node(List<string> Inputs, List<string> Outputs);

    private static List<Node> ReadNodes(ReadOnlySpan<byte> graph)
    {
        List<Node> nodes = [];
        var fields = new ProtobufReader(graph);
        while (fields.Next())
        {
            if (fields is { Field: GraphNode, WireType: 2 })
                nodes.Add(ReadNode(fields.ReadBytes(), 0));
            else
                fields.Skip();
        }
        return nodes;
    }

    /// <summary>Reads what a node takes and gives. A branch or loop body inside it may take any outer value, so its inputs count as the node's own.</summary>
    private static Node ReadNode(ReadOnlySpan<byte> content, int depth)
    {
        const int mostNesting = 16;
        if (depth > mostNesting)
            throw new InvalidDataException("graphs nested too deeply");
        var node = new Node([], []);
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: 1, WireType: 2 }: node.Inputs.Add(fields.ReadText()); break;
                case { Field: 2, WireType: 2 }: node.Outputs.Add(fields.ReadText()); break;
                case { Field: 5, WireType: 2 }: AddSubgraphInputs(fields.ReadBytes(), node.Inputs, depth); break;
                default: fields.Skip(); break;
            }
        }
        return node;
    }

    private static void AddSubgraphInputs(ReadOnlySpan<byte> attribute, List<string> inputs, int depth)
    {
        var fields = new ProtobufReader(attribute);
        while (fields.Next())
        {
            // AttributeProto: g = 6, graphs = 11.
            if (fields is not ({ Field: 6, WireType: 2 } or { Field: 11, WireType: 2 }))
            {
                fields.Skip();
                continue;
            }
            var graph = new ProtobufReader(fields.ReadBytes());
            while (graph.Next())
            {
                if (graph is { Field: GraphNode, WireType: 2 })
                    inputs.AddRange(ReadNode(graph.ReadBytes(), depth + 1).Inputs);
                else if (graph is { Field: GraphOutput, WireType: 2 })
                    inputs.Add(Name(graph.ReadBytes(), 1));
                else
                    graph.Skip();
            }
        }
    }

    /// <summary>Walks back from the output to everything it depends on.</summary>
    private static (bool[] Nodes, HashSet<string> Names) Reach(List<Node> nodes, string output)
    {
        Dictionary<string, int> makers = [];
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var name in nodes[i].Outputs)
            {
                if (name.Length > 0)
                    makers[name] = i;
            }
        }

        var needed = new bool[nodes.Count];
        HashSet<string> names = [output];
        var open = new Stack<string>([output]);
        while (open.TryPop(out var name))
        {
            if (!makers.TryGetValue(name, out var maker) || needed[maker])
                continue;
            needed[maker] = true;
            foreach (var made in nodes[maker].Outputs)
                names.Add(made);
            foreach (var input in nodes[maker].Inputs)
            {
                if (input.Length > 0 && names.Add(input))
                    open.Push(input);
            }
        }
        return (needed, names);
    }

    private static string Name(ReadOnlySpan<byte> content, int field)
    {
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            if (fields.Field == field && fields.WireType == 2)
                return fields.ReadText();
            fields.Skip();
        }
        return "";
    }

    private static void WriteTag(ArrayBufferWriter<byte> writer, int field) => WriteVarint(writer, (ulong)(field << 3 | 2));

    private static void WriteVarint(ArrayBufferWriter<byte> writer, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            writer.Write([(byte)(value | 0x80)]);
        writer.Write([(byte)value]);
    }
}
