using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// A graph on the best device. A device that the user named is always used. With <c>auto</c> the graph starts on the
/// processor, which is ready at once, and moves to a faster device when there is enough work to justify its start-up: a
/// graphics card takes seconds to load its driver and compile its kernels, a single query on the processor takes
/// milliseconds. Before the move, device and processor compute the same rows of the current batch. If the results
/// differ, or the device fails then or later, the graph stays on the processor or returns to it, and
/// <see cref="PassedOver"/> has the reason. Thread-safe; owns its sessions. Disposing it waits for the pieces of
/// batches that are running, and every later run throws <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed class DeviceSession : IDisposable
{
    // The work that justifies starting a device: this many rows, or this long on the processor, whichever comes first.
    internal const int RowsBeforeTrial = 32;
    internal static readonly TimeSpan TimeBeforeTrial = TimeSpan.FromSeconds(1);

    // Never disposed: a thread may be about to enter it. It has handles only while threads wait.
    private readonly ReaderWriterLockSlim _running = new();
    private readonly Func<ExecutionProvider, InferenceSession> _open;
    private readonly Func<bool> _isConvolutional;
    private readonly List<PassedOver> _passedOver;
    private readonly Queue<ExecutionProvider> _untried;
    private readonly bool _isNamed;
    private readonly bool _isDivisible;
    private PlacedGraph _placed;
    private int _rowsDone;
    private long _ticksDone;
    private volatile int _maxRows = int.MaxValue;
    private bool _disposed;

    /// <summary>Opens a graph on the device named, or with <c>auto</c> on the processor.</summary>
    /// <param name="sessions">The user's choice.</param>
    /// <param name="open">Opens the graph on one device.</param>
    /// <param name="isConvolutional">
    /// Whether it is a network of many convolutions; asked for devices to which that matters.
    /// </param>
    /// <exception cref="DeviceException">The device that was named cannot be used.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public DeviceSession(
        SessionFactory sessions, Func<ExecutionProvider, InferenceSession> open, Func<bool> isConvolutional)
    {
        _open = open;
        _isConvolutional = isConvolutional;
        _isNamed = sessions.Named is not null;
        var provider = sessions.Named ?? ExecutionProvider.Cpu;
        _placed = Place(provider);
        var (toTry, passedOver) = _isNamed ? ([], []) : SessionFactory.Candidates();
        _untried = new Queue<ExecutionProvider>(toTry);
        _passedOver = [.. passedOver];
        InputNames = [.. _placed.Session.InputNames];
        _isDivisible = _placed.Session.InputMetadata.Values.All(static input => input.Dimensions is not [> 0, ..]);
    }

    /// <summary>The names of the graph's inputs.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The device that the graph runs on now.</summary>
    public string Device => Read(() => _placed.Provider.Device);

    /// <summary>
    /// The devices that are not used, and why. Devices that <c>auto</c> has not tried yet are not among them.
    /// </summary>
    public IReadOnlyList<PassedOver> PassedOver => Read<IReadOnlyList<PassedOver>>(() => [.. _passedOver]);

    /// <summary>
    /// How the memory shared with a graphics card was used; null where the graph does not run on one.
    /// </summary>
    public BufferUse? Buffers => Read(() => _placed.Bound?.Use);

    /// <summary>The number of rows in a batch that suits the device, or the one that <c>auto</c> tries next.</summary>
    /// <param name="bytesPerRow">Bytes that one row of the input takes.</param>
    public int BatchSize(long bytesPerRow)
    {
        var kind = Read(() => _untried.TryPeek(out var next) ? next.Kind : _placed.Provider.Kind);
        return Math.Min(_maxRows, DeviceBatchSize.For(kind, bytesPerRow));
    }

    /// <summary>Runs a batch, in pieces where it does not fit into the device's memory.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">Their tensors in the processor's memory, batch first.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="destination">Receives the rows, each with the same number of floats.</param>
    /// <param name="copy">Copies the rows of one piece.</param>
    /// <param name="cancellationToken">Stops the run inside the graph.</param>
    /// <exception cref="DeviceException">The device that was named failed.</exception>
    /// <exception cref="OnnxRuntimeException">The graph failed.</exception>
    public void Run(
        IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs,
        int rows, Span<float> destination, CopyRows copy, CancellationToken cancellationToken)
    {
        var width = destination.Length / rows;
        var batch = new DeviceBatch(names, values, outputs, rows, width, copy);
        if (IsTrialDue(rows))
            Try(batch, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        for (var start = 0; start < rows;)
        {
            var full = _isDivisible ? Math.Min(_maxRows, RowsAtOnce(batch)) : rows;
            var count = Math.Min(rows - start, full);
            var target = destination.Slice(start * width, count * width);
            if (RunPiece(batch, start, count, full, target, cancellationToken))
                start += count;
        }
        Interlocked.Add(ref _rowsDone, rows);
        Interlocked.Add(ref _ticksDone, Stopwatch.GetElapsedTime(started).Ticks);
    }

    /// <summary>Ends the profile that the session writes and returns its file.</summary>
    public string EndProfiling() => Read(() => _placed.Session.EndProfiling());

    /// <inheritdoc/>
    public void Dispose()
    {
        _running.EnterWriteLock();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            _placed.Dispose();
        }
        finally
        {
            _running.ExitWriteLock();
        }
    }

    private void ThrowIfDisposed()
    {
        if (_disposed)
            throw Disposed();
    }

    // Users know the model, not its sessions.
    private static ObjectDisposedException Disposed() => new("ClipModel");

    private bool IsTrialDue(int rows) =>
        _untried.Count > 0
        && (_rowsDone + rows >= RowsBeforeTrial || Interlocked.Read(ref _ticksDone) >= TimeBeforeTrial.Ticks);

    /// <summary>Runs some rows; false if they must run again, with a smaller piece or on another device.</summary>
    private bool RunPiece(
        DeviceBatch batch, int start, int count, int full, Span<float> destination,
        CancellationToken cancellationToken)
    {
        PlacedGraph? used = null;
        var filled = count;
        var wasAlone = true;
        try
        {
            _running.EnterReadLock();
            try
            {
                ThrowIfDisposed();
                used = _placed;
                wasAlone = used.IsAlone;
                filled = used.Filled(count, full);
                batch.Run(used, start, count, filled, destination, cancellationToken);
                return true;
            }
            finally
            {
                _running.ExitReadLock();
            }
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error) when (!wasAlone && OrtMessage.IsOutOfMemory(error.Message))
        {
            used!.RunAlone();
            return false;
        }
        catch (OnnxRuntimeException error) when (filled > 1 && _isDivisible && OrtMessage.IsOutOfMemory(error.Message))
        {
            _maxRows = filled / 2;
            return false;
        }
        catch (OnnxRuntimeException error) when (used is not null && IsDeviceFault(used, error))
        {
            ReturnToProcessor(used, error);
            return false;
        }
    }

    private int RowsAtOnce(DeviceBatch batch) =>
        Read(() => _placed.IsSlowToReshape) ? batch.RowsOnCard : int.MaxValue;

    private PlacedGraph Place(ExecutionProvider provider) =>
        new(_open(provider), provider, provider.ChoosesAlgorithms && _isConvolutional());

    // Inputs that do not fit the graph fail on every device.
    private static bool IsDeviceFault(PlacedGraph used, OnnxRuntimeException error) =>
        used.Provider != ExecutionProvider.Cpu
        && !error.Message.StartsWith("[ErrorCode:InvalidArgument]", StringComparison.Ordinal);

    /// <summary>Moves the graph back to the processor, once for all threads that saw the device fail.</summary>
    private void ReturnToProcessor(PlacedGraph failed, OnnxRuntimeException error)
    {
        _running.EnterWriteLock();
        try
        {
            ThrowIfDisposed();
            if (_placed != failed)
                return;
            var reason = $"failed while running ({OrtMessage.Reason(error.Message)})";
            var device = failed.Provider.Device;
            if (_isNamed && OrtMessage.IsOutOfMemory(error.Message))
                throw DeviceException.OutOfMemory(device, reason, error);
            if (_isNamed)
            {
                throw new DeviceException(
                    $"device {device}", reason, "use the processor, or auto, which falls back to it", error)
                {
                    Fault = DeviceFault.FailedWhileRunning,
                    Device = device,
                };
            }
            var processor = _open(ExecutionProvider.Cpu);
            _passedOver.Add(new PassedOver(device, PassedOverReason.FailedWhileRunning, reason));
            Replace(new PlacedGraph(processor, ExecutionProvider.Cpu, isConvolutional: false));
        }
        finally
        {
            _running.ExitWriteLock();
        }
    }

    private void Try(DeviceBatch batch, CancellationToken cancellationToken)
    {
        _running.EnterWriteLock();
        try
        {
            ThrowIfDisposed();
            while (_untried.TryPeek(out var provider))
            {
                var trial = new DeviceTrial(() => Place(provider), provider.Device, _isDivisible);
                var placed = trial.Run(_placed, batch, cancellationToken);
                _passedOver.AddRange(trial.PassedOver is { } passed ? [passed] : []);
                if (placed is not null)
                {
                    Replace(placed);
                    _untried.Clear();
                    return;
                }
                _untried.Dequeue();
            }
        }
        finally
        {
            _running.ExitWriteLock();
        }
    }

    private void Replace(PlacedGraph placed)
    {
        var before = _placed;
        _placed = placed;
        _maxRows = int.MaxValue;
        before.Dispose();
    }

    private T Read<T>(Func<T> read)
    {
        _running.EnterReadLock();
        try
        {
            ThrowIfDisposed();
            return read();
        }
        finally
        {
            _running.ExitReadLock();
        }
    }
}
