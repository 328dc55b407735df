using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>A matrix product of activations with constant weights: <c>X · W × Alpha + Bias</c>.</summary>
/// <param name="Node">The operation.</param>
/// <param name="Input">The name of the activations, [..., <paramref name="Rows"/>].</param>
/// <param name="Weight">The name of the weights.</param>
/// <param name="IsTransposed">Whether the weights are stored as [columns, rows].</param>
/// <param name="Rows">The numbers per activation that each result is a sum over.</param>
/// <param name="Columns">The numbers per result.</param>
/// <param name="Alpha">A factor.</param>
/// <param name="Bias">The name of what is added; null for nothing.</param>
internal sealed record WeightProduct(
    EditedNode Node, string Input, string Weight, bool IsTransposed, int Rows, int Columns, float Alpha, string? Bias)
{
    /// <summary>The least size: below it, converting the activations costs more than the product saves.</summary>
    public const int SmallestEdge = 16;

    /// <summary>The products of a graph. What is written in another way is left out, and stays in 32 bits.</summary>
    public static IReadOnlyList<WeightProduct> Find(EditedGraph graph) =>
        [.. graph.Nodes.Select(node => Of(node, graph)).OfType<WeightProduct>()];

    /// <summary>The weights as [<see cref="Rows"/>, <see cref="Columns"/>], row by row.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="folder">The folder of its weights.</param>
    public float[] Weights(EditedGraph graph, string folder)
    {
        var stored = graph.Tensors[Weight].Floats(folder);
        if (!IsTransposed)
            return stored;
        var weights = new float[stored.Length];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
                weights[row * Columns + column] = stored[column * Rows + row];
        }
        return weights;
    }

    /// <summary>Whether an operation multiplies matrices.</summary>
    public static bool IsProduct(EditedNode node) =>
        node.Is("MatMul") || node.Is("Gemm") || node.Is("FusedMatMul", EditedGraph.Microsoft);

    private static WeightProduct? Of(EditedNode node, EditedGraph graph)
    {
        var isTransposed = false;
        var alpha = 1f;
        string? bias = null;
        if (node.Is("Gemm"))
        {
            isTransposed = node.Integer("transB", 0) != 0;
            alpha = node.Number("alpha", 1);
            bias = node.Inputs is [_, _, { Length: > 0 } added] ? added : null;
            if (node.Integer("transA", 0) != 0 || (bias is not null && node.Number("beta", 1) != 1))
                return null;
        }
        else if (node.Is("FusedMatMul", EditedGraph.Microsoft))
        {
            isTransposed = node.Integer("transB", 0) != 0;
            alpha = node.Number("alpha", 1);
            if (node.Integer("transA", 0) + node.Integer("transBatchA", 0) + node.Integer("transBatchB", 0) != 0)
                return null;
        }
        else if (!node.Is("MatMul"))
            return null;

        if (node.Inputs is not [var input, var weight, ..]
            || graph.Tensors.ContainsKey(input)
            || !graph.Tensors.TryGetValue(weight, out var tensor)
            || tensor is not { Type: Onnx.OnnxElementType.Float, Shape: [var first, var second] }
            || first < SmallestEdge || second < SmallestEdge
            || first * second > Array.MaxLength)
        {
            return null;
        }
        var (rows, columns) = isTransposed ? (second, first) : (first, second);
        return new WeightProduct(node, input, weight, isTransposed, (int)rows, (int)columns, alpha, bias);
    }
}
