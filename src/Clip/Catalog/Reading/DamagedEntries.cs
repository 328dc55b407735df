using System.Collections.Concurrent;

namespace Clip.Catalog.Reading;

/// <summary>Counts the damaged vectors that searches found and left out. Thread-safe.</summary>
internal sealed class DamagedEntries
{
    private readonly ConcurrentDictionary<long, bool> _found = [];

    public int Count => _found.Count;

    public void Add(long entry) => _found.TryAdd(entry, true);
}
