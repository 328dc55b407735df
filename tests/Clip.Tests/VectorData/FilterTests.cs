using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Item = System.Collections.Generic.Dictionary<string, object?>;

namespace Clip.Tests.VectorData;

#pragma warning disable CA1720 // Properties are named after their types.
#pragma warning disable CS0252, CS0253 // Filters of dictionaries compare an object with a text.
#pragma warning disable CS8600, CS8602, CS8604, CS8605, CS8629 // They also unbox what the compiler cannot know.

/// <summary>Filters, of records and of dictionaries, find what the same condition finds in a list.</summary>
public sealed class FilterTests(FilterTests.Filled filled) : IClassFixture<FilterTests.Filled>
{
    private static readonly int Eight = 8;
    private readonly int _eight = 8;
    private readonly Wrapper _wrapper = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Comparisons_with_values()
    {
        await Same(r => r.Int == 8, r => (int)r["Int"] == 8);
        await Same(r => 8 == r.Int, r => 8 == (int)r["Int"]);
        await Same(r => r.Int != 8, r => (int)r["Int"] != 8);
        await Same(r => r.Int > 9, r => (int)r["Int"] > 9);
        await Same(r => r.Int >= 9, r => (int)r["Int"] >= 9);
        await Same(r => r.Int < 10, r => (int)r["Int"] < 10);
        await Same(r => r.Int <= 9, r => (int)r["Int"] <= 9);
        await Same(r => r.String == "foo", r => r["String"] == "foo");
        await Same(r => r.String != "foo", r => r["String"] != "foo");
        await Same(r => r.Small == 8, r => (byte)r["Small"] == 8);
        await Same(r => r.Real > 8.25, r => (double)r["Real"] > 8.25);
        await Same(
            r => r.When >= new DateTime(2024, 1, 1), r => (DateTime)r["When"] >= new DateTime(2024, 1, 1));
        await Same(r => r.Key == "b", r => (string)r["Key"] == "b");
    }

    [Fact]
    public async Task Missing_values()
    {
        string? none = null;
        int? eight = 8, nothing = null;
        await Same(r => r.String == null, r => r["String"] == null);
        await Same(r => r.String != none, r => r["String"] != none);
        await Same(r => r.Int == eight, r => (int)r["Int"] == eight);
        await Same(r => r.Int == eight.Value, r => (int)r["Int"] == eight.Value);
        await Same(r => r.Int == nothing, r => (int)r["Int"] == nothing, finds: 0);
        await Same(r => r.Maybe == 5, r => (int?)r["Maybe"] == 5);
        await Same(r => r.Maybe.HasValue, r => r["Maybe"] != null);
        await Same(r => r.Maybe > 1, r => (int?)r["Maybe"] > 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Found(r => r.Int == nothing.Value));
    }

    [Fact]
    public async Task Combinations()
    {
        await Same(r => r.Bool, r => (bool)r["Bool"]);
        await Same(r => !r.Bool, r => !(bool)r["Bool"]);
        await Same(r => r.Bool || !r.Bool, r => (bool)r["Bool"] || !(bool)r["Bool"], finds: 4);
        await Same(r => r.Int == 8 && r.String == "foo", r => (int)r["Int"] == 8 && r["String"] == "foo");
        await Same(r => r.Int == 8 || r.String == "bar", r => (int)r["Int"] == 8 || r["String"] == "bar");
        await Same(
            r => (r.Int == 8 || r.Int == 9) && r.String == "foo",
            r => ((int)r["Int"] == 8 || (int)r["Int"] == 9) && r["String"] == "foo");
        await Same(r => !(r.Int == 8), r => !((int)r["Int"] == 8));
        await Same(
            r => !(r.Int == 8 && r.String == "foo"), r => !((int)r["Int"] == 8 && r["String"] == "foo"));
        await Same(
            r => !r.Bool && r.Int != int.MaxValue, r => !(bool)r["Bool"] && (int)r["Int"] != int.MaxValue);
        await Same(r => true, r => true, finds: 4);
        await Same(r => false, r => false, finds: 0);
    }

    [Fact]
    public async Task Arrays_and_lists()
    {
        string[] captured = ["foo", "baz", "unknown"];
        List<string> tags = ["x", "z"];
        await Same(r => r.Tags.Contains("x"), r => ((string[])r["Tags"]).Contains("x"));
        await Same(r => r.TagList.Contains("x"), r => ((List<string>)r["TagList"]).Contains("x"));
        await Same(r => Enumerable.Contains(r.Tags, "x"), r => ((string[])r["Tags"]).Contains("x"));
        await Same(r => MemoryExtensions.Contains(r.Tags, "x"), r => ((string[])r["Tags"]).Contains("x"));
        await Same(r => new[] { 8, 10 }.Contains(r.Int), r => new[] { 8, 10 }.Contains((int)r["Int"]));
        await Same(r => captured.Contains(r.String), r => captured.Contains(r["String"]));
        await Same(
            r => new List<string> { "foo", "un , ' \"" }.Contains(r.String),
            r => new[] { "foo", "un , ' \"" }.Contains(r["String"]));
        await Same(
            r => r.Tags.Any(tag => tags.Contains(tag)), r => ((string[])r["Tags"]).Any(tag => tags.Contains(tag)));
        await Same(r => r.TagList.Any(tag => tag == "z"), r => ((List<string>)r["TagList"]).Any(tag => tag == "z"));
    }

