using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Extensions.VectorData;

namespace Clip.Benchmarks.Abstractions;

/// <summary>The exact index, and the same search through a store of Microsoft.Extensions.VectorData.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class StoreBenchmarks : IDisposable
{
    private const int Count = 100_000;
    private const int Dimensions = 384;
    private const int Top = 10;

    private readonly VectorIndex _index = new(Dimensions);
    private readonly ClipVectorStore _store = new();
    private readonly VectorStoreCollection<object, Dictionary<string, object?>> _records;
    private readonly float[] _query;

    public StoreBenchmarks()
    {
        _records = _store.GetDynamicCollection("records", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(int)),
                new VectorStoreDataProperty("Name", typeof(string)),
                new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), Dimensions),
            ],
        });
        _records.EnsureCollectionExistsAsync().GetAwaiter().GetResult();
        var random = new Random(1);
        _query = Unit(random);
        foreach (var batch in Enumerable.Range(0, Count).Chunk(10_000))
        {
            var records = batch.Select(id =>
            {
                var vector = Unit(random);
                _index.Add(vector);
                return new Dictionary<string, object?>
                {
                    ["Id"] = id,
                    ["Name"] = $"record {id}",
                    ["Vector"] = new ReadOnlyMemory<float>(vector),
                };
            });
            _records.UpsertAsync(records).GetAwaiter().GetResult();
        }
    }

    /// <summary>Each category, and its two sides.</summary>
    internal IEnumerable<(string Name, Action Direct, Action Through)> Pairs() =>
        [("search 100,000", () => SearchIndex(), () => SearchStore().GetAwaiter().GetResult())];

    [Benchmark(Baseline = true), BenchmarkCategory("search 100,000")]
    public int SearchIndex() => _index.Search(_query, Top).Length;

    [Benchmark, BenchmarkCategory("search 100,000")]
    public async Task<int> SearchStore()
    {
        var count = 0;
        await foreach (var _ in _records.SearchAsync(_query, Top))
            count++;
        return count;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _store.Dispose();
        _index.Dispose();
        GC.SuppressFinalize(this);
    }

    private static float[] Unit(Random random)
    {
        var vector = new float[Dimensions];
        foreach (ref var number in vector.AsSpan())
            number = random.NextSingle() - 0.5f;
        var length = MathF.Sqrt(vector.Sum(static number => number * number));
        return Array.ConvertAll(vector, number => number / length);
    }
}
