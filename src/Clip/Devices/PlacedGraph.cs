using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>A graph on one device. Thread-safe; owns the session.</summary>
/// <param name="session">The open graph.</param>
/// <param name="provider">What it runs on.</param>
internal sealed class PlacedGraph(InferenceSession session, ExecutionProvider provider) : IDisposable
{
    public InferenceSession Session => session;

    public ExecutionProvider Provider => provider;

    /// <summary>The bound batches; null without memory of its own, which only graphics cards have.</summary>
    public BoundBatches? Bound { get; } = provider.Kind == DeviceKind.Gpu ? new BoundBatches(session, provider) : null;

    public void Dispose()
    {
        Bound?.Dispose();
        session.Dispose();
    }
}
