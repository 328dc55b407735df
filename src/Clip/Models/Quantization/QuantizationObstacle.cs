using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>Why a graph has no product that can be computed in 8 bits.</summary>
internal static class QuantizationObstacle
{
    private static readonly string[] Quantized =
    [
        "MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "MatMulNBits", "MatMulBnb4",
        "QLinearMatMul", "QGemm", "QAttention",
    ];

    /// <summary>The reason, as a part of a sentence.</summary>
    /// <exception cref="QuantizedAlreadyException">It is quantized already.</exception>
    public static string Of(EditedGraph graph)
    {
        if (graph.Nodes.Find(static node => Quantized.Contains(node.Operation)) is { } found)
            throw new QuantizedAlreadyException(found.Operation);
        List<EditedTensor> weights = [];
        foreach (var node in graph.Nodes.Where(WeightProduct.IsProduct))
        {
            if (graph.Tensors.TryGetValue(node.Input(1), out var weight))
                weights.Add(weight);
        }
        var others = weights.Where(static weight => weight.Type != OnnxElementType.Float).ToList();
        if (others.Count > 0)
            return $"its weights have the type {others[0].Type}";
        if (weights.Count > 0)
        {
            return weights.TrueForAll(static weight => weight.Shape.Min() < WeightProduct.SmallestEdge)
                ? "its matrix products are too small to gain from 8 bits"
                : "its matrix products have a form that is not known";
        }
        return graph.Nodes.Count(static node => node.Operation.Contains("Conv", StringComparison.Ordinal)) > 1
            ? "a convolutional network without matrix products of constant weights"
            : "it has no matrix products of constant weights";
    }
}

/// <summary>A graph is quantized already.</summary>
/// <param name="operation">The operation that shows it.</param>
internal sealed class QuantizedAlreadyException(string operation)
    : Exception($"is quantized already ({operation})");
