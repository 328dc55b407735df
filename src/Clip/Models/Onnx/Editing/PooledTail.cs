namespace Clip.Models.Onnx.Editing;

/// <summary>
/// Computes what follows the last attention of a transformer for the pooled token alone. The rest of the last layer
/// works on each token by itself, so that the tokens that are not pooled need not be computed: nine of the twelve parts
/// of that layer's products. The embedding stays the same.
/// </summary>
internal sealed class PooledTail
{
    private const string Prefix = "clip.pooled.";

    private readonly EditedGraph _graph;
    private readonly GraphValues _values;
    private readonly TokenPooling _pooling;
    private readonly HashSet<EditedNode> _region = [];

    private PooledTail(EditedGraph graph, GraphValues values, TokenPooling pooling)
    {
        _graph = graph;
        _values = values;
        _pooling = pooling;
        Grow();
    }

    /// <summary>
    /// Changes a graph that pools one token of each item: by its place, such as the class token of a vision
    /// transformer, or by an index that it computes, such as that of the last token of a text.
    /// </summary>
    /// <returns>Whether the graph pools in that way and gains by the change; otherwise it is unchanged.</returns>
    /// <exception cref="InvalidDataException">The graph is damaged.</exception>
    public static bool Rewrite(EditedGraph graph)
    {
        var values = new GraphValues(graph);
        foreach (var pooling in TokenPooling.Find(graph, values))
        {
            var tail = new PooledTail(graph, values, pooling);
            if (!tail.IsWorthwhile || !tail.TryMove())
                continue;
            graph.Sort();
            return true;
        }
        return false;
    }

    private bool IsWorthwhile => _region.Any(static node => TokenOperations.IsProduct(node));

    /// <summary>The values that enter the region: each has all tokens.</summary>
    private IEnumerable<string> Entries => _region.SelectMany(static node => node.Inputs).Distinct()
        .Where(name => name.Length > 0 && _values.Constant(name) is null && !IsInside(name));

    /// <summary>
    /// Finds the nodes before the pooling that only it needs and that work on each token by itself. What takes nothing
    /// but the shape of a value can take it from another value.
    /// </summary>
    private void Grow()
    {
        var open = new Queue<string>([_pooling.Tokens]);
        while (open.TryDequeue(out var name))
        {
            if (_values.Producer(name) is not { } node || _region.Contains(node)
                || !TokenOperations.WorkPerToken(node, _values) || !node.Outputs.TrueForAll(IsUnneeded))
            {
                continue;
            }
            _region.Add(node);
            foreach (var input in node.Inputs.Where(input => input.Length > 0 && _values.Constant(input) is null))
                open.Enqueue(input);
        }
    }

    private bool IsUnneeded(string name) =>
        !_graph.Outputs.Contains(name)
        && _values.Consumers(name).All(node =>
            node == _pooling.First || _region.Contains(node) || node.Is("Shape"));

    private bool IsInside(string name) => _values.Producer(name) is { } node && _region.Contains(node);

    /// <summary>Pools what enters the region instead of what leaves it.</summary>
    private bool TryMove()
    {
        var entries = Entries.ToList();
        if (!entries.TrueForAll(_values.HasTokens) || Shapes() is not { } shapes)
            return false;
        foreach (var (node, name) in shapes)
            node.Inputs[0] = name;
        foreach (var (entry, i) in entries.Select(static (entry, i) => (entry, i)))
        {
            var pooled = Prefix + i;
            _graph.Nodes.AddRange(_pooling.Of(entry, pooled));
            foreach (var node in _region)
                Replace(node.Inputs, entry, pooled);
        }
        Replace(_values.Producer(_pooling.Tokens)!.Outputs, _pooling.Tokens, _pooling.Result);
        _graph.Nodes.RemoveAll(_pooling.Nodes.Contains);
        return true;
    }

    /// <summary>
    /// The nodes that take the shape of a value inside the region, and a value outside of the same shape; null where
    /// there is none.
    /// </summary>
    private List<(EditedNode Node, string Name)>? Shapes()
    {
        List<(EditedNode, string)> shapes = [];
        foreach (var name in _region.SelectMany(static node => node.Outputs))
        {
            foreach (var node in _values.Consumers(name).Where(static node => node.Is("Shape")))
            {
                if (OfSameShape(name) is not { } other)
                    return null;
                shapes.Add((node, other));
            }
        }
        return shapes;
    }

    private string? OfSameShape(string name)
    {
        var open = new Stack<string>([name]);
        HashSet<string> seen = [];
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            if (!IsInside(next))
            {
                if (_values.Constant(next) is null && _values.HasTokens(next))
                    return next;
            }
            else if (_values.Producer(next) is { } node && TokenOperations.KeepShape(node))
            {
                node.Inputs.ForEach(open.Push);
            }
        }
        return null;
    }

    private static void Replace(List<string> names, string old, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == old)
                names[i] = name;
        }
    }
}
