using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>Finds where a constant can be added to the result of a product without another operation.</summary>
internal static class ConstantSum
{
    /// <summary>The place of a bias that is added to a result by the only operation that takes it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="consumers">Its consumers.</param>
    /// <param name="result">The name of the result.</param>
    /// <param name="columns">The numbers per result.</param>
    /// <returns>The operation and which of its inputs is the bias; null where there is none.</returns>
    public static (EditedNode Node, int Input)? PlaceAfter(
        EditedGraph graph, IReadOnlyDictionary<string, List<EditedNode>> consumers, string result, int columns)
    {
        if (graph.Outputs.Contains(result)
            || !consumers.TryGetValue(result, out var list) || list is not [var node]
            || node.Inputs.Count(input => input == result) != 1)
        {
            return null;
        }
        var place = node.Inputs.IndexOf(result);
        int? bias = node switch
        {
            _ when node.Is("Add") => 1 - place,
            _ when node.Is("BiasGelu", EditedGraph.Microsoft) && place == 0 => 1,
            _ when node.Is("SkipLayerNormalization", EditedGraph.Microsoft) && place < 2 && node.Inputs.Count > 4 => 4,
            _ => null,
        };
        return bias is { } input && IsVector(graph, node.Inputs[input], columns) ? (node, input) : null;
    }

    /// <summary>Whether a value is a constant that is the same for every row of a result.</summary>
    public static bool IsVector(EditedGraph graph, string name, int columns) =>
        graph.Tensors.TryGetValue(name, out var tensor)
        && tensor is { Type: OnnxElementType.Float, Shape: [.., var last] }
        && last == columns && tensor.Count == columns;
}
