namespace Clip.Devices;

/// <summary>A piece of hardware that ONNX Runtime reports.</summary>
/// <param name="Kind"><c>cpu</c>, <c>gpu</c> or <c>npu</c>.</param>
/// <param name="Vendor">Its manufacturer.</param>
/// <param name="Name">Its name; null where the system does not report it.</param>
internal sealed record Hardware(string Kind, string Vendor, string? Name);
