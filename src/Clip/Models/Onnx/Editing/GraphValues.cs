namespace Clip.Models.Onnx.Editing;

/// <summary>What computes and takes the values of a graph, as it was when this was made.</summary>
/// <param name="graph">The graph.</param>
internal sealed class GraphValues(EditedGraph graph)
{
    private readonly Dictionary<string, EditedNode> _producers = graph.Producers();
    private readonly Dictionary<string, List<EditedNode>> _consumers = graph.Consumers();

    /// <summary>The operation that computes a value; null for weights and inputs.</summary>
    public EditedNode? Producer(string name) => _producers.GetValueOrDefault(name);

    /// <summary>The operations that take a value.</summary>
    public IReadOnlyList<EditedNode> Consumers(string name) => _consumers.GetValueOrDefault(name) ?? [];

    /// <summary>The weight or constant of that name, or null. Exporters give one weight several names.</summary>
    public EditedTensor? Constant(string name)
    {
        const int mostNames = 8;
        for (var i = 0; i < mostNames; i++)
        {
            if (graph.Tensors.TryGetValue(name, out var tensor))
                return tensor;
            if (Producer(name) is not { } node)
                return null;
            if (node.Is("Constant"))
                return node.Tensor("value");
            if (!node.Is("Identity"))
                return null;
            name = node.Input(0);
        }
        return null;
    }

    /// <summary>
    /// Whether a value certainly has the dimensions [items, tokens, width]. Attention brings its result into that form,
    /// and whatever is added to such a value gets it.
    /// </summary>
    public bool HasTokens(string name)
    {
        var open = new Stack<string>([name]);
        HashSet<string> seen = [];
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next) || Producer(next) is not { } node)
                continue;
            if (node.Is("Reshape"))
            {
                if (Length(node.Input(1)) == 3)
                    return true;
            }
            else if (node.Is("MatMul"))
                open.Push(node.Input(0));
            else if (TokenOperations.KeepShape(node))
            {
                foreach (var input in node.Inputs)
                    open.Push(input);
            }
        }
        return false;
    }

    /// <summary>The number of dimensions in a shape; null where it is not known.</summary>
    private long? Length(string shape) =>
        Constant(shape)?.Count
        ?? (Producer(shape) is { } node && node.Is("Concat") ? node.Inputs.Count : null);
}
