using Clip.VectorData.Records;
using Clip.VectorData.Storage;

namespace Clip.VectorData.Tables;

/// <summary>
/// The collections of a store by name, in memory and, where it has a folder, in its file. The file is opened with the
/// first access, and a collection is read with its first use. Thread-safe.
/// </summary>
internal sealed class StoreContent(string? folder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RecordTable> _tables = [];
    private RecordDatabase? _database;
    private bool _disposed;

    /// <summary>The names of all collections, in ordinal order.</summary>
    public IReadOnlyList<string> Names()
    {
        lock (_lock)
        {
            IEnumerable<string> stored = Database(create: false)?.Collections().Keys ?? [];
            return [.. stored.Union(_tables.Keys).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>A collection, or null.</summary>
    public RecordTable? Find(string name)
    {
        lock (_lock)
        {
            if (Loaded(name) is { } loaded)
                return loaded;
            if (Database(create: false) is not { } database
                || !database.Collections().TryGetValue(name, out var stored))
            {
                return null;
            }
            return Keep(name, new RecordTable(stored.Schema, new StoredCollection(database, stored.Id)));
        }
    }

    /// <summary>A collection that has the properties of a definition, which is made where there is none.</summary>
    public RecordTable Ensure(string name, CollectionSchema schema)
    {
        lock (_lock)
        {
            if (Find(name) is { } found)
            {
                found.Extend(schema);
                return found;
            }
            var file = Database(create: true) is { } database
                ? new StoredCollection(database, database.Add(name, schema))
                : null;
            return Keep(name, new RecordTable(schema, file));
        }
    }

    /// <summary>Removes a collection, if there is one.</summary>
    public void Delete(string name)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Database(create: false) is { } database && database.Collections().TryGetValue(name, out var stored))
                database.Remove(stored.Id);
            if (_tables.Remove(name, out var table))
                table.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var table in _tables.Values)
                table.Dispose();
            _tables.Clear();
            _database?.Dispose();
            _database = null;
        }
    }

    /// <summary>Whether a collection is in memory, so that reading a record of it does not wait for a disk.</summary>
    public RecordTable? Loaded(string name)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _tables.GetValueOrDefault(name);
        }
    }

    private RecordTable Keep(string name, RecordTable table)
    {
        _tables.Add(name, table);
        return table;
    }

    private RecordDatabase? Database(bool create)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return folder is null ? null : _database ??= RecordDatabase.Open(folder, create);
    }
}