    [Fact]
    public async Task Parts_of_texts()
    {
        await Same(r => r.String!.Contains("ar"), r => ((string)r["String"]).Contains("ar"), nullsFail: true);
        await Same(r => r.String!.StartsWith("ba"), r => ((string)r["String"]).StartsWith("ba"), nullsFail: true);
        await Same(
            r => r.String!.EndsWith("R", StringComparison.OrdinalIgnoreCase),
            r => ((string)r["String"]).EndsWith("R", StringComparison.OrdinalIgnoreCase), nullsFail: true);
    }

    [Fact]
    public async Task Captured_values()
    {
        var local = 8;
        await Same(r => r.Int == local, r => (int)r["Int"] == local);
        await Same(r => r.Int == _eight, r => (int)r["Int"] == _eight);
        await Same(r => r.Int == Eight, r => (int)r["Int"] == Eight);
        await Same(r => r.Int == _wrapper.Value, r => (int)r["Int"] == _wrapper.Value);
        await Same(r => r.Int == local + 1, r => (int)r["Int"] == local + 1);
        await Same(
            r => r.When > DateTime.Parse("2024-01-01"), r => (DateTime)r["When"] > DateTime.Parse("2024-01-01"));
    }

    [Fact]
    public async Task What_cannot_be_translated_is_refused_with_its_text()
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => Found(r => r.String!.Length == 3));
        Assert.Contains("r.String.Length", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(() => Found(r => r.Int * 2 == 16));
        await Assert.ThrowsAsync<NotSupportedException>(() => Found(r => r.Vector.Equals(null)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => FoundDynamic(r => r["Unknown = 1; --"] == "x"));
        await Assert.ThrowsAsync<InvalidCastException>(() => FoundDynamic(r => (int)r["String"] == 1));
    }

    private async Task Same(
        Expression<Func<Filtered, bool>> filter, Expression<Func<Item, bool>> dynamicFilter, int finds = -1,
        bool nullsFail = false)
    {
        var condition = filter.Compile();
        var expected = Filled.Records()
            .Where(record => !(nullsFail && record.String is null) && condition(record))
            .Select(static record => record.Key).ToList();
        // A condition that finds all or nothing tests nothing, unless that is what is tested.
        if (finds == -1)
            Assert.InRange(expected.Count, 1, 3);
        else
            Assert.Equal(finds, expected.Count);

        Assert.Equal(expected, await Found(filter));
        Assert.Equal(expected, await FoundDynamic(dynamicFilter));
    }

    private async Task<IEnumerable<string>> Found(Expression<Func<Filtered, bool>> filter)
    {
        var options = new VectorSearchOptions<Filtered> { Filter = filter };
        var found = await filled.Collection.SearchAsync(new float[] { 1, 2, 3 }, 10, options, Stop).ToListAsync(Stop);
        return found.Select(static hit => hit.Record.Key).Order();
    }

    private async Task<IEnumerable<string>> FoundDynamic(Expression<Func<Item, bool>> filter)
    {
        var found = await filled.Items.GetAsync(filter, 10, null, Stop).ToListAsync(Stop);
        return found.Select(static record => (string)record["Key"]!).Order();
    }

    private sealed class Wrapper
    {
        public int Value { get; } = 8;
    }

    public sealed class Filtered
    {
        [VectorStoreKey]
        public string Key { get; set; } = "";

        [VectorStoreData]
        public int Int { get; set; }

        [VectorStoreData]
        public string? String { get; set; }

        [VectorStoreData]
        public bool Bool { get; set; }

        [VectorStoreData]
        public byte Small { get; set; }

        [VectorStoreData]
        public double Real { get; set; }

        [VectorStoreData]
        public int? Maybe { get; set; }

        [VectorStoreData]
        public DateTime When { get; set; }

        [VectorStoreData]
        public string[] Tags { get; set; } = [];

        [VectorStoreData]
        public List<string> TagList { get; set; } = [];

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class Filled : IAsyncLifetime
    {
        private readonly ClipVectorStore _store = new();

        public VectorStoreCollection<string, Filtered> Collection { get; private set; } = null!;

        public VectorStoreCollection<object, Item> Items { get; private set; } = null!;

        public static Filtered[] Records() =>
        [
            Record("a", 8, "foo", true, ["x", "y"]),
            Record("b", 9, "bar", false, ["a", "b"]),
            Record("c", 9, "foo", true, ["x"]),
            Record("d", 10, null, false, ["z"]),
        ];

        public async ValueTask InitializeAsync()
        {
            Collection = _store.GetCollection<string, Filtered>("filtered");
            await Collection.EnsureCollectionExistsAsync(Stop);
            await Collection.UpsertAsync(Records(), Stop);
            Items = _store.GetDynamicCollection("filtered", new VectorStoreCollectionDefinition
            {
                Properties =
                [
                    .. typeof(Filtered).GetProperties().Select(static property => (VectorStoreProperty)(
                        property.Name switch
                        {
                            "Key" => new VectorStoreKeyProperty(property.Name, property.PropertyType),
                            "Vector" => new VectorStoreVectorProperty(property.Name, property.PropertyType, 3),
                            _ => new VectorStoreDataProperty(property.Name, property.PropertyType),
                        })),
                ],
            });
        }

        public ValueTask DisposeAsync()
        {
            _store.Dispose();
            return ValueTask.CompletedTask;
        }

        private static Filtered Record(string key, int number, string? text, bool flag, string[] tags) => new()
        {
            Key = key,
            Int = number,
            String = text,
            Bool = flag,
            Small = (byte)number,
            Real = number + 0.25,
            Maybe = text is null ? null : number - 4,
            When = new DateTime(2014 + number, 6, 1),
            Tags = tags,
            TagList = [.. tags],
            Vector = new float[] { 1, 2, 3 },
        };
    }
}
