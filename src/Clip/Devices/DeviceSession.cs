using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>Makes embeddings of a graph's outputs.</summary>
/// <param name="inputs">The inputs that the graph had.</param>
/// <param name="outputs">The outputs asked for, in order.</param>
/// <param name="rows">How many rows they hold.</param>
/// <param name="destination">Where the rows go.</param>
internal delegate void CopyRows(IReadOnlyCollection<OrtValue> inputs, IReadOnlyList<OrtValue> outputs, int rows, Span<float> destination);

/// <summary>
/// A graph on the device that suits it. A device named by the user is the device. With <c>auto</c> the graph starts on
/// the processor, which is ready at once, and moves to a faster device when there is work enough to repay its start-up:
/// a graphics card takes seconds to load its driver and compile its kernels, a single query on the processor takes
/// milliseconds. Before it moves, the device computes some rows of the batch in hand, and the processor the same ones;
/// where they differ, or the device fails then or later, the graph stays on or returns to the processor and the reason
/// is kept. Thread-safe; owns its sessions.
/// </summary>
internal sealed class DeviceSession : IDisposable
{
    // Work that repays starting a device: this many rows, or this long on the processor, whichever comes first.
    internal const int RowsBeforeTrial = 32;
    internal static readonly TimeSpan TimeBeforeTrial = TimeSpan.FromSeconds(1);

    // Rows that are computed twice to compare a device with the processor.
    private const int RowsCompared = 4;

    private readonly ReaderWriterLockSlim _running = new();
    private readonly Func<ExecutionProvider, InferenceSession> _open;
    private readonly List<PassedOver> _passedOver;
    private readonly Queue<ExecutionProvider> _untried;
    private readonly bool _isNamed;
    private readonly bool _isDivisible;
    private PlacedGraph _placed;
    private int _rowsDone;
    private long _ticksDone;
    private volatile int _mostRows = int.MaxValue;

