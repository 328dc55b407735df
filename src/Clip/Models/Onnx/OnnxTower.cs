using System.Buffers;
using System.Text;

namespace Clip.Models.Onnx;

/// <summary>
/// Cuts one tower out of a graph that computes text and picture together. Otherwise the other tower would be loaded,
/// and run on a dummy input for every query, at many times the cost of the tower that is needed. Field numbers are
/// those of onnx.proto.
/// </summary>
internal static class OnnxTower
{
    /// <summary>The model with only the nodes, weights and inputs that one output depends on.</summary>
    /// <param name="model">The content of the graph file.</param>
    /// <param name="output">The output to keep.</param>
    /// <param name="relocate">
    /// Maps the path of external weights in the graph to the one to write; null keeps the graph's paths.
    /// </param>
    /// <returns>A model file's content, smaller than <paramref name="model"/>.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static byte[] Cut(ReadOnlySpan<byte> model, string output, Func<string, string>? relocate = null)
    {
        var result = new ArrayBufferWriter<byte>(model.Length / 2);
        var fields = new ProtobufReader(model);
        while (fields.Next())
        {
            if (fields is { Field: OnnxFields.Graph, WireType: 2 })
            {
                WriteField(result, OnnxFields.Graph, CutGraph(fields.ReadBytes(), output, relocate).WrittenSpan);
            }
            else
            {
                fields.Skip();
                result.Write(fields.Raw);
            }
        }
        return result.WrittenSpan.ToArray();
    }

    private static ArrayBufferWriter<byte> CutGraph(
        ReadOnlySpan<byte> graph, string output, Func<string, string>? relocate)
    {
        var nodes = OnnxNode.ReadAll(graph);
        var (neededNodes, neededNames) = Reach(nodes, output);

        var result = new ArrayBufferWriter<byte>(graph.Length / 2);
        var index = 0;
        var fields = new ProtobufReader(graph);
        while (fields.Next())
        {
            bool keep;
            switch (fields)
            {
                case { Field: OnnxFields.Node, WireType: 2 }:
                    fields.ReadBytes();
                    keep = neededNodes[index++];
                    break;
                case { Field: OnnxFields.Initializer, WireType: 2 }:
                    var weight = fields.ReadBytes();
                    keep = neededNames.Contains(NameOf(weight, OnnxFields.TensorName));
                    if (keep && relocate is not null)
                    {
                        WriteField(result, OnnxFields.Initializer, Relocate(weight, relocate));
                        continue;
                    }
                    break;
                case { Field: OnnxFields.Input, WireType: 2 }:
                    keep = neededNames.Contains(NameOf(fields.ReadBytes(), OnnxFields.ValueName));
                    break;
                case { Field: OnnxFields.Output, WireType: 2 }:
                    keep = NameOf(fields.ReadBytes(), OnnxFields.ValueName) == output;
                    break;
                // Shapes of inner values; those of the other tower would name values that no longer exist.
                case { Field: OnnxFields.ValueInfo, WireType: 2 }:
                    keep = neededNames.Contains(NameOf(fields.ReadBytes(), OnnxFields.ValueName));
                    break;
                case { Field: OnnxFields.SparseInitializer }:
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

    /// <summary>Walks back from the output to everything it depends on.</summary>
    private static (bool[] Nodes, HashSet<string> Names) Reach(List<OnnxNode> nodes, string output)
    {
        Dictionary<string, int> producers = [];
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var name in nodes[i].Outputs)
            {
                if (name.Length > 0)
                    producers[name] = i;
            }
        }

        var needed = new bool[nodes.Count];
        HashSet<string> names = [output];
        var open = new Stack<string>([output]);
        while (open.TryPop(out var name))
        {
            if (!producers.TryGetValue(name, out var producer) || needed[producer])
                continue;
            needed[producer] = true;
            names.UnionWith(nodes[producer].Outputs);
            foreach (var input in nodes[producer].Inputs)
            {
                if (input.Length > 0 && names.Add(input))
                    open.Push(input);
            }
        }
        return (needed, names);
    }

    private static string NameOf(ReadOnlySpan<byte> content, int field) => OnnxNode.TextOf(content, field);

    /// <summary>A weight with another path for its external data.</summary>
    private static ReadOnlySpan<byte> Relocate(ReadOnlySpan<byte> weight, Func<string, string> relocate)
    {
        var result = new ArrayBufferWriter<byte>(weight.Length + 64);
        var fields = new ProtobufReader(weight);
        while (fields.Next())
        {
            if (fields is { Field: OnnxFields.TensorExternalData, WireType: 2 }
                && OnnxGraphReader.ParseEntry(fields.ReadBytes()) is ("location", var location))
            {
                var entry = new ArrayBufferWriter<byte>();
                WriteField(entry, 1, "location"u8);
                WriteField(entry, 2, Encoding.UTF8.GetBytes(relocate(location)));
                WriteField(result, OnnxFields.TensorExternalData, entry.WrittenSpan);
                continue;
            }
            if (fields is not { Field: OnnxFields.TensorExternalData, WireType: 2 })
                fields.Skip();
            result.Write(fields.Raw);
        }
        return result.WrittenSpan;
    }

    private static void WriteField(ArrayBufferWriter<byte> writer, int field, ReadOnlySpan<byte> content)
    {
        WriteVarint(writer, (ulong)(field << 3 | 2));
        WriteVarint(writer, (ulong)content.Length);
        writer.Write(content);
    }

    private static void WriteVarint(ArrayBufferWriter<byte> writer, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            writer.Write([(byte)(value | 0x80)]);
        writer.Write([(byte)value]);
    }
}
