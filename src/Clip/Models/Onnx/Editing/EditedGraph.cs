namespace Clip.Models.Onnx.Editing;

/// <summary>
/// A graph to change: its operations and weights can be replaced, everything else is written as it was read. Types of
/// inner values are dropped, because ONNX Runtime infers them. Not thread-safe.
/// </summary>
internal sealed class EditedGraph
{
    /// <summary>The domain of ONNX Runtime's own operations.</summary>
    public const string Microsoft = "com.microsoft";

    private readonly List<byte[]> _modelFields = [];
    private readonly List<byte[]> _graphFields = [];
    private readonly List<string> _outputs = [];
    private bool _importsMicrosoft;

    private EditedGraph()
    {
    }

    /// <summary>The operations, each after those that it depends on.</summary>
    public List<EditedNode> Nodes { get; } = [];

    /// <summary>The weights by their names.</summary>
    public Dictionary<string, EditedTensor> Tensors { get; } = [];

    /// <summary>The names of the graph's outputs.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>The version of ONNX's own operations.</summary>
    public int Opset { get; private set; }

    /// <summary>Reads a model file's content.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or has sparse weights.</exception>
    public static EditedGraph Read(ReadOnlySpan<byte> model)
    {
        var graph = new EditedGraph();
        var fields = new ProtobufReader(model);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: OnnxFields.Graph, WireType: 2 }: graph.ReadGraph(fields.ReadBytes()); break;
                case { Field: OnnxFields.OpsetImport, WireType: 2 }:
                    graph.ReadOpset(fields.ReadBytes());
                    graph._modelFields.Add(fields.Raw.ToArray());
                    break;
                default:
                    fields.Skip();
                    graph._modelFields.Add(fields.Raw.ToArray());
                    break;
            }
        }
        return graph;
    }

    /// <summary>A copy whose operations, weights and outputs can be changed without changing this.</summary>
    public EditedGraph Copy() => Read(Write());

    /// <summary>Makes a value an output too.</summary>
    public void AddOutput(string name)
    {
        _outputs.Add(name);
        _graphFields.Add(ProtobufWriter.Message(graph =>
            graph.Bytes(OnnxFields.Output, ProtobufWriter.Message(value => value.Text(OnnxFields.ValueName, name)))));
    }

    /// <summary>The operations that take each value, those inside of which a body takes it included.</summary>
    public Dictionary<string, List<EditedNode>> Consumers()
    {
        Dictionary<string, List<EditedNode>> consumers = [];
        foreach (var node in Nodes)
        {
            foreach (var name in node.Inputs.Concat(node.InnerInputs).Distinct())
            {
                if (!consumers.TryGetValue(name, out var list))
                    consumers[name] = list = [];
                list.Add(node);
            }
        }
        return consumers;
    }

    /// <summary>The operation that computes each value.</summary>
    public Dictionary<string, EditedNode> Producers() =>
        Nodes.SelectMany(static node => node.Outputs.Where(static name => name.Length > 0).Select(name => (name, node)))
            .GroupBy(static pair => pair.name)
            .ToDictionary(static group => group.Key, static group => group.First().node);

    /// <summary>Drops the weights that no operation takes any more.</summary>
    public void DropUnusedTensors()
    {
        var used = Consumers();
        foreach (var name in Tensors.Keys.Where(name => !used.ContainsKey(name) && !_outputs.Contains(name)).ToList())
            Tensors.Remove(name);
    }

    /// <summary>The content of a model file.</summary>
    public byte[] Write() => ProtobufWriter.Message(model =>
    {
        foreach (var field in _modelFields)
            model.Raw(field);
        if (!_importsMicrosoft)
        {
            model.Bytes(OnnxFields.OpsetImport, ProtobufWriter.Message(static opset =>
            {
                opset.Text(1, Microsoft);
                opset.Integer(2, 1);
            }));
        }
        model.Bytes(OnnxFields.Graph, ProtobufWriter.Message(graph =>
        {
            foreach (var node in Nodes)
                graph.Bytes(OnnxFields.Node, ProtobufWriter.Message(node.Write));
            foreach (var tensor in Tensors.Values)
                graph.Bytes(OnnxFields.Initializer, tensor.Content.Span);
            foreach (var field in _graphFields)
                graph.Raw(field);
        }));
    });

    private void ReadGraph(ReadOnlySpan<byte> content)
    {
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: OnnxFields.Node, WireType: 2 }:
                    Nodes.Add(EditedNode.Read(fields.ReadBytes()));
                    break;
                case { Field: OnnxFields.Initializer, WireType: 2 }:
                    var tensor = EditedTensor.Read(fields.ReadBytes());
                    Tensors[tensor.Name] = tensor;
                    break;
                case { Field: OnnxFields.ValueInfo, WireType: 2 }: fields.ReadBytes(); break;
                case { Field: OnnxFields.SparseInitializer }: throw new InvalidDataException("sparse weights");
                case { Field: OnnxFields.Output, WireType: 2 }:
                    _outputs.Add(OnnxNode.TextOf(fields.ReadBytes(), OnnxFields.ValueName));
                    _graphFields.Add(fields.Raw.ToArray());
                    break;
                default:
                    fields.Skip();
                    _graphFields.Add(fields.Raw.ToArray());
                    break;
            }
        }
    }

    private void ReadOpset(ReadOnlySpan<byte> content)
    {
        var version = 0;
        var fields = new ProtobufReader(content);
        while (fields.Next())
        {
            if (fields is { Field: 2, WireType: 0 })
                version = (int)fields.ReadVarint();
            else
                fields.Skip();
        }
        var domain = OnnxNode.TextOf(content, 1);
        if (domain is "" or "ai.onnx")
            Opset = version;
        _importsMicrosoft |= domain == Microsoft;
    }
}
