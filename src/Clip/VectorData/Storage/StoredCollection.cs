using Clip.VectorData.Records;

namespace Clip.VectorData.Storage;

/// <summary>One collection in the file of a store.</summary>
internal sealed class StoredCollection(RecordDatabase database, long collection)
{
    /// <summary>All records.</summary>
    public IReadOnlyList<StoredRecord> Read(CollectionSchema schema) => database.Read(collection, schema);

    public void WriteSchema(CollectionSchema schema) => database.WriteSchema(collection, schema);

    /// <summary>Adds or replaces records, all or none.</summary>
    public void Write(CollectionSchema schema, IReadOnlyList<StoredRecord> records) =>
        database.Write(collection, schema, records);

    public void Delete(CollectionSchema schema, IReadOnlyList<object> keys) =>
        database.Delete(collection, schema, keys);
}