    /// <summary>Opens a graph on the device named, or with <c>auto</c> on the processor for now.</summary>
    /// <param name="sessions">Knows what the user wants.</param>
    /// <param name="open">Opens the graph on one device.</param>
    /// <exception cref="DeviceException">The device that was named cannot be used.</exception>
    /// <exception cref="OnnxRuntimeException">The graph cannot be loaded.</exception>
    public DeviceSession(SessionFactory sessions, Func<ExecutionProvider, InferenceSession> open)
    {
        _open = open;
        _isNamed = sessions.Named is not null;
        var provider = sessions.Named ?? ExecutionProvider.Cpu;
        _placed = new PlacedGraph(open(provider), provider);
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

    /// <summary>The devices that are not used, and why. With <c>auto</c>, what was not tried yet is not among them.</summary>
    public IReadOnlyList<PassedOver> PassedOver => Read<IReadOnlyList<PassedOver>>(() => [.. _passedOver]);

    /// <summary>How the memory between processor and graphics card was used; null where the graph runs on no card.</summary>
    public BufferUse? Buffers => Read(() => _placed.Bound?.Use);

    /// <summary>The rows of a batch that suit the device, or the device that <c>auto</c> will try next.</summary>
    /// <param name="bytesOfRow">Bytes that one row of the input takes.</param>
    public int BatchRows(long bytesOfRow) =>
        Math.Min(_mostRows, Devices.BatchRows.For(Read(() => _untried.TryPeek(out var next) ? next.Kind : _placed.Provider.Kind), bytesOfRow));

    /// <summary>Runs a batch, in pieces where the device's memory does not hold it whole.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">Their tensors in the processor's memory, batch first.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="destination">Receives what <paramref name="copy"/> takes: the same number of floats for each row.</param>
    /// <param name="copy">Takes the rows of one piece.</param>
    /// <param name="cancellationToken">Stops the run inside the graph.</param>
    /// <exception cref="DeviceException">The device that was named failed.</exception>
    /// <exception cref="OnnxRuntimeException">The graph failed.</exception>
    public void Run(
        IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs, int rows,
        Span<float> destination, CopyRows copy, CancellationToken cancellationToken)
    {
        var width = destination.Length / rows;
        var batch = new DeviceBatch(names, values, outputs, rows, width, copy);
        if (IsTrialDue(rows))
            Try(batch, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        for (var start = 0; start < rows;)
        {
            var count = _isDivisible ? Math.Min(rows - start, _mostRows) : rows;
            if (RunPiece(batch, start, count, destination.Slice(start * width, count * width), cancellationToken))
                start += count;
        }
        Interlocked.Add(ref _rowsDone, rows);
        Interlocked.Add(ref _ticksDone, Stopwatch.GetElapsedTime(started).Ticks);
    }

    /// <summary>Ends the profile that the session writes and gives its file.</summary>
    public string EndProfiling() => Read(() => _placed.Session.EndProfiling());

    /// <inheritdoc/>
    public void Dispose()
    {
        _placed.Dispose();
        _running.Dispose();
    }

    private bool IsTrialDue(int rows) =>
        _untried.Count > 0 && (_rowsDone + rows >= RowsBeforeTrial || Interlocked.Read(ref _ticksDone) >= TimeBeforeTrial.Ticks);

    /// <summary>Runs some rows; false where nothing was done because the batch must be halved or another device must do it.</summary>
    private bool RunPiece(DeviceBatch batch, int start, int count, Span<float> destination, CancellationToken cancellationToken)
    {
        PlacedGraph? used = null;
        try
        {
            _running.EnterReadLock();
            try
            {
                used = _placed;
                batch.Run(used, start, count, destination, cancellationToken);
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
        catch (OnnxRuntimeException error) when (count > 1 && _isDivisible && OrtMessage.TellsOfMemory(error.Message))
        {
            _mostRows = count / 2;
            return false;
        }
        catch (OnnxRuntimeException error) when (used is not null && IsFaultOfDevice(used, error))
        {
            Leave(used, error);
            return false;
        }
    }

    // Inputs that do not fit the graph are refused everywhere.
    private static bool IsFaultOfDevice(PlacedGraph used, OnnxRuntimeException error) =>
        used.Provider != ExecutionProvider.Cpu && !error.Message.StartsWith("[ErrorCode:InvalidArgument]", StringComparison.Ordinal);

    /// <summary>Brings the graph back to the processor, once for all threads that saw the device fail.</summary>
    private void Leave(PlacedGraph failed, OnnxRuntimeException error)
    {
        _running.EnterWriteLock();
        try
        {
            if (_placed != failed)
                return;
            var reason = $"failed while running ({OrtMessage.Reason(error.Message)})";
            if (_isNamed)
                throw new DeviceException($"--device {failed.Provider.Device}", reason, "use --device cpu, or auto, which goes on with the processor", error);
            var processor = _open(ExecutionProvider.Cpu);
            _passedOver.Add(new PassedOver(failed.Provider.Device, reason));
            Take(new PlacedGraph(processor, ExecutionProvider.Cpu));
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
            while (_untried.TryPeek(out var provider))
            {
                if (Compare(provider, batch, cancellationToken) is { } placed)
                {
                    Take(placed);
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

    /// <summary>The graph on the device that computed what the processor computes; null where the device is passed over.</summary>
    private PlacedGraph? Compare(ExecutionProvider provider, DeviceBatch batch, CancellationToken cancellationToken)
    {
        PlacedGraph? placed = null;
        try
        {
            placed = new PlacedGraph(_open(provider), provider);
            var count = _isDivisible ? Math.Min(batch.Rows, RowsCompared) : batch.Rows;
            var actual = new float[count * batch.Width];
            batch.Run(placed, 0, count, actual, cancellationToken);
            var expected = new float[actual.Length];
            batch.Run(_placed, 0, count, expected, cancellationToken);
            var agreement = Agreement.Least(expected, actual, batch.Width);
            if (agreement >= Agreement.Required)
                return placed;
            _passedOver.Add(new PassedOver(provider.Device, Agreement.Describe(agreement)));
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            placed?.Dispose();
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ClipException error)
        {
            _passedOver.Add(new PassedOver(provider.Device, error.Problem));
        }
        catch (OnnxRuntimeException error)
        {
            _passedOver.Add(new PassedOver(provider.Device, $"failed at its first batch ({OrtMessage.Reason(error.Message)})"));
        }
        placed?.Dispose();
        return null;
    }

    private void Take(PlacedGraph placed)
    {
        var before = _placed;
        _placed = placed;
        _mostRows = int.MaxValue;
        before.Dispose();
    }

    private T Read<T>(Func<T> read)
    {
        _running.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            _running.ExitReadLock();
        }
    }
}
