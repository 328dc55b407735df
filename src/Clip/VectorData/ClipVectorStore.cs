using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Clip.VectorData.Records;
using Clip.VectorData.Tables;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip;

/// <summary>
/// A vector store of Microsoft.Extensions.VectorData for records of the caller's own: collections in memory, searched
/// exactly, and kept in a file where the store has a folder.
/// </summary>
/// <remarks>
/// <para>Thread-safe; its collections are too, share its content, and end with it. A change of records is all or
/// nothing, and on disk when the call returns. A collection is read into memory with its first use, and a search reads
/// one byte per dimension of the vectors that meet its filter.</para>
/// <para>A store is the only user of its folder from the first access until it is disposed: keep one per folder.</para>
/// <para>Keys are strings, GUIDs and integers of 32 and 64 bits. Data are the usual values, arrays and lists of them.
/// Vectors are <c>ReadOnlyMemory&lt;float&gt;</c>, <c>Embedding&lt;float&gt;</c> and <c>float[]</c>, or what a
/// generator embeds, such as <c>string</c> and <c>DataContent</c>. All distance functions of the abstraction are
/// computed, the index kind is flat, and there is no hybrid search.</para>
/// <para>Where code is compiled ahead of time or trimmed, use <see cref="GetDynamicCollection"/>.</para>
/// </remarks>
/// <example><code>
/// using var model = ClipModel.Load("models/clip-mini");
/// var generator = model.AsEmbeddingGenerator();
/// using var store = new ClipVectorStore(new() { Folder = "store", EmbeddingGenerator = generator });
/// var products = store.GetCollection&lt;string, Product&gt;("products");
/// await products.EnsureCollectionExistsAsync();
/// await products.UpsertAsync(new Product { Id = "7", Photo = await DataContent.LoadFromAsync("chair.jpg") });
/// await foreach (var found in products.SearchAsync("a red chair", top: 5)) ...
/// </code></example>
public sealed class ClipVectorStore : VectorStore
{
    private const string SystemName = "clip";

    private readonly ClipVectorStoreOptions _options;
    private readonly StoreContent _content;
    private readonly VectorStoreMetadata _metadata;

    /// <summary>Makes a store. Nothing is read or written yet.</summary>
    /// <param name="options">Where the records are kept, and what embeds them; null for in memory, and nothing.</param>
    public ClipVectorStore(ClipVectorStoreOptions? options = null)
    {
        var folder = options?.Folder is { } given ? Path.GetFullPath(given) : null;
        _options = new ClipVectorStoreOptions { Folder = folder, EmbeddingGenerator = options?.EmbeddingGenerator };
        _content = new StoreContent(folder);
        _metadata = new VectorStoreMetadata { VectorStoreSystemName = SystemName, VectorStoreName = folder };
    }

    /// <summary>A collection of records of a type, by name; it need not exist yet.</summary>
    /// <typeparam name="TKey">The type of the key property.</typeparam>
    /// <typeparam name="TRecord">The type of the records, with a constructor without parameters.</typeparam>
    /// <param name="name">The collection's name.</param>
    /// <param name="definition">The properties; null where attributes of the type say it.</param>
    /// <exception cref="NotSupportedException">A property is of a type that the store does not take.</exception>
    /// <exception cref="InvalidOperationException">The type and the definition do not fit each other.</exception>
    [RequiresDynamicCode("Reads and sets the properties of records. Use GetDynamicCollection ahead of time.")]
    [RequiresUnreferencedCode("Reads and sets the properties of records. Use GetDynamicCollection when trimming.")]
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null)
    {
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
            throw new NotSupportedException(VectorDataStrings.GetCollectionWithDictionaryNotSupported);
        RequireName(name);
        var model = new RecordModelBuilder().Build(
            typeof(TRecord), typeof(TKey), definition, _options.EmbeddingGenerator);
        return new ClipCollection<TKey, TRecord>(this, name, model);
    }

    /// <summary>
    /// A collection of records that are dictionaries of their properties, by name; it need not exist yet. Works where
    /// code is compiled ahead of time or trimmed.
    /// </summary>
    /// <param name="name">The collection's name.</param>
    /// <param name="definition">The properties.</param>
    /// <exception cref="NotSupportedException">A property is of a type that the store does not take.</exception>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition)
    {
        RequireName(name);
        ArgumentNullException.ThrowIfNull(definition);
        var model = new RecordModelBuilder().BuildDynamic(
            definition, definition.EmbeddingGenerator ?? _options.EmbeddingGenerator);
        return new ClipCollection<object, Dictionary<string, object?>>(this, name, model);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var name in await CallAsync("ListCollectionNames", null, _content.Names, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return name;
        }
    }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        RequireName(name);
        return CallAsync("CollectionExists", name, () => _content.Find(name) is not null, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        RequireName(name);
        return CallAsync("DeleteCollection", name, () => Delete(name), cancellationToken);
    }

    /// <summary>Returns <see cref="VectorStoreMetadata"/> or this store; null for anything else, or a key.</summary>
    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    internal StoreContent Content => _content;

    internal VectorStoreCollectionMetadata MetadataOf(string collection) => new()
    {
        VectorStoreSystemName = SystemName,
        VectorStoreName = _metadata.VectorStoreName,
        CollectionName = collection,
    };

    /// <summary>Runs work on another thread, and wraps the errors of the file as the abstraction does.</summary>
    internal Task<T> CallAsync<T>(
        string operation, string? collection, Func<T> work, CancellationToken cancellationToken) =>
        Task.Run(() => Call(operation, collection, work), cancellationToken);

    /// <inheritdoc cref="CallAsync"/>
    internal T Call<T>(string operation, string? collection, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Failure(operation, collection, error.Message, error);
        }
    }

    internal VectorStoreException Failure(
        string operation, string? collection, string problem, Exception? cause = null) => new(problem, cause)
        {
            VectorStoreSystemName = SystemName,
            VectorStoreName = _metadata.VectorStoreName,
            CollectionName = collection,
            OperationName = operation,
        };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private bool Delete(string name)
    {
        _content.Delete(name);
        return true;
    }

    /// <summary>A file keeps names as UTF-8 text, which ends at a NUL.</summary>
    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains('\0') || name.EnumerateRunes().Any(static rune => rune == Rune.ReplacementChar))
            throw new ArgumentException("The name holds a NUL or is not valid UTF-16.", nameof(name));
    }
}
