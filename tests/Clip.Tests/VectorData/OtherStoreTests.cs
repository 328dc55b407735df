using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Clip.Tests.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Clip.Tests.VectorData;

/// <summary>
/// Our generators inside another store. No package of another store is to be had everywhere, so this one stands for
/// them: it builds its model and embeds with the abstraction's base classes, as the published ones do.
/// </summary>
public sealed class OtherStoreTests(EmbeddingModel fixture) : IClassFixture<EmbeddingModel>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_and_pictures_are_embedded_and_found_by_either()
    {
        using var texts = fixture.Model.AsEmbeddingGenerator();
        using var pictures = fixture.Model.AsPictureEmbeddingGenerator();
        using var photos = new ListCollection<Photo>(pictures);
        using var notes = new ListCollection<Note>(texts);
        await photos.UpsertAsync(
            [
                new() { Id = 1, Content = EmbeddingModel.Photo("kodak-01.jpg") },
                new() { Id = 2, Content = EmbeddingModel.Photo("kodak-23.jpg") },
            ],
            Stop);
        await notes.UpsertAsync(
            [new() { Id = 1, Content = "a house with red shutters" }, new() { Id = 2, Content = "two parrots" }], Stop);

        var text = (await texts.GenerateAsync(["two macaw parrots"], cancellationToken: Stop))[0];
        var photo = await photos.SearchAsync(text, 1, null, Stop).SingleAsync(Stop);
        var note = await notes.SearchAsync(EmbeddingModel.Photo("kodak-23.jpg"), 1, null, Stop).SingleAsync(Stop);

        Assert.Equal((2, 2), (photo.Record.Id, note.Record.Id));
    }

    [Fact]
    public async Task A_pipeline_of_the_text_generator_embeds_texts()
    {
        using var generator = fixture.Model.AsTextEmbeddingGenerator().AsBuilder()
            .ConfigureOptions(static options => options.ModelId = "clip-mini").Build();
        using var notes = new ListCollection<Note>(generator);
        await notes.UpsertAsync([new() { Id = 1, Content = "a house" }, new() { Id = 2, Content = "a parrot" }], Stop);

        Assert.Equal(2, (await notes.SearchAsync("a macaw", 1, null, Stop).SingleAsync(Stop)).Record.Id);
    }

    public sealed class Photo
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(384)]
        public DataContent? Content { get; set; }
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(384)]
        public string? Content { get; set; }
    }

    private sealed class Builder() : CollectionModelBuilder(new CollectionModelBuildingOptions
    {
        SupportsMultipleVectors = false,
        RequiresAtLeastOneVector = true,
    })
    {
        protected override bool IsDataPropertyTypeValid(Type type, out string supportedTypes)
        {
            supportedTypes = "int";
            return type == typeof(int);
        }

        protected override bool IsVectorPropertyTypeValid(Type type, out string supportedTypes)
        {
            supportedTypes = "ReadOnlyMemory<float>, Embedding<float>";
            return type == typeof(ReadOnlyMemory<float>) || type == typeof(Embedding<float>);
        }
    }

    private sealed class ListCollection<TRecord>(IEmbeddingGenerator generator) : VectorStoreCollection<int, TRecord>
        where TRecord : class
    {
        private readonly CollectionModel _model = new Builder().Build(typeof(TRecord), typeof(int), null, generator);
        private readonly List<(TRecord Record, ReadOnlyMemory<float> Vector)> _records = [];

        public override string Name => "list";

        public override async Task UpsertAsync(
            IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
        {
            var list = records.ToList();
            var embeddings = await _model.VectorProperty.GenerateEmbeddingsAsync(
                list.Select(_model.VectorProperty.GetValueAsObject), cancellationToken);
            _records.AddRange(list.Zip(embeddings, static (record, embedding) =>
                (record, ((Embedding<float>)embedding).Vector)));
        }

        public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
            TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var query = searchValue as Embedding
                ?? await _model.VectorProperty.GenerateEmbeddingAsync(searchValue, cancellationToken);
            var vector = ((Embedding<float>)query).Vector.ToArray();
            var found = _records.Select(item => new VectorSearchResult<TRecord>(
                item.Record, item.Vector.ToArray().Zip(vector, static (a, b) => (double)a * b).Sum()));
            foreach (var result in found.OrderByDescending(static result => result.Score).Take(top))
                yield return result;
        }

        public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) =>
            UpsertAsync([record], cancellationToken);

        public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override Task<TRecord?> GetAsync(
            int key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override IAsyncEnumerable<TRecord> GetAsync(
            Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override Task DeleteAsync(int key, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override object? GetService(Type serviceType, object? serviceKey = null) => null;
    }
}
