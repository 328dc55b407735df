using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>Storing, getting and deleting records.</summary>
public sealed class RecordTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Records_are_got_by_their_keys(bool onDisk, bool withVectors)
    {
        using var folder = new StoreFolder(onDisk);
        var hotels = await FillAsync(folder);
        var options = new RecordRetrievalOptions { IncludeVectors = withVectors };
        var stored = Hotel.Three();

        Hotel.AssertEqual(stored[0], await hotels.GetAsync("1", options, Stop), withVectors);
        var several = await hotels.GetAsync(["3", "missing", "2"], options, Stop).ToListAsync(Stop);
        Assert.Equal(["3", "2"], several.Select(static hotel => hotel.Id));
        Hotel.AssertEqual(stored[2], several[0], withVectors);
        Assert.Null(await hotels.GetAsync("missing", options, Stop));
        Assert.Empty(await hotels.GetAsync([], options, Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_are_added_and_replaced_in_one_batch(bool onDisk)
    {
        using var folder = new StoreFolder(onDisk);
        var hotels = await FillAsync(folder);
        Hotel[] changes =
        [
            new() { Id = "4", Number = 4, Vector = new float[] { 9, 0, 0 } },
            new() { Id = "1", Text = "new", Number = 10, Vector = new float[] { 0, 0, 9 } },
            new() { Id = "4", Number = 5, Vector = new float[] { 0, 9, 0 } },
        ];

        await hotels.UpsertAsync(changes, Stop);
        await hotels.UpsertAsync(Hotel.Three()[1], Stop);

        hotels = folder.Reopen().GetCollection<string, Hotel>("hotels");
        var options = new RecordRetrievalOptions { IncludeVectors = true };
        Hotel.AssertEqual(changes[1], await hotels.GetAsync("1", options, Stop), withVector: true);
        Hotel.AssertEqual(changes[2], await hotels.GetAsync("4", options, Stop), withVector: true);
        Assert.Equal(4, await hotels.GetAsync(_ => true, 10, cancellationToken: Stop).CountAsync(Stop));
        var nearest = await hotels.SearchAsync(new float[] { 0, 1, 0 }, 1, null, Stop).SingleAsync(Stop);
        Assert.Equal("4", nearest.Record.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_are_deleted_one_and_many_and_missing_ones_do_not_matter(bool onDisk)
    {
        using var folder = new StoreFolder(onDisk);
        var hotels = await FillAsync(folder);

        await hotels.DeleteAsync("1", Stop);
        await hotels.DeleteAsync(["2", "missing"], Stop);
        await hotels.DeleteAsync([], Stop);
        await hotels.DeleteAsync("1", Stop);

        hotels = folder.Reopen().GetCollection<string, Hotel>("hotels");
        var rest = await hotels.GetAsync(_ => true, 10, cancellationToken: Stop).SingleAsync(Stop);
        Assert.Equal("3", rest.Id);
        var found = await hotels.SearchAsync(new float[] { 1, 2, 3 }, 10, null, Stop).ToListAsync(Stop);
        Assert.Equal("3", Assert.Single(found).Record.Id);
    }

    [Fact]
    public async Task Missing_arguments_are_named()
    {
        using var folder = new StoreFolder(onDisk: false);
        var hotels = await FillAsync(folder);

        Assert.Equal("key", (await Assert.ThrowsAsync<ArgumentNullException>(() =>
            hotels.GetAsync((string)null!, null, Stop))).ParamName);
        Assert.Equal("keys", (await Assert.ThrowsAsync<ArgumentNullException>(() =>
            hotels.GetAsync((IEnumerable<string>)null!, null, Stop).ToListAsync(Stop).AsTask())).ParamName);
        Assert.Equal("records", (await Assert.ThrowsAsync<ArgumentNullException>(() =>
            hotels.UpsertAsync((IEnumerable<Hotel>)null!, Stop))).ParamName);
        Assert.Equal("keys", (await Assert.ThrowsAsync<ArgumentNullException>(() =>
            hotels.DeleteAsync((IEnumerable<string>)null!, Stop))).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => hotels.SearchAsync(new float[3], 0, null, Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => hotels.GetAsync(_ => true, 0, null, Stop));
        await hotels.UpsertAsync([], Stop);
    }

    [Fact]
    public async Task What_the_caller_changes_afterwards_does_not_reach_the_store()
    {
        using var store = new ClipVectorStore();
        var definition = Hotel.Definition();
        definition.Properties.Add(new VectorStoreDataProperty("Tags", typeof(string[])));
        var hotels = store.GetDynamicCollection("hotels", definition);
        await hotels.EnsureCollectionExistsAsync(Stop);
        string[] tags = ["a"];
        float[] vector = [1, 0, 0];
        await hotels.UpsertAsync(
            new Dictionary<string, object?>
            {
                ["Id"] = "1",
                ["Number"] = 1,
                ["Tags"] = tags,
                ["Vector"] = new ReadOnlyMemory<float>(vector),
            },
            Stop);

        tags[0] = "changed";
        vector[0] = 7;
        var first = (await hotels.GetAsync("1", new() { IncludeVectors = true }, Stop))!;
        ((string[])first["Tags"]!)[0] = "changed too";
        var second = (await hotels.GetAsync("1", new() { IncludeVectors = true }, Stop))!;

        Assert.Equal(["a"], (string[])second["Tags"]!);
        Assert.Equal([1f, 0, 0], ((ReadOnlyMemory<float>)second["Vector"]!).ToArray());
    }

    [Fact]
    public async Task Dictionaries_have_no_vectors_unless_they_are_asked_for()
    {
        using var folder = new StoreFolder(onDisk: true);
        await FillAsync(folder);
        var hotels = folder.Reopen().GetDynamicCollection("hotels", Hotel.Definition());

        var without = (await hotels.GetAsync("1", null, Stop))!;
        var with = (await hotels.GetAsync("1", new() { IncludeVectors = true }, Stop))!;

        Assert.Equal(["Id", "Number", "Text"], without.Keys.Order());
        Assert.Equal(("1", "foo", 1), ((string)with["Id"]!, (string)with["Text"]!, (int)with["Number"]!));
        Assert.Equal([1f, 2, 3], ((ReadOnlyMemory<float>)with["Vector"]!).ToArray());
        await Assert.ThrowsAsync<ArgumentException>(() => hotels.GetAsync(1, null, Stop));
    }

    [Fact]
    public async Task Records_are_got_by_a_filter_in_an_order_and_by_pages()
    {
        using var folder = new StoreFolder(onDisk: false);
        var hotels = await FillAsync(folder);

        Assert.Equal("23", await Ids(hotels, new() { OrderBy = static order => order.Ascending(h => h.Number) }));
        Assert.Equal("32", await Ids(hotels, new() { OrderBy = static order => order.Descending(h => h.Number) }));
        Assert.Equal("32", await Ids(hotels, new()
        {
            OrderBy = static order => order.Descending(h => h.Text).Ascending(h => h.Number),
        }));
        Assert.Equal("3", await Ids(hotels, new()
        {
            OrderBy = static order => order.Ascending(h => h.Id),
            Skip = 1,
        }));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Ids(hotels, new() { OrderBy = static order => order.Ascending(h => h.NotStored) }));
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            Ids(hotels, new() { OrderBy = static order => order.Ascending(h => h.Vector) }));

        static async Task<string> Ids(
            VectorStoreCollection<string, Hotel> hotels, FilteredRecordRetrievalOptions<Hotel> options) =>
            string.Concat(
                await hotels.GetAsync(h => h.Number > 1, 2, options, Stop).Select(h => h.Id).ToListAsync(Stop));
    }

    private static async Task<VectorStoreCollection<string, Hotel>> FillAsync(StoreFolder folder)
    {
        var hotels = folder.Store.GetCollection<string, Hotel>("hotels");
        await hotels.EnsureCollectionExistsAsync(Stop);
        await hotels.UpsertAsync(Hotel.Three(), Stop);
        return folder.Reopen().GetCollection<string, Hotel>("hotels");
    }
}
