using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Clip.VectorData.Filters;
using Clip.VectorData.Records;
using Clip.VectorData.Tables;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip;

/// <summary>
/// A collection of a <see cref="ClipVectorStore"/>, which makes it and which it ends with. Thread-safe. Disposing it
/// does nothing.
/// </summary>
/// <typeparam name="TKey">The type of the key property; <see cref="object"/> for dictionaries.</typeparam>
/// <typeparam name="TRecord">The type of the records.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "It is what the abstraction calls a collection.")]
public sealed partial class ClipCollection<TKey, TRecord> : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly ClipVectorStore _store;
    private readonly CollectionModel _model;
    private readonly CollectionSchema _schema;

    /// <summary>The table that was used last, and how its records are converted.</summary>
    private volatile Attached? _attached;

    internal ClipCollection(ClipVectorStore store, string name, CollectionModel model)
    {
        _store = store;
        _model = model;
        _schema = RecordModelBuilder.SchemaOf(model);
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) =>
        _store.CollectionExistsAsync(Name, cancellationToken);

    /// <summary>Makes the collection where there is none, and adds the properties that it lacks.</summary>
    /// <exception cref="InvalidOperationException">It was made with properties of other types.</exception>
    /// <exception cref="VectorStoreException">The store's file cannot be written.</exception>
    /// <inheritdoc/>
    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) =>
        _store.CallAsync("CreateCollection", Name, () => _store.Content.Ensure(Name, _schema), cancellationToken);

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) =>
        _store.EnsureCollectionDeletedAsync(Name, cancellationToken);

    /// <inheritdoc/>
    public override Task<TRecord?> GetAsync(
        TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        RequireKey(key, nameof(key));
        var withVectors = IncludesVectors(options?.IncludeVectors);
        cancellationToken.ThrowIfCancellationRequested();
        // A record in memory is found in less time than another thread takes to start.
        return _store.Content.Loaded(Name) is null
            ? _store.CallAsync("Get", Name, Find, cancellationToken)
            : Task.FromResult(Find());

        TRecord? Find()
        {
            var (table, mapper) = Attach("Get");
            return table.Find(key, withVectors) is { } stored ? mapper.FromStored<TRecord>(stored) : null;
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        IncludesVectors(options?.IncludeVectors);
        return base.GetAsync(keys, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new FilteredRecordRetrievalOptions<TRecord>();
        var page = new RecordPage(options.Skip, top, IncludesVectors(options.IncludeVectors));
        return Enumerate(() =>
        {
            var (table, mapper) = Attach("Get");
            var condition = RecordFilter.Translate(filter, _model, mapper);
            var order = options.OrderBy?.Invoke(new()).Values.Select(part => new RecordOrder(
                mapper.Reader(_model.GetDataOrKeyProperty(part.PropertySelector)), part.Ascending));
            return table.Where(condition, [.. order ?? []], page, cancellationToken)
                .Select(mapper.FromStored<TRecord>);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        RequireKey(key, nameof(key));
        return DeleteAsync([key], cancellationToken);
    }

    /// <summary>Removes the records that there are of some keys; all or, if that fails, none.</summary>
    /// <inheritdoc/>
    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        object[] list = [.. keys.Select(key => RequireKey(key, nameof(keys)))];
        return _store.CallAsync(
            "Delete", Name, () =>
            {
                Attach("Delete").Table.Delete(list);
                return true;
            }, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertAsync([record], cancellationToken);
    }

    /// <summary>
    /// Adds or replaces records; all or, if that fails, none. What is to be embedded is embedded in one call per vector
    /// property. A GUID key that is generated and empty gets a value.
    /// </summary>
    /// <exception cref="ArgumentException">A vector or a key cannot be stored.</exception>
    /// <exception cref="VectorStoreException">
    /// The collection does not exist, or the store's file cannot be written.
    /// </exception>
    /// <inheritdoc/>
    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        TRecord[] list = [.. records];
        if (list.Contains(null))
            throw new ArgumentException("A record is null.", nameof(records));
        if (list.Length == 0)
            return;
        var vectors = new float[]?[_model.VectorProperties.Count][];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = await VectorInput.OfRecordsAsync(_model.VectorProperties[i], list, cancellationToken)
                .ConfigureAwait(false);
        }
        await _store.CallAsync("Upsert", Name, Store, cancellationToken).ConfigureAwait(false);

        bool Store()
        {
            var (table, mapper) = Attach("Upsert");
            table.Upsert([.. list.Select((record, i) => mapper.ToStored(
                record, KeyOf(record), Array.ConvertAll(vectors, property => property[i])))]);
            return true;
        }
    }

    /// <summary>
    /// Returns <see cref="VectorStoreCollectionMetadata"/> or this collection; null for anything else, or a key.
    /// </summary>
    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? _store.MetadataOf(Name)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    private async IAsyncEnumerable<T> Enumerate<T>(
        Func<IEnumerable<T>> find, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in await _store.CallAsync("Get", Name, find, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private object KeyOf(TRecord record)
    {
        var property = _model.KeyProperty;
        var key = property.GetValueAsObject(record);
        if (property.IsAutoGenerated && (key is null || Guid.Empty.Equals(key)))
            property.SetValueAsObject(record, key = Guid.NewGuid());
        return RequireKey(key, property.ModelName);
    }

    private object RequireKey(object? key, string name)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        return key.GetType() == _model.KeyProperty.Type
            ? key
            : throw new ArgumentException(
                $"The key is of type {key.GetType().Name}, not {_model.KeyProperty.Type.Name}.", name);
    }

    private bool IncludesVectors(bool? wanted) => wanted == true && _model.EmbeddingGenerationRequired
        ? throw new NotSupportedException(VectorDataStrings.IncludeVectorsNotSupportedWithEmbeddingGeneration)
        : wanted == true;

    private Attached Attach(string operation)
    {
        var table = _store.Content.Find(Name) ?? throw _store.Failure(
            operation, Name,
            $"The collection '{Name}' does not exist. Call {nameof(EnsureCollectionExistsAsync)} first.");
        if (_attached is { } last && last.Table == table && last.Schema == table.Schema)
            return last;
        var schema = table.Schema;
        schema.RequireFit(_schema);
        if (schema.Lacks(_schema))
        {
            throw _store.Failure(
                operation, Name,
                $"The collection '{Name}' lacks properties of this definition. Call "
                + $"{nameof(EnsureCollectionExistsAsync)} to add them.");
        }
        return _attached = new Attached(table, new RecordMapper(_model, schema)) { Schema = schema };
    }

    private sealed record Attached(RecordTable Table, RecordMapper Mapper)
    {
        public required CollectionSchema Schema { get; init; }
    }
}
