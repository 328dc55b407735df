using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Clip.Tests.VectorData;

/// <summary>The types of keys, data and vectors, through a file and back.</summary>
public sealed class TypeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Values, and another of the type of each.</summary>
    private static readonly (object Value, object Other)[] Values =
    [
        ((byte)8, (byte)9),
        ((sbyte)-8, (sbyte)9),
        ((short)-8, (short)9),
        ((ushort)8, (ushort)9),
        (8, int.MinValue),
        (8u, uint.MaxValue),
        (8L, long.MinValue),
        (8UL, ulong.MaxValue),
        (8.5f, float.NegativeInfinity),
        (1 / 3f, float.Epsilon),
        (8.5, double.NaN),
        (1 / 3.0, double.MaxValue),
        (8.50m, decimal.MaxValue),
        (true, false),
        ("foo", "b\u00e4r \ud83d\ude00 \"quoted\" \0 \n"),
        (Guid.Parse("603840bf-cf91-4521-8b8e-8b6a2e75910a"), Guid.Empty),
        (new DateTime(2020, 1, 1, 12, 30, 45).AddTicks(1), DateTime.MaxValue),
        (new DateTime(2020, 1, 1, 12, 30, 45, DateTimeKind.Utc), DateTime.MinValue),
        (new DateTimeOffset(2020, 1, 1, 12, 30, 45, TimeSpan.FromHours(2)), DateTimeOffset.MinValue),
        (new DateOnly(2020, 1, 1), DateOnly.MaxValue),
        (new TimeOnly(12, 30, 45), TimeOnly.MaxValue),
        (TimeSpan.FromTicks(123456789), TimeSpan.MinValue),
        (new byte[] { 0, 1, 255 }, Array.Empty<byte>()),
        (new[] { "foo", null!, "bar" }, Array.Empty<string>()),
        (new List<string> { "foo", "" }, new List<string>()),
        (new[] { 1, -2 }, Array.Empty<int>()),
        (new List<double> { 0.1, double.PositiveInfinity }, new List<double>()),
    ];

    [Fact]
    public async Task Values_of_every_type_are_stored_read_back_and_found()
    {
        using var folder = new StoreFolder(onDisk: true);
        var definition = new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Key", typeof(int))],
        };
        Dictionary<string, object?> first = new() { ["Key"] = 1 }, second = new() { ["Key"] = 2 };
        foreach (var (i, (value, other)) in Values.Index())
        {
            var type = value.GetType();
            var nullable = type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
            definition.Properties.Add(new VectorStoreDataProperty($"Value{i}", type));
            definition.Properties.Add(new VectorStoreDataProperty($"Nullable{i}", nullable));
            (first[$"Value{i}"], first[$"Nullable{i}"]) = (value, value);
            (second[$"Value{i}"], second[$"Nullable{i}"]) = (other, null);
        }
        var items = folder.Store.GetDynamicCollection("items", definition);
        await items.EnsureCollectionExistsAsync(Stop);
        await items.UpsertAsync([first, second], Stop);

        items = folder.Reopen().GetDynamicCollection("items", definition);
        var (one, two) = ((await items.GetAsync(1, null, Stop))!, (await items.GetAsync(2, null, Stop))!);
        foreach (var (i, (value, other)) in Values.Index())
        {
            var (name, nullable) = ($"Value{i}", $"Nullable{i}");
            var found = await items.GetAsync(r => r[name] == value, 9, null, Stop).SingleAsync(Stop);
            var missing = await items.GetAsync(r => r[nullable] == null, 9, null, Stop).SingleAsync(Stop);

            Assert.Equal(value, one[name]);
            Assert.Equal(value, one[nullable]);
            Assert.Equal(other, two[name]);
            Assert.Null(two[nullable]);
            Assert.Equal(value.GetType(), one[name]!.GetType());
            if (value is DateTime time)
                Assert.Equal(time.Kind, ((DateTime)one[name]!).Kind);
            Assert.Equal((1, 2), ((int)found["Key"]!, (int)missing["Key"]!));
        }
    }

    [Fact]
    public async Task Keys_of_every_type_are_stored_and_found()
    {
        await KeysAsync("foo", "B\u00e4r/\0'");
        await KeysAsync(Guid.NewGuid(), Guid.Empty);
        await KeysAsync(int.MinValue, 0);
        await KeysAsync(uint.MaxValue, 0u);
        await KeysAsync(long.MinValue, 0L);
        await KeysAsync(ulong.MaxValue, 0ul);
        Assert.Throws<NotSupportedException>(() =>
            new ClipVectorStore().GetCollection<DateTime, Keyed<DateTime>>("x", Definition<DateTime>()));
    }

    [Fact]
    public async Task A_guid_that_is_generated_is_set_on_the_record()
    {
        using var folder = new StoreFolder(onDisk: false);
        var records = folder.Store.GetCollection<Guid, Generated>("generated");
        await records.EnsureCollectionExistsAsync(Stop);
        Generated[] two = [new() { Text = "a" }, new() { Text = "b" }];

        await records.UpsertAsync(two, Stop);

        Assert.All(two, static record => Assert.NotEqual(Guid.Empty, record.Id));
        Assert.Equal("b", (await records.GetAsync(two[1].Id, null, Stop))!.Text);
    }

    [Fact]
    public async Task Vectors_are_memory_arrays_embeddings_or_missing()
    {
        using var folder = new StoreFolder(onDisk: true);
        var items = folder.Store.GetCollection<int, Vectors>("vectors");
        await items.EnsureCollectionExistsAsync(Stop);
        await items.UpsertAsync(
            [
                new() { Id = 1, Memory = new float[] { 1, 2 }, Array = [3, 4], Embedding = new(new float[] { 5, 6 }) },
                new() { Id = 2 },
            ],
            Stop);

        items = folder.Reopen().GetCollection<int, Vectors>("vectors");
        var first = (await items.GetAsync(1, new() { IncludeVectors = true }, Stop))!;
        var second = (await items.GetAsync(2, new() { IncludeVectors = true }, Stop))!;
        var byArray = await items.SearchAsync(
            new Embedding<float>(new float[] { 3, 4 }), 9, new() { VectorProperty = static r => r.Array }, Stop)
            .ToListAsync(Stop);

        Assert.Equal([1f, 2], first.Memory!.Value.ToArray());
        Assert.Equal([3f, 4], first.Array!);
        Assert.Equal([5f, 6], first.Embedding!.Vector.ToArray());
        Assert.Null(second.Memory);
        Assert.Null(second.Array);
        Assert.Null(second.Embedding);
        Assert.Equal(1, Assert.Single(byArray).Record.Id);
        Assert.Equal(1, byArray[0].Score!.Value, 1e-6);
        Assert.Throws<InvalidOperationException>(() => items.SearchAsync(new float[2], 1, null, Stop));
    }

    private static async Task KeysAsync<TKey>(TKey key, TKey other) where TKey : notnull
    {
        using var folder = new StoreFolder(onDisk: true);
        var items = folder.Store.GetCollection<TKey, Keyed<TKey>>("keys", Definition<TKey>());
        await items.EnsureCollectionExistsAsync(Stop);
        await items.UpsertAsync([new() { Id = key, Number = 8 }, new() { Id = other, Number = 9 }], Stop);
        await items.UpsertAsync(new Keyed<TKey> { Id = key, Number = 10 }, Stop);

        items = folder.Reopen().GetCollection<TKey, Keyed<TKey>>("keys", Definition<TKey>());
        Assert.Equal(10, (await items.GetAsync(key, null, Stop))!.Number);
        Assert.Equal(other, (await items.GetAsync(other, null, Stop))!.Id);
        await items.DeleteAsync(key, Stop);
        Assert.Null(await items.GetAsync(key, null, Stop));
        items = folder.Reopen().GetCollection<TKey, Keyed<TKey>>("keys", Definition<TKey>());
        Assert.Equal(9, (await items.GetAsync(static _ => true, 9, null, Stop).SingleAsync(Stop)).Number);
    }

    private static VectorStoreCollectionDefinition Definition<TKey>() => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty("Id", typeof(TKey)) { IsAutoGenerated = false },
            new VectorStoreDataProperty("Number", typeof(int)),
        ],
    };

    public sealed class Keyed<TKey>
    {
        public TKey Id { get; set; } = default!;

        public int Number { get; set; }
    }

    public sealed class Generated
    {
        [VectorStoreKey]
        public Guid Id { get; set; }

        [VectorStoreData]
        public string? Text { get; set; }
    }

    public sealed class Vectors
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float>? Memory { get; set; }

        [VectorStoreVector(2)]
        public float[]? Array { get; set; }

        [VectorStoreVector(2)]
        public Embedding<float>? Embedding { get; set; }
    }
}
