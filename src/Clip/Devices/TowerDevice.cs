namespace Clip.Devices;

/// <summary>Where one tower of a model runs.</summary>
/// <param name="Tower"><c>text</c> or <c>image</c>.</param>
/// <param name="Device">The name of the device that its graph runs on now.</param>
/// <param name="PassedOver">The devices that were tried and are not used, and why.</param>
/// <param name="Buffers">
/// How the memory shared with a graphics card was used; null where the graph does not run on one.
/// </param>
public sealed record TowerDevice(
    string Tower, string Device, IReadOnlyList<PassedOver> PassedOver, BufferUse? Buffers = null);
