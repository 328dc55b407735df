using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;

namespace Clip;

/// <summary>Adds a <see cref="ClipVectorStore"/> and its collections to the services of an application.</summary>
public static class ClipVectorStoreServices
{
    private const string NotAheadOfTime = "Reads and sets the properties of records. Use GetDynamicCollection instead.";

    /// <summary>
    /// Adds a store, as <see cref="ClipVectorStore"/> and as <see cref="VectorStore"/>. Where the options name no
    /// generator, it embeds with the <see cref="IEmbeddingGenerator"/> among the services, if there is one.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the folder and the generator; null for a store in memory.</param>
    /// <param name="lifetime">
    /// How long a store lives. A store in memory ends with its content, and one with a folder is the folder's only
    /// user, so that one store for the application is nearly always right.
    /// </param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddClipVectorStore(
        this IServiceCollection services, Action<IServiceProvider, ClipVectorStoreOptions>? configure = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) => AddStore(services, null, configure, lifetime);

    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key of the store among the services.</param>
    /// <param name="configure">Sets the folder and the generator; null for a store in memory.</param>
    /// <param name="lifetime">How long a store lives.</param>
    /// <inheritdoc cref="AddClipVectorStore"/>
    public static IServiceCollection AddKeyedClipVectorStore(
        this IServiceCollection services, object serviceKey,
        Action<IServiceProvider, ClipVectorStoreOptions>? configure = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) => AddStore(services, serviceKey, configure, lifetime);

    /// <summary>
    /// Adds a collection of the store that <see cref="AddClipVectorStore"/> has added, as
    /// <see cref="ClipCollection{TKey, TRecord}"/>, <see cref="VectorStoreCollection{TKey, TRecord}"/> and
    /// <see cref="IVectorSearchable{TRecord}"/>.
    /// </summary>
    /// <typeparam name="TKey">The type of the key property.</typeparam>
    /// <typeparam name="TRecord">The type of the records.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">The collection's name.</param>
    /// <param name="definition">The properties; null where attributes of the type say it.</param>
    /// <param name="lifetime">How long a collection lives; at most as long as the store.</param>
    /// <returns><paramref name="services"/>.</returns>
    [RequiresDynamicCode(NotAheadOfTime)]
    [RequiresUnreferencedCode(NotAheadOfTime)]
    public static IServiceCollection AddClipCollection<TKey, TRecord>(
        this IServiceCollection services, string name, VectorStoreCollectionDefinition? definition = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class => AddCollection<TKey, TRecord>(services, null, name, definition, lifetime);

    /// <typeparam name="TKey">The type of the key property.</typeparam>
    /// <typeparam name="TRecord">The type of the records.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key of the store and of the collection among the services.</param>
    /// <param name="name">The collection's name.</param>
    /// <param name="definition">The properties; null where attributes of the type say it.</param>
    /// <param name="lifetime">How long a collection lives; at most as long as the store.</param>
    /// <inheritdoc cref="AddClipCollection"/>
    [RequiresDynamicCode(NotAheadOfTime)]
    [RequiresUnreferencedCode(NotAheadOfTime)]
    public static IServiceCollection AddKeyedClipCollection<TKey, TRecord>(
        this IServiceCollection services, object serviceKey, string name,
        VectorStoreCollectionDefinition? definition = null, ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TKey : notnull
        where TRecord : class => AddCollection<TKey, TRecord>(services, serviceKey, name, definition, lifetime);

    private static IServiceCollection AddStore(
        IServiceCollection services, object? serviceKey, Action<IServiceProvider, ClipVectorStoreOptions>? configure,
        ServiceLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Add(new ServiceDescriptor(typeof(ClipVectorStore), serviceKey, (provider, _) =>
        {
            var options = new ClipVectorStoreOptions();
            configure?.Invoke(provider, options);
            options.EmbeddingGenerator ??= provider.GetService<IEmbeddingGenerator>();
            return new ClipVectorStore(options);
        }, lifetime));
        services.Add(new ServiceDescriptor(
            typeof(VectorStore), serviceKey, (provider, key) => Get<ClipVectorStore>(provider, key), lifetime));
        return services;
    }

    [RequiresDynamicCode(NotAheadOfTime)]
    [RequiresUnreferencedCode(NotAheadOfTime)]
    private static IServiceCollection AddCollection<TKey, TRecord>(
        IServiceCollection services, object? serviceKey, string name, VectorStoreCollectionDefinition? definition,
        ServiceLifetime lifetime)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        services.Add(new ServiceDescriptor(
            typeof(ClipCollection<TKey, TRecord>), serviceKey, (provider, key) =>
                Get<ClipVectorStore>(provider, key).GetCollection<TKey, TRecord>(name, definition), lifetime));
        foreach (var type in (Type[])[typeof(VectorStoreCollection<TKey, TRecord>), typeof(IVectorSearchable<TRecord>)])
        {
            services.Add(new ServiceDescriptor(type, serviceKey, static (provider, key) =>
                Get<ClipCollection<TKey, TRecord>>(provider, key), lifetime));
        }
        return services;
    }

    private static T Get<T>(IServiceProvider provider, object? key) where T : notnull => key is null
        ? provider.GetRequiredService<T>()
        : provider.GetRequiredKeyedService<T>(key);
}
