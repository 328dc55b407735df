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
    private readonly List<(string Name, byte[] Field)> _outputs = [];
    private bool _importsMicrosoft;

    private EditedGraph()
    {
    }

    /// <summary>The operations, each after those that it depends on.</summary>
    public List<EditedNode> Nodes { get; } = [];

    /// <summary>The weights by their names.</summary>
    public Dictionary<string, EditedTensor> Tensors { get; } = [];

    /// <summary>The names of the graph's outputs.</summary>
    public IReadOnlyList<string> Outputs => [.. _outputs.Select(static output => output.Name)];

    /// <summary>The version of ONNX's own operations.</summary>
    public int Opset { get; private set; }

    /// <summary>Reads a model file's content.</summary>
    /// <param name="model">The content.</param>
    /// <param name="file">
    /// The name of the file, if large weights are to stay in it; null copies them, so that the file is not needed.
    /// </param>
    /// <exception cref="InvalidDataException">It is damaged, or has sparse weights.</exception>
    public static EditedGraph Read(ReadOnlySpan<byte> model, string? file = null)
    {
        var graph = new EditedGraph();
        var fields = new ProtobufReader(model);
        while (fields.Next())
        {
            switch (fields)
            {
                case { Field: OnnxFields.Graph, WireType: 2 }: graph.ReadGraph(fields.ReadBytes(), model, file); break;
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
        _outputs.Add((name, ProtobufWriter.Message(graph =>
            graph.Bytes(OnnxFields.Output, ProtobufWriter.Message(value => value.Text(OnnxFields.ValueName, name))))));
    }

    /// <summary>Drops all other outputs, and the operations and weights that only they need.</summary>
    public void KeepOutput(string name)
    {
        _outputs.RemoveAll(output => output.Name != name);
        var producers = Producers();
        HashSet<EditedNode> needed = [];
        var open = new Stack<string>([name]);
        while (open.TryPop(out var value))
        {
            if (!producers.TryGetValue(value, out var node) || !needed.Add(node))
                continue;
            foreach (var input in node.Inputs.Concat(node.InnerInputs))
                open.Push(input);
        }
        Nodes.RemoveAll(node => !needed.Contains(node));
        DropUnusedTensors();
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

    /// <summary>
    /// Brings the operations into an order in which each comes after those that it depends on, as near to the present
    /// order as possible.
    /// </summary>
    /// <exception cref="InvalidDataException">They depend on each other in a circle.</exception>
    public void Sort()
    {
        var producers = Producers();
        var places = Nodes.Select(static (node, place) => (node, place)).ToDictionary();
        var takers = Nodes.ToDictionary(static node => node, static _ => new List<EditedNode>());
        Dictionary<EditedNode, int> waits = [];
        foreach (var node in Nodes)
        {
            var needed = node.Inputs.Concat(node.InnerInputs).Select(producers.GetValueOrDefault)
                .OfType<EditedNode>().Distinct().ToList();
            waits[node] = needed.Count;
            needed.ForEach(other => takers[other].Add(node));
        }
        var ready = new PriorityQueue<EditedNode, int>(
            Nodes.Where(node => waits[node] == 0).Select(node => (node, places[node])));
        List<EditedNode> sorted = [];
        while (ready.TryDequeue(out var node, out _))
        {
            sorted.Add(node);
            foreach (var taker in takers[node].Where(taker => --waits[taker] == 0))
                ready.Enqueue(taker, places[taker]);
        }
        if (sorted.Count < Nodes.Count)
            throw new InvalidDataException("operations that depend on each other in a circle");
        Nodes.Clear();
        Nodes.AddRange(sorted);
    }

    /// <summary>Drops the weights that no operation takes any more.</summary>
    public void DropUnusedTensors()
    {
        var used = Consumers();
        var outputs = Outputs.ToHashSet();
        foreach (var name in Tensors.Keys.Where(name => !used.ContainsKey(name) && !outputs.Contains(name)).ToList())
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
            foreach (var field in _graphFields.Concat(_outputs.Select(static output => output.Field)))
                graph.Raw(field);
        }));
    });

    private void ReadGraph(ReadOnlySpan<byte> content, ReadOnlySpan<byte> model, string? file)
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
                    var weight = fields.ReadBytes();
                    var tensor = file is null
                        ? EditedTensor.Read(weight)
                        : EditedTensor.ReadInPlace(weight, model, file);
                    Tensors[tensor.Name] = tensor;
                    break;
                case { Field: OnnxFields.ValueInfo, WireType: 2 }: fields.ReadBytes(); break;
                case { Field: OnnxFields.SparseInitializer }: throw new InvalidDataException("sparse weights");
                case { Field: OnnxFields.Output, WireType: 2 }:
                    var name = OnnxNode.TextOf(fields.ReadBytes(), OnnxFields.ValueName);
                    _outputs.Add((name, fields.Raw.ToArray()));
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
