namespace Clip.Devices;

/// <summary>Where one tower of a model runs.</summary>
/// <param name="Tower"><c>text</c> or <c>image</c>.</param>
/// <param name="Device">The device that its graph runs on now, as on the command line.</param>
/// <param name="PassedOver">The devices that were tried or left and are not used, and why.</param>
/// <param name="Buffers">The memory that batches went through on their way to a graphics card; null where there is none.</param>
public sealed record TowerDevice(string Tower, string Device, IReadOnlyList<PassedOver> PassedOver, BufferUse? Buffers = null);
