namespace Clip.Diagnostics;

/// <summary>How a device runs a model.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="IsUsable">Whether both towers ran on it and gave the processor's embeddings.</param>
/// <param name="Reason">Why it is not usable, or null.</param>
/// <param name="Text">How it runs the text tower; null where that did not run or the model has none.</param>
/// <param name="Image">How it runs the image tower; likewise.</param>
internal sealed record DeviceReport(string Device, bool IsUsable, string? Reason, TowerReport? Text, TowerReport? Image)
{
    /// <summary>
    /// The error that keeps the device from running the model, with what can be done about it; or null.
    /// </summary>
    public ClipException? Error { get; init; }
}
