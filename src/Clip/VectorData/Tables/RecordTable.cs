using Clip.VectorData.Records;
using Clip.VectorData.Storage;

namespace Clip.VectorData.Tables;

/// <summary>
/// The records of a collection in memory, with an exact index per vector property. Any number of threads read at a
/// time. A change is written to the file first, if there is one, while reading goes on.
/// </summary>
internal sealed class RecordTable : IDisposable
{
    private readonly StoredCollection? _file;
    private readonly Lock _writing = new();
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<object, int> _numbers = [];
    private readonly List<RecordRow?> _rows = [];
    private readonly Stack<int> _unused = new();
    private readonly List<IVectorColumn> _vectors = [];
    private bool _disposed;

    /// <param name="schema">What the records consist of.</param>
    /// <param name="file">Where they are kept, and are read from now; null for in memory only.</param>
    public RecordTable(CollectionSchema schema, StoredCollection? file)
    {
        _file = file;
        Schema = schema;
        AddColumns();
        foreach (var record in file?.Read(schema) ?? [])
            Apply(record);
    }

    public CollectionSchema Schema { get; private set; }

    /// <summary>Adds the properties of a definition that the schema lacks.</summary>
    /// <exception cref="InvalidOperationException">A property is of another type than before.</exception>
    public void Extend(CollectionSchema wanted)
    {
        lock (_writing)
        {
            var schema = Schema.With(wanted);
            if (!Schema.Lacks(wanted))
                return;
            _file?.WriteSchema(schema);
            Change(() =>
            {
                Schema = schema;
                AddColumns();
            });
        }
    }

    /// <summary>Adds or replaces records; all or, if that fails, none.</summary>
    public void Upsert(IReadOnlyList<StoredRecord> records)
    {
        lock (_writing)
        {
            _file?.Write(Schema, records);
            Change(() =>
            {
                foreach (var record in records)
                    Apply(record);
            });
        }
    }

    /// <summary>Removes the records that there are of some keys.</summary>
    public void Delete(IReadOnlyList<object> keys)
    {
        lock (_writing)
        {
            _file?.Delete(Schema, keys);
            Change(() =>
            {
                foreach (var key in keys)
                    Remove(key);
            });
        }
    }

    public StoredRecord? Find(object key, bool includeVectors) => Read(() =>
        _numbers.TryGetValue(key, out var number) ? At(number, includeVectors) : null);

    /// <summary>The records that meet a condition, in an order, or else in that in which they are kept.</summary>
    public IReadOnlyList<StoredRecord> Where(
        Func<RecordRow, bool> condition, IReadOnlyList<RecordOrder> order, RecordPage page,
        CancellationToken cancellationToken) => Read(() =>
    {
        List<int> found = [];
        for (var number = 0; number < _rows.Count && (order.Count > 0 || found.Count < page.Count); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_rows[number] is { } row && condition(row))
                found.Add(number);
        }
        IEnumerable<int> ordered = found;
        if (order.Count > 0)
        {
            var sorted = Sort(found, order[0]);
            foreach (var part in order.Skip(1))
            {
                sorted = part.Ascending
                    ? sorted.ThenBy(number => part.ValueOf(_rows[number]!), KeptValues.Order)
                    : sorted.ThenByDescending(number => part.ValueOf(_rows[number]!), KeptValues.Order);
            }
            ordered = sorted;
        }
        return (IReadOnlyList<StoredRecord>)
            [.. ordered.Skip(page.Skip).Take(page.Top).Select(number => At(number, page.IncludeVectors))];
    });

    /// <summary>The records whose vectors of a property are nearest to a query.</summary>
    public IReadOnlyList<ScoredRecord> Search(
        int vectorPlace, ReadOnlyMemory<float> query, Func<RecordRow, bool>? condition, double? threshold,
        RecordPage page, CancellationToken cancellationToken) => Read(() =>
    {
        var measure = Schema.Vectors[vectorPlace].Distance;
        var near = _vectors[vectorPlace].Search(
            query.Span, page.Count, condition is null ? null : number => condition(_rows[number]!), cancellationToken);
        // The nearest of those that reach a threshold are those of the nearest that reach it.
        return (IReadOnlyList<ScoredRecord>)
        [
            .. near.Where(row => threshold is not { } worst || measure.Reaches(row.Score, worst))
                .Skip(page.Skip)
                .Select(row => new ScoredRecord(At(row.Row, page.IncludeVectors), row.Score)),
        ];
    });

    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed)
                return;
            Change(() => _disposed = true);
            _vectors.ForEach(static column => column.Dispose());
        }
    }

    private IOrderedEnumerable<int> Sort(IEnumerable<int> numbers, RecordOrder order) => order.Ascending
        ? numbers.OrderBy(number => order.ValueOf(_rows[number]!), KeptValues.Order)
        : numbers.OrderByDescending(number => order.ValueOf(_rows[number]!), KeptValues.Order);

    private StoredRecord At(int number, bool includeVectors) => new(
        _rows[number]!, includeVectors ? [.. _vectors.Select(column => column.Read(number))] : []);

    private void Apply(StoredRecord record)
    {
        if (!_numbers.TryGetValue(record.Row.Key, out var number))
        {
            if (!_unused.TryPop(out number))
            {
                number = _rows.Count;
                _rows.Add(null);
            }
            _numbers.Add(record.Row.Key, number);
        }
        _rows[number] = record.Row;
        for (var i = 0; i < _vectors.Count; i++)
        {
            if (i < record.Vectors.Length && record.Vectors[i] is { } vector)
                _vectors[i].Set(number, vector);
            else
                _vectors[i].Remove(number);
        }
    }

    private void Remove(object key)
    {
        if (!_numbers.Remove(key, out var number))
            return;
        _rows[number] = null;
        _unused.Push(number);
        _vectors.ForEach(column => column.Remove(number));
    }

    private void AddColumns()
    {
        foreach (var column in Schema.Vectors.Skip(_vectors.Count))
        {
            _vectors.Add(column.Distance.Distance is { } distance
                ? new DistanceColumn(column.Dimensions, distance)
                : new ProductColumn(column.Dimensions, column.Distance));
        }
    }

    private T Read<T>(Func<T> read)
    {
        _lock.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return read();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private void Change(Action change)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _lock.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }
}
