using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip.VectorData.Records;

/// <summary>
/// Converts between the caller's records and those of a table, whose schema may have further properties.
/// </summary>
internal sealed class RecordMapper
{
    private readonly CollectionModel _model;
    private readonly ValueKind[] _kinds;
    private readonly int[] _dataPlaces;
    private readonly int[] _vectorPlaces;
    private readonly int _dataCount;
    private readonly int _vectorCount;

    public RecordMapper(CollectionModel model, CollectionSchema schema)
    {
        _model = model;
        _kinds = [.. model.DataProperties.Select(static property => ValueKinds.Of(property.Type)!)];
        _dataPlaces = [.. model.DataProperties.Select(property => schema.PlaceOfData(property.StorageName))];
        _vectorPlaces = [.. model.VectorProperties.Select(property => schema.PlaceOfVector(property.StorageName))];
        _dataCount = schema.Data.Count;
        _vectorCount = schema.Vectors.Count;
    }

    /// <summary>The place of a vector property in the table's schema.</summary>
    public int PlaceOf(VectorPropertyModel property) => _vectorPlaces[IndexOf(_model.VectorProperties, property)];

    /// <summary>Reads a key or data property of a table's record.</summary>
    public Func<RecordRow, object?> Reader(PropertyModel property)
    {
        if (property is KeyPropertyModel)
            return static row => row.Key;
        if (property is not DataPropertyModel data)
            throw new NotSupportedException($"Property '{property.ModelName}' is a vector, which has no order.");
        var place = _dataPlaces[IndexOf(_model.DataProperties, data)];
        return row => row[place];
    }

    /// <param name="record">The caller's record.</param>
    /// <param name="key">Its key.</param>
    /// <param name="vectors">Its vectors, by property of the model.</param>
    public StoredRecord ToStored(object record, object key, IReadOnlyList<float[]?> vectors)
    {
        var values = new object?[_dataCount];
        for (var i = 0; i < _kinds.Length; i++)
        {
            if (_model.DataProperties[i].GetValueAsObject(record) is { } value)
                values[_dataPlaces[i]] = _kinds[i].Keep(value);
        }
        var kept = new float[]?[_vectorCount];
        for (var i = 0; i < _vectorPlaces.Length; i++)
            kept[_vectorPlaces[i]] = vectors[i];
        return new StoredRecord(new RecordRow(key, values), kept);
    }

    public TRecord FromStored<TRecord>(StoredRecord stored) where TRecord : class
    {
        var record = _model.CreateRecord<TRecord>();
        _model.KeyProperty.SetValueAsObject(record, stored.Row.Key);
        for (var i = 0; i < _kinds.Length; i++)
        {
            var value = stored.Row[_dataPlaces[i]];
            _model.DataProperties[i].SetValueAsObject(record, value is null ? null : _kinds[i].Give(value));
        }
        if (stored.Vectors.Length == 0)
            return record;
        for (var i = 0; i < _vectorPlaces.Length; i++)
        {
            var property = _model.VectorProperties[i];
            var vector = stored.Vectors[_vectorPlaces[i]];
            property.SetValueAsObject(record, vector is null ? null : AsType(vector, property.Type));
        }
        return record;
    }

    private static object AsType(float[] vector, Type type) =>
        type == typeof(float[]) ? vector
        : type == typeof(Embedding<float>) ? new Embedding<float>(vector)
        : (object)new ReadOnlyMemory<float>(vector);

    private static int IndexOf<T>(IReadOnlyList<T> properties, T property) where T : class
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (ReferenceEquals(properties[i], property))
                return i;
        }
        throw new ArgumentException("The property is of another model.", nameof(property));
    }
}
