using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>The store and its collections among the services of an application.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ServiceLifetime.Singleton, null)]
    [InlineData(ServiceLifetime.Singleton, "key")]
    [InlineData(ServiceLifetime.Scoped, null)]
    [InlineData(ServiceLifetime.Scoped, 8)]
    [InlineData(ServiceLifetime.Transient, null)]
    [InlineData(ServiceLifetime.Transient, "key")]
    public void Stores_and_collections_are_registered_with_their_abstractions(ServiceLifetime lifetime, object? key)
    {
        var services = new ServiceCollection();
        if (key is null)
            services.AddClipVectorStore(lifetime: lifetime).AddClipCollection<string, Hotel>("hotels", null, lifetime);
        else
        {
            services.AddKeyedClipVectorStore(key, lifetime: lifetime)
                .AddKeyedClipCollection<string, Hotel>(key, "hotels", null, lifetime);
        }
        using var provider = services.BuildServiceProvider();

        foreach (var type in (Type[])
            [
                typeof(ClipVectorStore), typeof(VectorStore), typeof(ClipCollection<string, Hotel>),
                typeof(VectorStoreCollection<string, Hotel>), typeof(IVectorSearchable<Hotel>),
            ])
        {
            using var first = provider.CreateScope();
            using var second = provider.CreateScope();
            var (a, b, c) = (Get(first, type), Get(second, type), Get(second, type));
            Assert.Equal(lifetime == ServiceLifetime.Singleton, ReferenceEquals(a, b));
            Assert.Equal(lifetime != ServiceLifetime.Transient, ReferenceEquals(b, c));
        }
        Assert.Null(provider.GetService<IKeywordHybridSearchable<Hotel>>());

        object Get(IServiceScope scope, Type type) => key is null
            ? scope.ServiceProvider.GetRequiredService(type)
            : scope.ServiceProvider.GetRequiredKeyedService(type, key);
    }

    [Fact]
    public async Task The_generator_among_the_services_embeds()
    {
        var resolved = false;
        using var folder = new TestFolder();
        var services = new ServiceCollection();
        services.AddSingleton<IEmbeddingGenerator>(_ =>
        {
            resolved = true;
            return new Lengths();
        });
        services.AddClipVectorStore((_, options) => options.Folder = folder.Path);
        services.AddClipCollection<string, Note>("notes");
        Assert.False(resolved);
        await using var provider = services.BuildServiceProvider();

        var notes = provider.GetRequiredService<VectorStoreCollection<string, Note>>();
        Assert.True(resolved);
        await notes.EnsureCollectionExistsAsync(Stop);
        await notes.UpsertAsync([new() { Id = "1", Text = "a" }, new() { Id = "2", Text = "aaaaaaaa" }], Stop);
        var found = await provider.GetRequiredService<IVectorSearchable<Note>>()
            .SearchAsync("bbbbbbbbb", 1, null, Stop).SingleAsync(Stop);

        Assert.Equal("2", found.Record.Id);
        Assert.True(File.Exists(folder.At("records.db")));
    }

    [Fact]
    public void Missing_arguments_are_refused_at_once()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentNullException>(() => ClipVectorStoreServices.AddClipVectorStore(null!));
        Assert.Throws<ArgumentNullException>(() => services.AddClipCollection<string, Hotel>(null!));
        Assert.Throws<ArgumentException>(() => services.AddKeyedClipCollection<string, Hotel>("key", ""));
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(2)]
        public string? Text { get; set; }
    }

    private sealed class Lengths : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                values.Select(static value => new Embedding<float>(new[] { 1f, value.Length }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
