using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>Reductions, whose axes are an attribute before version 18 of ONNX's operations and an input since.</summary>
internal static class Reduction
{
    /// <summary>The largest value along one axis.</summary>
    public static EditedNode Max(EditedGraph graph, string input, string output, int axis, bool keepsDimensions)
    {
        EditedNode node;
        if (graph.Opset < 18)
            node = EditedNode.Of("ReduceMax", [input], output).With("axes", [axis]);
        else
        {
            var axes = $"clip.axis.{axis}";
            graph.Tensors.TryAdd(axes, EditedTensor.Of<long>(axes, Onnx.OnnxElementType.Int64, [1], [axis]));
            node = EditedNode.Of("ReduceMax", [input, axes], output);
        }
        return node.With("keepdims", keepsDimensions ? 1 : 0);
    }
}
