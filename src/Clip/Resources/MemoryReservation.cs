namespace Clip.Resources;

/// <summary>What memory of a <see cref="MemoryBudget"/> is for.</summary>
internal enum MemoryUse
{
    /// <summary>A picture's file.</summary>
    File,

    /// <summary>A picture's pixels, and what its decoder needs besides.</summary>
    Pixels,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Memory of a <see cref="MemoryBudget"/>, given back when this is disposed. Not thread-safe.</summary>
internal sealed class MemoryReservation(MemoryBudget budget, MemoryUse use, long bytes) : IDisposable
{
    private long _bytes = bytes;
    private bool _disposed;

    /// <summary>Gives back what exceeds this many bytes.</summary>
    public void ShrinkTo(long bytes)
    {
        if (_disposed || bytes >= _bytes)
            return;
        var freed = _bytes - bytes;
        _bytes = bytes;
        budget.Release(use, freed, isLast: false);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        budget.Release(use, _bytes, isLast: true);
    }
}
