using Clip.Tests.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>Texts and pictures that the store embeds itself, with our generators and with others.</summary>
public sealed class StoredEmbeddingTests(EmbeddingModel fixture) : IClassFixture<EmbeddingModel>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photos_are_stored_by_our_generator_and_found_by_text_photo_and_vector()
    {
        using var model = fixture.Model.AsEmbeddingGenerator();
        using var folder = new StoreFolder(onDisk: true, model);
        var products = folder.Store.GetCollection<string, Product>("products");
        await products.EnsureCollectionExistsAsync(Stop);
        await products.UpsertAsync(
            [
                new() { Id = "house", Name = "a house", Photo = EmbeddingModel.Photo("kodak-01.jpg") },
                new() { Id = "parrots", Name = "parrots", Photo = EmbeddingModel.Photo("kodak-23.jpg") },
                new() { Id = "nothing", Name = "no photo" },
            ],
            Stop);

        products = folder.Reopen().GetCollection<string, Product>("products");
        var byText = await Best("two macaw parrots");
        var byPhoto = await Best(EmbeddingModel.Photo("kodak-01.jpg"));
        var byVector = await Best(fixture.Model.Text.Encode("two macaw parrots", Stop));

        Assert.Equal(("parrots", "parrots"), (byText.Record.Id, byText.Record.Name));
        Assert.Null(byText.Record.Photo);
        Assert.Equal("house", byPhoto.Record.Id);
        Assert.Equal(1, byPhoto.Score!.Value, 1e-4);
        Assert.Equal((byText.Record.Id, byText.Score), (byVector.Record.Id, byVector.Score));
        Assert.Equal(2, await products.SearchAsync("a", 9, null, Stop).CountAsync(Stop));

        async Task<VectorSearchResult<Product>> Best<T>(T value) where T : notnull =>
            await products.SearchAsync(value, 1, null, Stop).SingleAsync(Stop);
    }

    [Theory]
    [InlineData(true, true, "property 3")]
    [InlineData(false, true, "collection 2")]
    [InlineData(false, false, "store 1")]
    public async Task The_nearest_generator_counts(bool ofProperty, bool ofCollection, string expected)
    {
        using var store = new ClipVectorStore(new() { EmbeddingGenerator = new Parsing(1) });
        var definition = Definition(typeof(string));
        if (ofCollection)
            definition.EmbeddingGenerator = new Parsing(2);
        if (ofProperty)
            definition.Properties.OfType<VectorStoreVectorProperty>().Single().EmbeddingGenerator = new Parsing(3);
        await FillAsync(store);

        var typed = await store.GetCollection<int, Parsed>("parsed", definition)
            .SearchAsync("1 1 0", 1, null, Stop).SingleAsync(Stop);
        var dictionary = await store.GetDynamicCollection("parsed", definition)
            .SearchAsync("1 1 0", 1, null, Stop).SingleAsync(Stop);

        Assert.Equal(expected, typed.Record.Name);
        Assert.Equal(expected, dictionary.Record["Name"]);
    }

    [Fact]
    public async Task A_batch_is_embedded_in_one_call()
    {
        var generator = new Parsing(null);
        using var store = new ClipVectorStore();

        await FillAsync(store, generator);

        Assert.Equal(1, generator.Calls);
    }

    [Fact]
    public async Task Vectors_can_be_searched_by_text_where_a_generator_is_given()
    {
        using var store = new ClipVectorStore(new() { EmbeddingGenerator = new Parsing(null) });
        await FillAsync(store);

        var found = await store.GetDynamicCollection("parsed", Definition(typeof(ReadOnlyMemory<float>)))
            .SearchAsync("1 1 2", 1, new() { IncludeVectors = true }, Stop).SingleAsync(Stop);

        Assert.Equal("collection 2", found.Record["Name"]);
        Assert.Equal([1f, 1, 2], ((ReadOnlyMemory<float>)found.Record["Vector"]!).ToArray());
    }

    [Fact]
    public async Task What_cannot_be_embedded_is_refused_as_the_abstraction_says()
    {
        using var with = new ClipVectorStore(new() { EmbeddingGenerator = new Parsing(null) });
        using var without = new ClipVectorStore();
        await FillAsync(with);
        var embedding = with.GetDynamicCollection("parsed", Definition(typeof(string)));
        var raw = without.GetDynamicCollection("raw", Definition(typeof(float[])));

        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            embedding.SearchAsync(8, 1, null, Stop).ToListAsync(Stop).AsTask());
        Assert.Contains("'int'", wrong.Message, StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<NotSupportedException>(() =>
            raw.SearchAsync("foo", 1, null, Stop).ToListAsync(Stop).AsTask());
        Assert.StartsWith(
            "A value of type 'string' was passed to 'SearchAsync'", none.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => without.GetDynamicCollection("x", Definition(typeof(string))));
        Assert.Throws<NotSupportedException>(() =>
            embedding.SearchAsync("1 1 1", 1, new() { IncludeVectors = true }, Stop));
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            embedding.GetAsync(1, new() { IncludeVectors = true }, Stop));
        Assert.Throws<NotSupportedException>(() => embedding.GetAsync([1, 2], new() { IncludeVectors = true }, Stop));
    }

    [Fact]
    public async Task Values_of_a_type_of_ones_own_are_embedded_by_a_generator_for_them()
    {
        using var generator = new Customers();
        using var store = new ClipVectorStore(new() { EmbeddingGenerator = generator });
        var customers = store.GetCollection<int, Account>("accounts", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty(nameof(Account.Id), typeof(int)),
                new VectorStoreVectorProperty<Customer>(nameof(Account.Owner), 2),
            ],
        });
        await customers.EnsureCollectionExistsAsync(Stop);
        await customers.UpsertAsync(
            [new() { Id = 1, Owner = new Customer(1, 0) }, new() { Id = 2, Owner = new Customer(0, 1) }], Stop);

        var found = await customers.SearchAsync(new Customer(0.1f, 1), 1, null, Stop).SingleAsync(Stop);

        Assert.Equal(2, found.Record.Id);
    }

    private static async Task FillAsync(ClipVectorStore store, IEmbeddingGenerator? generator = null)
    {
        var records = store.GetDynamicCollection("parsed", Definition(typeof(string), generator ?? new Parsing(null)));
        await records.EnsureCollectionExistsAsync(Stop);
        await records.UpsertAsync(
            [
                new() { ["Id"] = 1, ["Name"] = "store 1", ["Vector"] = "1 1 1" },
                new() { ["Id"] = 2, ["Name"] = "collection 2", ["Vector"] = "1 1 2" },
                new() { ["Id"] = 3, ["Name"] = "property 3", ["Vector"] = "1 1 3" },
            ],
            Stop);
    }

    private static VectorStoreCollectionDefinition Definition(
        Type vector, IEmbeddingGenerator? generator = null) => new()
        {
            EmbeddingGenerator = generator,
            Properties =
        [
            new VectorStoreKeyProperty("Id", typeof(int)),
            new VectorStoreDataProperty("Name", typeof(string)),
            new VectorStoreVectorProperty("Vector", vector, 3),
        ],
        };

    public sealed class Product
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData]
        public string? Name { get; set; }

        [VectorStoreVector(384)]
        public DataContent? Photo { get; set; }
    }

    public sealed class Parsed
    {
        public int Id { get; set; }

        public string? Name { get; set; }

        public string? Vector { get; set; }
    }

    public sealed record Customer(float X, float Y);

    public sealed class Account
    {
        public int Id { get; set; }

        public Customer? Owner { get; set; }
    }

    /// <summary>Reads the numbers in a text, of which the last may be replaced.</summary>
    private sealed class Parsing(float? last) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Calls { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            Calls++;
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value =>
            {
                float[] numbers = [.. value.Split(' ').Select(static part => float.Parse(part, null))];
                numbers[^1] = last ?? numbers[^1];
                return new Embedding<float>(numbers);
            })));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Customers : IEmbeddingGenerator<Customer, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<Customer> values, EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                values.Select(static value => new Embedding<float>(new[] { value.X, value.Y }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
