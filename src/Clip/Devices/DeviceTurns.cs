namespace Clip.Devices;

/// <summary>
/// Turns on the graphics card among the threads of this process. Most providers take one batch at a time, whatever
/// session it is for. CUDA's takes several, but while cuDNN chooses an algorithm for a convolution of a new shape it
/// records kernels, and a thread that waits for the card meanwhile fails ("operation not permitted when stream is
/// capturing").
/// </summary>
internal static class DeviceTurns
{
    private static readonly ReaderWriterLockSlim Turns = new();

    /// <summary>
    /// Begins work on a device that is not a batch, such as opening a session; dispose the result to end it. Null where
    /// there are no turns.
    /// </summary>
    public static IDisposable? On(ExecutionProvider provider) => provider.Kind != DeviceKind.Gpu ? null
        : provider.BatchesAtATime > 1 ? Share()
        : Alone();

    /// <summary>Begins work beside other work.</summary>
    public static IDisposable Share()
    {
        Turns.EnterReadLock();
        return new Turn(Turns.ExitReadLock);
    }

    /// <summary>Begins work while there is no other.</summary>
    public static IDisposable Alone()
    {
        Turns.EnterWriteLock();
        return new Turn(Turns.ExitWriteLock);
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
