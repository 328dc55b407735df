using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>
/// Reductions, whose axes are an attribute before version 18 of ONNX's operations and an input since.
/// </summary>
internal static class Reduction
{
    /// <summary>A reduction along one axis.</summary>
    /// <param name="operation"><c>ReduceMax</c>, <c>ReduceMin</c> or <c>ReduceMean</c>.</param>
    /// <param name="graph">The graph, which may get a constant.</param>
    /// <param name="input">The values.</param>
    /// <param name="output">The name of the result.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepsDimensions">Whether the axis stays, of size 1.</param>
    public static EditedNode Of(
        string operation, EditedGraph graph, string input, string output, int axis, bool keepsDimensions)
    {
        EditedNode node;
        if (graph.Opset < 18)
            node = EditedNode.Of(operation, [input], output).With("axes", [axis]);
        else
        {
            var axes = $"clip.axis.{axis}";
            graph.Tensors.TryAdd(axes, EditedTensor.Of<long>(axes, Onnx.OnnxElementType.Int64, [1], [axis]));
            node = EditedNode.Of(operation, [input, axes], output);
        }
        return node.With("keepdims", keepsDimensions ? 1 : 0);
    }
}
