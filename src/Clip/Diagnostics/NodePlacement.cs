namespace Clip.Diagnostics;

/// <summary>How many nodes of a graph run on one execution provider.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Nodes">How many nodes of the graph run there; nodes that the provider fused count as one.</param>
/// <param name="Operators">The operators among them, most frequent first.</param>
internal sealed record NodePlacement(string Device, int Nodes, IReadOnlyList<OperatorCount> Operators);

/// <summary>The number of nodes with an operator.</summary>
/// <param name="Operator">ONNX's name, such as <c>MatMul</c>.</param>
/// <param name="Nodes">How many nodes.</param>
internal sealed record OperatorCount(string Operator, int Nodes);
