using Clip.Resources;

namespace Clip;

/// <summary>
/// The memory that pictures may take while they are read, decoded and encoded, shared by all threads: a picture waits
/// until there is room for it, in the order of arrival, so that large pictures take longer instead of more memory.
/// Thread-safe.
/// </summary>
/// <remarks>
/// A picture takes memory twice: for its file, then for its pixels. Files get at most half of the budget, and pixels
/// come first, so that those who hold a file can always go on; one that does not fit beside the others is decoded
/// alone.
/// </remarks>
public sealed class MemoryBudget
{
    private const int DefaultShare = 8;
    private const long LeastDefault = 512L << 20;

    private readonly Lock _changing = new();
    private readonly LinkedList<Waiter> _waitingForPixels = [];
    private readonly LinkedList<Waiter> _waitingForFiles = [];
    private readonly bool _isLimit;
    private long _used;
    private long _usedByFiles;
    private int _files;
    private int _pictures;

    /// <summary>Sets a limit; a picture that needs more than all of it is refused.</summary>
    /// <param name="bytes">How much, in bytes; at least 1.</param>
    public MemoryBudget(long bytes)
        : this(bytes, isLimit: true)
    {
    }

    private MemoryBudget(long bytes, bool isLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        Bytes = bytes;
        _isLimit = isLimit;
    }

    /// <summary>
    /// The budget of the process where none is set: an eighth of the memory of the machine or the container, at least
    /// 512 MiB. A picture that needs more is decoded while no other is.
    /// </summary>
    public static MemoryBudget Default { get; } =
        new(Math.Max(MachineMemory.Total / DefaultShare, LeastDefault), isLimit: false);

    /// <summary>The memory of the machine, or of the container that the process is confined to, in bytes.</summary>
    public static long MachineBytes => MachineMemory.Total;

    /// <summary>The size, in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The bytes in use now. May exceed <see cref="Bytes"/> where a large picture is decoded alone.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_changing)
                return _used;
        }
    }

    /// <summary>How many calls wait for memory now.</summary>
    internal int WaitingCount
    {
        get
        {
            lock (_changing)
                return _waitingForPixels.Count + _waitingForFiles.Count;
        }
    }

    /// <summary>Whether a picture that needs this many bytes, its file included, is never admitted.</summary>
    internal bool Refuses(long bytes) => _isLimit && bytes > Bytes;

    /// <summary>Waits until a file of this length may be read into memory.</summary>
    internal MemoryReservation ReserveFile(long bytes, CancellationToken cancellationToken) =>
        Reserve(MemoryUse.File, bytes, cancellationToken);

    /// <summary>Waits until a picture may be decoded whose file has been read.</summary>
    internal MemoryReservation ReservePixels(long bytes, CancellationToken cancellationToken) =>
        Reserve(MemoryUse.Pixels, bytes, cancellationToken);

    /// <summary>
    /// Counts memory that is needed in any case, as that of a model, at once; at most half of the budget, so that room
    /// for pictures remains.
    /// </summary>
    internal MemoryReservation Occupy(long bytes)
    {
        var counted = Math.Min(bytes, Bytes / 2);
        lock (_changing)
            _used += counted;
        return new MemoryReservation(this, MemoryUse.Other, counted);
    }

    private MemoryReservation Reserve(MemoryUse use, long bytes, CancellationToken cancellationToken)
    {
        var queue = use == MemoryUse.Pixels ? _waitingForPixels : _waitingForFiles;
        Waiter waiter;
        lock (_changing)
        {
            if (queue.Count == 0 && HasRoom(use, bytes))
                return Admit(use, bytes);
            waiter = new Waiter(use, bytes);
            queue.AddLast(waiter);
        }

        try
        {
            waiter.Admitted.Wait(cancellationToken);
            return waiter.Reservation!;
        }
        catch (OperationCanceledException)
        {
            lock (_changing)
            {
                queue.Remove(waiter);
                AdmitWaiting();
            }
            waiter.Reservation?.Dispose();
            throw;
        }
        finally
        {
            waiter.Admitted.Dispose();
        }
    }

    private bool HasRoom(MemoryUse use, long bytes)
    {
        var fits = _used + bytes <= Bytes;
        if (use == MemoryUse.Pixels)
            return fits || _pictures == 0;
        return _waitingForPixels.Count == 0
            && ((fits && _usedByFiles + bytes <= Bytes / 2) || (_files == 0 && _pictures == 0));
    }

    private MemoryReservation Admit(MemoryUse use, long bytes)
    {
        _used += bytes;
        if (use == MemoryUse.Pixels)
            _pictures++;
        else
        {
            _files++;
            _usedByFiles += bytes;
        }
        return new MemoryReservation(this, use, bytes);
    }

    private void AdmitWaiting()
    {
        AdmitWaiting(_waitingForPixels);
        AdmitWaiting(_waitingForFiles);
    }

    private void AdmitWaiting(LinkedList<Waiter> queue)
    {
        while (queue.First?.Value is { } first && HasRoom(first.Use, first.Bytes))
        {
            queue.RemoveFirst();
            first.Reservation = Admit(first.Use, first.Bytes);
            first.Admitted.Set();
        }
    }

    internal void Release(MemoryUse use, long bytes, bool isLast)
    {
        lock (_changing)
        {
            _used -= bytes;
            if (use == MemoryUse.File)
                _usedByFiles -= bytes;
            if (isLast && use == MemoryUse.File)
                _files--;
            if (isLast && use == MemoryUse.Pixels)
                _pictures--;
            AdmitWaiting();
        }
    }

    private sealed class Waiter(MemoryUse use, long bytes)
    {
        public MemoryUse Use { get; } = use;

        public long Bytes { get; } = bytes;

        public ManualResetEventSlim Admitted { get; } = new();

        public MemoryReservation? Reservation { get; set; }
    }
}
