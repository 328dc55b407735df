namespace Clip.Models.Onnx.Editing;

/// <summary>
/// Computes what follows the last attention of a transformer for the pooled token alone. The rest of the last layer
/// works on each token by itself, so that the tokens that are not pooled need not be computed: three quarters of the
/// products of that layer. The result is the same.
/// </summary>
internal static class PooledTail
{
    private const string Prefix = "clip.pooled.";

    private static readonly HashSet<string> PerElement =
    [
        "Add", "Sub", "Mul", "Div", "Pow", "Sqrt", "Erf", "Tanh", "Sigmoid", "Relu", "Identity", "QuickGelu", "Gelu",
        "BiasGelu", "FastGelu",
    ];

    private static readonly HashSet<string> PerToken =
        ["LayerNormalization", "SkipLayerNormalization", "SimplifiedLayerNormalization", "MatMul", "FusedMatMul"];

    /// <summary>
    /// Changes a graph that pools one token by its place, such as the class token of a vision transformer.
    /// </summary>
    /// <returns>Whether the graph pools in that way and gains by the change; otherwise it is unchanged.</returns>
    public static bool Rewrite(EditedGraph graph)
    {
        var consumers = graph.Consumers();
        var producers = graph.Producers();
        foreach (var pooling in graph.Nodes.Where(node => IsPooling(node, graph)).ToList())
        {
            var region = Region(graph, pooling, consumers, producers);
            if (!region.Any(static node => node.Operation.EndsWith("MatMul", StringComparison.Ordinal)))
                continue;
            Move(graph, pooling, region);
            return true;
        }
        return false;
    }

    /// <summary>Whether a node takes one token of each item.</summary>
    private static bool IsPooling(EditedNode node, EditedGraph graph) =>
        node.Is("Gather") && node.Integer("axis", 0) == 1
        && !graph.Tensors.ContainsKey(node.Inputs[0])
        && graph.Tensors.TryGetValue(node.Inputs[1], out var index)
        && index is { Count: 1, Type: OnnxElementType.Int64 };

    /// <summary>The nodes before the pooling that only it needs and that work on each token by itself.</summary>
    private static HashSet<EditedNode> Region(
        EditedGraph graph, EditedNode pooling, Dictionary<string, List<EditedNode>> consumers,
        Dictionary<string, EditedNode> producers)
    {
        HashSet<EditedNode> region = [];
        var open = new Queue<string>([pooling.Inputs[0]]);
        while (open.TryDequeue(out var name))
        {
            if (!producers.TryGetValue(name, out var node) || region.Contains(node)
                || !WorksPerToken(node, graph)
                || node.Outputs.Any(output => graph.Outputs.Contains(output)
                    || (consumers.TryGetValue(output, out var list)
                        && list.Exists(other => other != pooling && !region.Contains(other)))))
            {
                continue;
            }
            region.Add(node);
            foreach (var input in node.Inputs.Where(input => input.Length > 0 && !graph.Tensors.ContainsKey(input)))
                open.Enqueue(input);
        }
        return region;
    }

    private static bool WorksPerToken(EditedNode node, EditedGraph graph)
    {
        if (node.InnerInputs.Count > 0)
            return false;
        if (PerElement.Contains(node.Operation))
        {
            return node.Inputs.TrueForAll(
                input => !graph.Tensors.TryGetValue(input, out var tensor) || IsSameForAll(tensor));
        }
        if (!PerToken.Contains(node.Operation))
            return false;
        return node.Operation.EndsWith("MatMul", StringComparison.Ordinal)
            ? graph.Tensors.TryGetValue(node.Inputs[1], out var weights) && weights.Shape.Count == 2
                && node.Integer("transA", 0) == 0 && node.Integer("transBatchA", 0) == 0
            : node.Integer("axis", -1) is -1 or 2;
    }

    /// <summary>Whether a constant is the same for every token.</summary>
    private static bool IsSameForAll(EditedTensor tensor) =>
        tensor.Shape.Count == 0 || tensor.Count == tensor.Shape[^1];

    /// <summary>Pools what enters the region instead of what leaves it.</summary>
    private static void Move(EditedGraph graph, EditedNode pooling, HashSet<EditedNode> region)
    {
        var computed = region.SelectMany(static node => node.Outputs).ToHashSet();
        Dictionary<string, string> pooled = [];
        var index = Prefix + "index";
        graph.Tensors[index + ".shape"] =
            EditedTensor.Of<long>(index + ".shape", OnnxElementType.Int64, [1], [1]);
        var first = graph.Nodes.FindIndex(region.Contains);
        // Of the token's place a list of one, so that the tokens stay a dimension, of size 1.
        graph.Nodes.Insert(first, EditedNode.Of("Reshape", [pooling.Inputs[1], index + ".shape"], index));
        foreach (var node in graph.Nodes.Where(region.Contains).ToList())
        {
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                var input = node.Inputs[i];
                if (input.Length == 0 || graph.Tensors.ContainsKey(input) || computed.Contains(input))
                    continue;
                if (!pooled.TryGetValue(input, out var name))
                {
                    pooled[input] = name = Prefix + pooled.Count;
                    graph.Nodes.Insert(
                        graph.Nodes.IndexOf(node), EditedNode.Of("Gather", [input, index], name).With("axis", 1));
                }
                node.Inputs[i] = name;
            }
        }
        var shape = graph.Tensors[pooling.Inputs[1]].Shape;
        graph.Tensors[Prefix + "zero"] =
            EditedTensor.Of<long>(Prefix + "zero", OnnxElementType.Int64, [.. shape], [0]);
        pooling.Inputs[1] = Prefix + "zero";
    }
}
