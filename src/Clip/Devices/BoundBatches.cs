using Microsoft.ML.OnnxRuntime;

namespace Clip.Devices;

/// <summary>
/// The bound batches of one session on a graphics card, kept for later batches of the same shapes. Thread-safe; owns
/// them, and is disposed before the session.
/// </summary>
internal sealed class BoundBatches : IDisposable
{
    // Batches of pictures have one shape, and another one for the last batch; those of texts one for each length.
    private const int MaxIdle = 8;

    private readonly InferenceSession _session;
    private readonly OrtAllocator _allocator;
    private readonly bool _isPinned;
    private readonly Lock _gate = new();
    private readonly List<BoundBatch> _idle = [];
    private volatile bool _isOutOfMemory;
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

    /// <summary>How often the batches were used.</summary>
    public BufferUse Use => new(Volatile.Read(ref _made), Interlocked.Read(ref _runs), _isPinned);

    /// <summary>
    /// A batch for tensors of these shapes; null where its memory cannot be allocated, so that the graph must run
    /// without.
    /// </summary>
    public BoundBatch? Rent(BoundShape shape, IReadOnlyCollection<OrtValue> values)
    {
        lock (_gate)
        {
            var index = _idle.FindLastIndex(batch => batch.Shape.IsSame(shape));
            if (index >= 0)
            {
                var found = _idle[index];
                _idle.RemoveAt(index);
                return found;
            }
        }
        if (_isOutOfMemory)
            return null;
        try
        {
            var made = new BoundBatch(_session, _allocator, shape, values);
            Interlocked.Increment(ref _made);
            return made;
        }
        catch (OnnxRuntimeException)
        {
            _isOutOfMemory = true;
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
            if (_idle.Count > MaxIdle)
            {
                oldest = _idle[0];
                _idle.RemoveAt(0);
            }
        }
        oldest?.Dispose();
    }

    /// <summary>
    /// Frees all memory that is not in use, so that a run that failed for lack of memory may succeed in pieces.
    /// </summary>
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

    /// <summary>The allocator of pinned memory; null where provider or driver have none.</summary>
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
