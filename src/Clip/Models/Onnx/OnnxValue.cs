namespace Clip.Models.Onnx;

/// <summary>An input or output of a graph. A null dimension is free: it may have any size.</summary>
/// <param name="Name">The name to feed or fetch it by.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Its dimensions; empty where the file states no shape.</param>
internal sealed record OnnxValue(string Name, OnnxElementType ElementType, IReadOnlyList<long?> Shape);
