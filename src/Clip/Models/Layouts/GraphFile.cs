namespace Clip.Models.Layouts;

/// <summary>The graph file chosen for a tower, and its alternatives.</summary>
/// <param name="Path">The file.</param>
/// <param name="Variant">The weights that its name states: <c>fp32</c>, <c>fp16</c>, <c>quantized</c>, …</param>
/// <param name="Variants">All variants that the tower has, in the order of preference.</param>
internal sealed record GraphFile(string Path, string Variant, IReadOnlyList<string> Variants);
