using System.Collections.Concurrent;

namespace Clip.Catalog.Database;

/// <summary>
/// Connections to a catalog that is read. Each is used by one caller at a time and then kept for the next one, because
/// opening one takes as long as a search of a small index. Thread-safe, without locks.
/// </summary>
internal sealed class CatalogPool(string path) : IDisposable
{
    /// <summary>More than this many idle connections are closed.</summary>
    private static readonly int MaxIdle = Math.Max(8, Environment.ProcessorCount);

    private readonly ConcurrentBag<CatalogDatabase> _idle = [];
    private volatile bool _disposed;

    public string Path => path;

    /// <summary>Takes a connection, outside any transaction; <see cref="Return"/> it afterwards.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    /// <exception cref="IndexException">The catalog cannot be opened.</exception>
    public CatalogDatabase Rent()
    {
        if (_disposed)
            throw new ObjectDisposedException("PictureIndex"); // which users know, unlike this pool
        return _idle.TryTake(out var catalog) ? catalog : CatalogDatabase.OpenForReading(path);
    }

    /// <summary>Gives a connection back and ends its transaction.</summary>
    public void Return(CatalogDatabase catalog)
    {
        catalog.Rollback();
        if (_disposed || _idle.Count >= MaxIdle)
        {
            catalog.Dispose();
            return;
        }
        _idle.Add(catalog);
        // Where the pool was disposed in between, nobody else would close it.
        if (_disposed)
            CloseIdle();
    }

    /// <summary>Closes the idle connections now and those in use when they are returned.</summary>
    public void Dispose()
    {
        _disposed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var catalog))
            catalog.Dispose();
    }
}
