using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>A graph on one device. Thread-safe; owns the session.</summary>
/// <param name="session">The open graph.</param>
/// <param name="provider">What it runs on.</param>
/// <param name="isConvolutional">Whether it is a network of many convolutions.</param>
internal sealed class PlacedGraph(
    InferenceSession session, ExecutionProvider provider, bool isConvolutional) : IDisposable
{
    private volatile BoundShape? _latest;
    private volatile bool _isAlone;

    public InferenceSession Session => session;

    public ExecutionProvider Provider => provider;

    /// <summary>
    /// Whether each change of shape costs about a second, because the provider chooses the algorithm of each
    /// convolution anew: then there are only batches of one row and full ones.
    /// </summary>
    public bool IsSlowToReshape => isConvolutional && provider.ChoosesAlgorithms;

    /// <summary>The bound batches; null without memory of its own, which only graphics cards have.</summary>
    public BoundBatches? Bound { get; } = provider.Kind == DeviceKind.Gpu ? new BoundBatches(session, provider) : null;

    /// <summary>The rows to compute for some rows.</summary>
    /// <param name="count">The rows wanted.</param>
    /// <param name="full">The rows of a full batch, at least as many.</param>
    public int Filled(int count, int full) => IsSlowToReshape && count > 1 ? full : count;

    /// <summary>Waits until a batch of a shape may run; dispose the result after the run.</summary>
    public IDisposable? Enter(BoundShape shape)
    {
        if (_isAlone)
            return DeviceTurns.Alone();
        if (!IsSlowToReshape)
            return DeviceTurns.On(provider);
        if (_latest?.IsSame(shape) == true)
        {
            var turn = DeviceTurns.Share();
            if (_latest?.IsSame(shape) == true)
                return turn;
            turn.Dispose();
        }
        var alone = DeviceTurns.Alone();
        _latest = shape;
        return alone;
    }

    /// <summary>Whether no batch runs beside another one.</summary>
    public bool IsAlone => _isAlone || provider.BatchesAtATime == 1;

    /// <summary>
    /// From now on, runs no batch beside another one, because there is too little memory for both.
    /// </summary>
    public void RunAlone() => _isAlone = true;

    public void Dispose()
    {
        using var turn = DeviceTurns.On(provider);
        Bound?.Dispose();
        session.Dispose();
    }
}
