namespace Clip.Diagnostics;

/// <summary>What a device does with a model.</summary>
/// <param name="Device">Its name, as on the command line.</param>
/// <param name="IsUsable">Whether both towers ran on it and gave what the processor gives.</param>
/// <param name="Reason">Why it is not usable, or null.</param>
/// <param name="Text">What it does with the text tower; null where that did not run or the model has none.</param>
/// <param name="Image">What it does with the image tower; likewise.</param>
public sealed record DeviceReport(string Device, bool IsUsable, string? Reason, TowerReport? Text, TowerReport? Image);

/// <summary>What a device does with one tower.</summary>
/// <param name="Placement">Which nodes of the graph run where; what a device cannot compute is left to the processor.</param>
/// <param name="Start">Time to open the graph and run it for the first time, with everything that is compiled then.</param>
/// <param name="BatchRows">The batch that indexing would take on this device.</param>
/// <param name="Rows">The rows of the batch that was timed: as many as a device finishes in about a second.</param>
/// <param name="Batch">The shortest time of such a batch.</param>
/// <param name="Ratio">How many times as many rows a second as the processor.</param>
/// <param name="Cosine">The least cosine to the processor's embeddings.</param>
public sealed record TowerReport(
    IReadOnlyList<NodePlacement> Placement, TimeSpan Start, int BatchRows, int Rows, TimeSpan Batch, double Ratio, double Cosine)
{
    /// <summary>Texts or pictures a second.</summary>
    public double RowsPerSecond => Rows / Batch.TotalSeconds;
}
