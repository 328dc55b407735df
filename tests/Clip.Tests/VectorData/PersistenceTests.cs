using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>
/// The file of a store: one user, all or nothing, versions, and files that are not what they should be.
/// </summary>
public sealed class PersistenceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_is_the_only_user_of_its_folder()
    {
        using var folder = new StoreFolder(onDisk: true);
        await FillAsync(folder.Store);
        using var second = new ClipVectorStore(new() { Folder = folder.Path });

        var error = await Assert.ThrowsAsync<VectorStoreException>(() =>
            second.ListCollectionNamesAsync(Stop).ToListAsync(Stop).AsTask());
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
        Assert.Equal(folder.Path, error.VectorStoreName);
        folder.Store.Dispose();
        Assert.Equal(["hotels"], await second.ListCollectionNamesAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_batch_of_which_a_record_cannot_be_stored_changes_nothing()
    {
        using var folder = new StoreFolder(onDisk: true);
        var hotels = await FillAsync(folder.Store);
        Hotel[] batch =
        [
            new() { Id = "1", Text = "replaced", Vector = new float[] { 1, 1, 1 } },
            new() { Id = "9", Text = "half \ud800 of a pair", Vector = new float[] { 1, 1, 1 } },
        ];

        await Assert.ThrowsAsync<ArgumentException>(() => hotels.UpsertAsync(batch, Stop));

        await IsAsBefore();
        hotels = folder.Reopen().GetCollection<string, Hotel>("hotels");
        await IsAsBefore();

        async Task IsAsBefore()
        {
            Hotel.AssertEqual(Hotel.Three()[0], await hotels.GetAsync("1", null, Stop), withVector: false);
            Assert.Null(await hotels.GetAsync("9", null, Stop));
        }
    }

    [Fact]
    public async Task What_was_stored_survives_a_store_that_was_never_disposed()
    {
        using var folder = new StoreFolder(onDisk: true);
        await FillAsync(folder.Store);
        using var copy = new TestFolder();
        // As after a crash: the file and its log as they are on the disk, without being closed.
        foreach (var file in Directory.GetFiles(folder.Path))
            File.Copy(file, copy.At(Path.GetFileName(file)));

        using var store = new ClipVectorStore(new() { Folder = copy.Path });

        var hotels = store.GetCollection<string, Hotel>("hotels");
        Hotel.AssertEqual(Hotel.Three()[2], await hotels.GetAsync("3", new() { IncludeVectors = true }, Stop), true);
    }

    [Fact]
    public async Task A_definition_with_further_properties_extends_a_collection()
    {
        using var folder = new StoreFolder(onDisk: true);
        await FillAsync(folder.Store);
        var wider = Hotel.Definition();
        wider.Properties.Add(new VectorStoreDataProperty("Stars", typeof(int)));
        wider.Properties.Add(new VectorStoreVectorProperty("Second", typeof(float[]), 2));
        var hotels = folder.Reopen().GetDynamicCollection("hotels", wider);

        var error = await Assert.ThrowsAsync<VectorStoreException>(() => hotels.GetAsync("1", null, Stop));
        Assert.Contains("EnsureCollectionExistsAsync", error.Message, StringComparison.Ordinal);
        await hotels.EnsureCollectionExistsAsync(Stop);
        await hotels.UpsertAsync(
            new Dictionary<string, object?>
            {
                ["Id"] = "4",
                ["Number"] = 4,
                ["Stars"] = 5,
                ["Second"] = new float[] { 1, 0 },
                ["Vector"] = new ReadOnlyMemory<float>([1, 2, 3]),
            },
            Stop);

        hotels = folder.Reopen().GetDynamicCollection("hotels", wider);
        Assert.Null((await hotels.GetAsync("1", null, Stop))!["Stars"]);
        Assert.Equal(5, (await hotels.GetAsync("4", null, Stop))!["Stars"]);
        Assert.Equal("4", (await hotels.SearchAsync(
            new float[] { 1, 0 }, 9, new() { VectorProperty = static r => r["Second"] }, Stop)
            .SingleAsync(Stop)).Record["Id"]);
        var narrow = folder.Store.GetCollection<string, Hotel>("hotels");
        Assert.Equal(4, (await narrow.GetAsync("4", null, Stop))!.Number);
    }

    [Fact]
    public async Task A_definition_that_contradicts_the_stored_one_is_refused()
    {
        using var folder = new StoreFolder(onDisk: true);
        await FillAsync(folder.Store);
        folder.Reopen();
        (string Word, VectorStoreCollectionDefinition Definition)[] contradictions =
        [
            ("keys", Changed(0, new VectorStoreKeyProperty("Id", typeof(int)))),
            ("'Number'", Changed(2, new VectorStoreDataProperty("Number", typeof(long)))),
            ("'Number'", Changed(2, new VectorStoreVectorProperty("Number", typeof(float[]), 3))),
            ("'Vector'", Changed(3, new VectorStoreVectorProperty("Vector", typeof(float[]), 4))),
            ("'Vector'", Changed(3, new VectorStoreDataProperty("Vector", typeof(string)))),
        ];

        foreach (var (word, definition) in contradictions)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
                folder.Store.GetDynamicCollection("hotels", definition).EnsureCollectionExistsAsync(Stop));
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        }

        static VectorStoreCollectionDefinition Changed(int place, VectorStoreProperty property)
        {
            var definition = Hotel.Definition();
            definition.Properties[place] = property;
            return definition;
        }
    }

    [Theory]
    [InlineData("PRAGMA user_version = 2", "newer version")]
    [InlineData("PRAGMA application_id = 7", "another program")]
    [InlineData("UPDATE record SET data = x'7b'", "damaged")]
    [InlineData("UPDATE record SET data = CAST('{\"Number\":\"x\"}' AS BLOB)", "int")]
    [InlineData("UPDATE record SET key = x'ff' WHERE id = 1", "key")]
    [InlineData("UPDATE vector SET numbers = x'00'", "vector")]
    [InlineData("UPDATE vector SET numbers = x'0000c07f0000c07f0000c07f'", "vector")]
    [InlineData("UPDATE collection SET schema = CAST('{\"key\":\"string\"}' AS BLOB)", "damaged")]
    [InlineData("UPDATE collection SET schema = CAST('[]' AS BLOB)", "damaged")]
    [InlineData("UPDATE collection SET schema = CAST('{\"key\":\"Uri\"}' AS BLOB)", "unknown")]
    [InlineData("DROP TABLE vector", "vector")]
    public async Task A_file_that_is_not_as_it_should_be_is_an_error_that_says_so(string change, string word)
    {
        using var folder = new StoreFolder(onDisk: true);
        await FillAsync(folder.Store);
        folder.Store.Dispose();
        Change(folder.Path, change);

        var hotels = folder.Reopen().GetCollection<string, Hotel>("hotels");
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => hotels.GetAsync("1", null, Stop));

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_an_error_and_stays_as_it_is()
    {
        using var folder = new StoreFolder(onDisk: true);
        var path = Path.Combine(folder.Path, "records.db");
        var content = new byte[10_000];
        new Random(3).NextBytes(content);
        await File.WriteAllBytesAsync(path, content, Stop);

        await Assert.ThrowsAsync<VectorStoreException>(() => FillAsync(folder.Store));

        Assert.Equal(content, await File.ReadAllBytesAsync(path, Stop));
    }

    [Fact]
    public async Task Readers_and_writers_share_a_collection()
    {
        using var folder = new StoreFolder(onDisk: true);
        var hotels = await FillAsync(folder.Store);
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var hotel = new Hotel { Id = $"{writer}/{i}", Vector = new float[] { 1, i, writer } };
                await hotels.UpsertAsync(hotel, Stop);
            }
        }, Stop));
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
                Assert.NotEmpty(await hotels.SearchAsync(new float[] { 1, 2, 3 }, 3, null, Stop).ToListAsync(Stop));
        }, Stop));

        await Task.WhenAll([.. writers, .. readers]);

        Assert.Equal(83, await hotels.GetAsync(static _ => true, 1000, null, Stop).CountAsync(Stop));
    }

    private static async Task<VectorStoreCollection<string, Hotel>> FillAsync(ClipVectorStore store)
    {
        var hotels = store.GetCollection<string, Hotel>("hotels");
        await hotels.EnsureCollectionExistsAsync(Stop);
        await hotels.UpsertAsync(Hotel.Three(), Stop);
        return hotels;
    }

    private static void Change(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "records.db")};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
