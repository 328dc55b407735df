using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// The bound batches of one session on a graphics card, kept for the next batches of their shapes. Thread-safe; owns them,
/// and is disposed before the session.
/// </summary>
internal sealed class BoundBatches : IDisposable
{
    // Pictures come in one shape and a last, smaller one; texts in as many as they have lengths.
    private const int MostIdle = 8;

    private readonly InferenceSession _session;
    private readonly OrtAllocator _allocator;
    private readonly bool _isPinned;
    private readonly Lock _gate = new();
    private readonly List<BoundBatch> _idle = [];
    private volatile bool _isRefused;
    private int _made;
    private long _runs;

    /// <param name="session">The session.</param>
    /// <param name="provider">What it runs on.</param>
    public BoundBatches(InferenceSession session, ExecutionProvider provider)
    {
        _session = session;
        var pinned = provider.PinnedMemory is { } memory ? Pinned(session, memory) : null;
        _isPinned = pinned is not null;
        _allocator = pinned ?? OrtAllocator.DefaultInstance;
    }

    /// <summary>How often what was bound once has served.</summary>
    public BufferUse Use => new(Volatile.Read(ref _made), Interlocked.Read(ref _runs), _isPinned);

    /// <summary>A batch for tensors of these shapes; null where the memory for it is refused, and plain runs must do.</summary>
    public BoundBatch? Rent(IReadOnlyCollection<string> names, IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs)
    {
        lock (_gate)
        {
            if (_idle.FindLastIndex(batch => batch.Fits(names, values)) is >= 0 and var place)
            {
                var found = _idle[place];
                _idle.RemoveAt(place);
                return found;
            }
        }
        if (_isRefused)
            return null;
        try
        {
            var made = new BoundBatch(_session, _allocator, names, values, outputs);
            Interlocked.Increment(ref _made);
            return made;
        }
        catch (OnnxRuntimeException)
        {
            _isRefused = true;
            return null;
        }
    }

    /// <summary>Takes a batch back after a run that succeeded.</summary>
    public void Return(BoundBatch batch)
    {
        Interlocked.Increment(ref _runs);
        BoundBatch? oldest = null;
        lock (_gate)
        {
            _idle.Add(batch);
            if (_idle.Count > MostIdle)
            {
                oldest = _idle[0];
                _idle.RemoveAt(0);
            }
        }
        oldest?.Dispose();
    }

    /// <summary>Gives back all memory that is not in use, so that what failed for want of it may succeed in pieces.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _idle.ForEach(static batch => batch.Dispose());
            _idle.Clear();
        }
    }

    public void Dispose()
    {
        Clear();
        if (_isPinned)
            _allocator.Dispose();
    }

    /// <summary>The allocator of pinned memory; null where the provider, or the driver, gives none.</summary>
    private static OrtAllocator? Pinned(InferenceSession session, string memory)
    {
        try
        {
            using var info = new OrtMemoryInfo(memory, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput);
            return new OrtAllocator(session, info);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }
}
