namespace Clip.Models.Onnx.Editing;

/// <summary>The operations that take one token of each item out of a value with all tokens.</summary>
/// <param name="Nodes">Each takes what the one before it computes.</param>
internal sealed record TokenPooling(IReadOnlyList<EditedNode> Nodes)
{
    /// <summary>The value with all tokens.</summary>
    public string Tokens => First.Inputs[0];

    /// <summary>The value with one token of each item.</summary>
    public string Result => Nodes[^1].Outputs[0];

    /// <summary>What takes the value with all tokens.</summary>
    public EditedNode First => Nodes[0];

    /// <summary>
    /// All poolings of a graph: a token by its place in the item, or by its place among the tokens of all items.
    /// </summary>
    public static IReadOnlyList<TokenPooling> Find(EditedGraph graph, GraphValues values)
    {
        List<TokenPooling> found = [];
        foreach (var node in graph.Nodes.Where(static node => IsOf(node, "Gather", inputs: 2)))
        {
            var place = values.Constant(node.Inputs[1]);
            if (place is { Count: 1 } && node.Integer("axis", 0) == 1)
                found.Add(new TokenPooling([node]));
            else if (place is null && node.Integer("axis", 0) == 0
                && values.Producer(node.Inputs[0]) is { } flat && IsOf(flat, "Flatten", inputs: 1)
                && flat.Integer("axis", 1) == 2)
            {
                found.Add(new TokenPooling([flat, node]));
            }
        }
        return found;
    }

    /// <summary>The same operations on another value with all tokens.</summary>
    /// <param name="tokens">The value.</param>
    /// <param name="result">The name of the result.</param>
    public IEnumerable<EditedNode> Of(string tokens, string result)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            var output = i == Nodes.Count - 1 ? result : $"{result}.{i}";
            yield return Nodes[i].With([tokens, .. Nodes[i].Inputs.Skip(1)], output);
            tokens = output;
        }
    }

    // A damaged graph may have any number of inputs and outputs.
    private static bool IsOf(EditedNode node, string operation, int inputs) =>
        node.Is(operation) && node.Inputs.Count == inputs && node.Outputs.Count == 1;
}
