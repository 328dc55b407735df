using Clip.Devices;

namespace Clip;

/// <summary>Where one tower of a model runs.</summary>
/// <param name="Tower"><c>text</c> or <c>image</c>.</param>
/// <param name="Device">The device that its graph runs on now.</param>
public sealed record TowerDevice(string Tower, ClipDevice Device)
{
    /// <summary>The devices that were tried and are not used, and why; one line of plain text each.</summary>
    public IReadOnlyList<string> Reasons => [.. PassedOver.Select(static one => $"{one.Device}: {one.Reason}")];

    /// <summary>The devices that were tried and are not used.</summary>
    internal IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>
    /// How the memory shared with a graphics card was used; null where the graph does not run on one.
    /// </summary>
    internal BufferUse? Buffers { get; init; }
}
