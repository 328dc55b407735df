namespace Clip.Devices;

/// <summary>Where and how to save a graph once it is optimized.</summary>
/// <param name="Path">The file; the weights go into a file beside it.</param>
/// <param name="IsPacked">
/// Whether the weights of products are also saved packed, in the order in which ONNX Runtime multiplies them. The file
/// is twice as large, and a later session is open sooner: it maps them instead of filling memory of its own, which
/// takes more than a second for ViT-B/32's image tower.
/// </param>
internal sealed record GraphTarget(string Path, bool IsPacked);
