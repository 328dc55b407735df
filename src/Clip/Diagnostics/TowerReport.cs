namespace Clip.Diagnostics;

/// <summary>How a device runs one tower.</summary>
/// <param name="Placement">
/// Which nodes of the graph run where; the processor runs those that the device does not support.
/// </param>
/// <param name="Start">Time to open the graph and run it for the first time, including compilation.</param>
/// <param name="BatchRows">The batch size of indexing on this device.</param>
/// <param name="Rows">The rows of the batch that was timed: as many as the device completes in about a second.</param>
/// <param name="Batch">The shortest time of such a batch.</param>
/// <param name="Ratio">Rows per second relative to the processor.</param>
/// <param name="Cosine">The lowest cosine to the processor's embeddings.</param>
internal sealed record TowerReport(
    IReadOnlyList<NodePlacement> Placement, TimeSpan Start, int BatchRows, int Rows, TimeSpan Batch, double Ratio,
    double Cosine)
{
    /// <summary>Texts or pictures per second.</summary>
    public double RowsPerSecond => Rows / Batch.TotalSeconds;
}
