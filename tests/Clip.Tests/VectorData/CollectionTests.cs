using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>Making, listing and deleting collections.</summary>
public sealed class CollectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collections_are_made_listed_and_deleted(bool onDisk)
    {
        using var folder = new StoreFolder(onDisk);
        var store = folder.Store;
        var hotels = store.GetCollection<string, Hotel>("hotels");

        Assert.False(await hotels.CollectionExistsAsync(Stop));
        Assert.Empty(await store.ListCollectionNamesAsync(Stop).ToListAsync(Stop));
        await hotels.EnsureCollectionExistsAsync(Stop);
        await hotels.EnsureCollectionExistsAsync(Stop);
        await store.GetCollection<string, Hotel>("Hotels").EnsureCollectionExistsAsync(Stop);
        store = folder.Reopen();
        Assert.True(await store.CollectionExistsAsync("hotels", Stop));
        Assert.Equal(["Hotels", "hotels"], await store.ListCollectionNamesAsync(Stop).ToListAsync(Stop));
        hotels = store.GetCollection<string, Hotel>("hotels");
        await hotels.EnsureCollectionDeletedAsync(Stop);
        Assert.False(await hotels.CollectionExistsAsync(Stop));
        await store.EnsureCollectionDeletedAsync("hotels", Stop);
        Assert.Equal(["Hotels"], await store.ListCollectionNamesAsync(Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_collection_that_was_deleted_starts_empty(bool onDisk)
    {
        using var folder = new StoreFolder(onDisk);
        var hotels = folder.Store.GetCollection<string, Hotel>("hotels");
        await hotels.EnsureCollectionExistsAsync(Stop);
        await hotels.UpsertAsync(Hotel.Three(), Stop);

        await hotels.EnsureCollectionDeletedAsync(Stop);
        await hotels.EnsureCollectionExistsAsync(Stop);

        Assert.Empty(await hotels.GetAsync(_ => true, 10, cancellationToken: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_collection_that_does_not_exist_is_not_made_by_looking_for_it()
    {
        using var folder = new TestFolder();
        using var store = new ClipVectorStore(new() { Folder = folder.At("store", "deep") });

        Assert.False(await store.CollectionExistsAsync("hotels", Stop));
        Assert.False(File.Exists(folder.At("store", "deep", "records.db")));
    }

    [Fact]
    public async Task Using_a_collection_that_does_not_exist_is_an_error_that_names_it_and_the_operation()
    {
        using var store = new ClipVectorStore();
        var hotels = store.GetCollection<string, Hotel>("hotels");

        var upsert = await Assert.ThrowsAsync<VectorStoreException>(() => hotels.UpsertAsync(Hotel.Three(), Stop));
        var get = await Assert.ThrowsAsync<VectorStoreException>(() => hotels.GetAsync("1", null, Stop));
        var search = await Assert.ThrowsAsync<VectorStoreException>(() =>
            hotels.SearchAsync(new float[3], 1, null, Stop).ToListAsync(Stop).AsTask());

        Assert.Equal(("clip", "hotels", "Upsert"), (
            upsert.VectorStoreSystemName, upsert.CollectionName, upsert.OperationName));
        Assert.Equal("Get", get.OperationName);
        Assert.Equal("Search", search.OperationName);
        Assert.Contains("EnsureCollectionExistsAsync", get.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_and_services_are_those_of_the_abstraction()
    {
        using var folder = new StoreFolder(onDisk: true);
        var hotels = folder.Store.GetCollection<string, Hotel>("hotels");

        var ofStore = Assert.IsType<VectorStoreMetadata>(folder.Store.GetService(typeof(VectorStoreMetadata)));
        var ofHotels = Assert.IsType<VectorStoreCollectionMetadata>(
            hotels.GetService(typeof(VectorStoreCollectionMetadata)));

        Assert.Equal(("clip", folder.Path), (ofStore.VectorStoreSystemName, ofStore.VectorStoreName));
        Assert.Equal(("clip", "hotels"), (ofHotels.VectorStoreSystemName, ofHotels.CollectionName));
        Assert.Same(folder.Store, folder.Store.GetService(typeof(VectorStore)));
        Assert.Same(hotels, hotels.GetService(typeof(IVectorSearchable<Hotel>)));
        Assert.Null(hotels.GetService(typeof(IKeywordHybridSearchable<Hotel>)));
        Assert.Null(hotels.GetService(typeof(VectorStoreCollectionMetadata), "key"));
        Assert.Null(folder.Store.GetService(typeof(VectorStoreMetadata), "key"));
    }

    [Fact]
    public void What_the_store_does_not_take_is_refused_when_a_collection_is_asked_for()
    {
        using var store = new ClipVectorStore();

        Assert.Throws<NotSupportedException>(() =>
            store.GetCollection<object, Dictionary<string, object?>>("x", Hotel.Definition()));
        Assert.Throws<InvalidOperationException>(() => store.GetCollection<Guid, Hotel>("x"));
        Assert.Throws<ArgumentException>(() => store.GetCollection<string, Hotel>(" "));
        Assert.Throws<ArgumentNullException>(() => store.GetDynamicCollection("x", null!));
        foreach (var change in (Action<VectorStoreVectorProperty>[])
            [static vector => vector.IndexKind = IndexKind.Hnsw, static vector => vector.DistanceFunction = "Canberra"])
        {
            var definition = Hotel.Definition();
            change(definition.Properties.OfType<VectorStoreVectorProperty>().Single());
            Assert.Throws<NotSupportedException>(() => store.GetDynamicCollection("x", definition));
        }
        var odd = Hotel.Definition();
        odd.Properties.Add(new VectorStoreDataProperty("Odd", typeof(Version)));
        Assert.Throws<NotSupportedException>(() => store.GetDynamicCollection("x", odd));
    }

    [Fact]
    public async Task A_collection_ends_with_its_store()
    {
        var store = new ClipVectorStore();
        var hotels = store.GetCollection<string, Hotel>("hotels");
        await hotels.EnsureCollectionExistsAsync(Stop);
        hotels.Dispose();
        await hotels.UpsertAsync(Hotel.Three(), Stop);

        store.Dispose();
        store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => hotels.GetAsync("1", null, Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() =>
            hotels.SearchAsync(new float[3], 1, null, Stop).ToListAsync(Stop).AsTask());
    }
}
