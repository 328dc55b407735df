using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>A batch that runs on any device, as a whole or in pieces.</summary>
/// <param name="Names">Names of the inputs.</param>
/// <param name="Values">Their tensors in the processor's memory, batch first.</param>
/// <param name="Outputs">Names of the outputs.</param>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Width">Numbers per row of the result.</param>
/// <param name="Copy">Copies the rows of one piece.</param>
internal sealed record DeviceBatch(
    IReadOnlyCollection<string> Names, IReadOnlyCollection<OrtValue> Values, IReadOnlyCollection<string> Outputs,
    int Rows, int Width, CopyRows Copy)
{
    /// <summary>The rows that a graphics card computes at once.</summary>
    public int RowsOnCard => DeviceBatchSize.For(
        DeviceKind.Gpu, Values.Max(static value => (long)value.GetTensorMutableRawData().Length) / Rows);

    /// <summary>Runs some rows.</summary>
    /// <param name="placed">The graph on the device.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="filled">The rows that the graph computes, at least as many.</param>
    /// <param name="destination">Receives count × <see cref="Width"/> floats.</param>
    /// <param name="cancellationToken">Stops the run inside the graph.</param>
    /// <exception cref="OnnxRuntimeException">The device or the graph failed, or the run was stopped.</exception>
    public void Run(
        PlacedGraph placed, int start, int count, int filled, Span<float> destination,
        CancellationToken cancellationToken)
    {
        using var slice = new RowSlice(Values, Rows, start, count);
        // Errors are thrown, so ONNX Runtime does not have to print them.
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var cancellation = cancellationToken.UnsafeRegister(
            static state => ((RunOptions)state!).Terminate = true, options);
        var shape = BoundShape.Of(this, slice.Values, count, filled);
        using var turn = placed.Enter(shape);
        if (placed.Bound is { } pool && pool.Rent(shape, slice.Values) is { } bound)
        {
            RunBound(pool, bound, options, slice.Values, count, destination);
            return;
        }
        using var results = placed.Session.Run(options, Names, slice.Values, Outputs);
        Copy(slice.Values, results, count, destination);
    }

    private void RunBound(
        BoundBatches pool, BoundBatch bound, RunOptions options, IReadOnlyCollection<OrtValue> values, int count,
        Span<float> destination)
    {
        try
        {
            using var results = bound.Run(options, values);
            Copy(values, results, count, destination);
        }
        catch
        {
            bound.Dispose();
            pool.Clear();
            throw;
        }
        pool.Return(bound);
    }
}
