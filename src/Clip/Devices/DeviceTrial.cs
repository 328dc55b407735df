using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>The first batch of a graph on a device: its results must be those of the processor.</summary>
/// <param name="place">Opens the graph on the device.</param>
/// <param name="device">The device's name.</param>
/// <param name="isDivisible">Whether the graph takes any number of rows.</param>
internal sealed class DeviceTrial(Func<PlacedGraph> place, string device, bool isDivisible)
{
    // Rows that are computed twice.
    private const int RowsCompared = 4;

    /// <summary>Why the device is not used; null where it is.</summary>
    public PassedOver? PassedOver { get; private set; }

    /// <summary>
    /// The graph on the device if it computes what the processor computes; null if it is passed over.
    /// </summary>
    /// <param name="processor">The graph on the processor.</param>
    /// <param name="batch">What to compute on both.</param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    public PlacedGraph? Run(PlacedGraph processor, DeviceBatch batch, CancellationToken cancellationToken)
    {
        PlacedGraph? placed = null;
        try
        {
            placed = place();
            var count = isDivisible ? Math.Min(batch.Rows, RowsCompared) : batch.Rows;
            var actual = new float[count * batch.Width];
            var filled = isDivisible ? placed.Filled(count, batch.RowsOnCard) : count;
            batch.Run(placed, 0, count, filled, actual, cancellationToken);
            var expected = new float[actual.Length];
            batch.Run(processor, 0, count, count, expected, cancellationToken);
            var agreement = Agreement.Lowest(expected, actual, batch.Width);
            if (agreement >= Agreement.Required)
                return placed;
            PassOver(PassedOverReason.WrongEmbeddings, Agreement.Describe(agreement));
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            placed?.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ClipException error)
        {
            var isMissing = error is DeviceException { Fault: DeviceFault.NotInThisBuild };
            PassOver(isMissing ? PassedOverReason.NotInThisBuild : PassedOverReason.DoesNotStart, error.Problem);
        }
        catch (OnnxRuntimeException error)
        {
            var reason = $"failed at its first batch ({OrtMessage.Reason(error.Message)})";
            PassOver(PassedOverReason.FailedAtFirstBatch, reason);
        }
        placed?.Dispose();
        return null;
    }

    private void PassOver(PassedOverReason kind, string reason) => PassedOver = new PassedOver(device, kind, reason);
}
