using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Extensions.AI;

namespace Clip.Benchmarks.Abstractions;

/// <summary>The encoders, and the same work through the generators of Microsoft.Extensions.AI.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class GeneratorBenchmarks : IDisposable
{
    private const int Many = 32;
    private const string Text = "a dog runs across a meadow";

    private readonly ClipModel _model = ClipModel.Load(Checkout.Model);
    private readonly string[] _texts = [.. Checkout.Captions().Take(Many)];
    private readonly float[] _vectors;
    private readonly ClipEmbeddingGenerator _generator;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _pipeline;
    private readonly DataContent _picture;

    public GeneratorBenchmarks()
    {
        _vectors = new float[Many * _model.Dimensions];
        _generator = _model.AsEmbeddingGenerator();
        _pipeline = _model.AsTextEmbeddingGenerator();
        _picture = new DataContent(File.ReadAllBytes(Checkout.Pictures()[0]), "image/jpeg");
    }

    /// <summary>Each category, and its two sides.</summary>
    internal IEnumerable<(string Name, Action Direct, Action Through)> Pairs() =>
    [
        ("one text", () => EncodeText(), () => GenerateText().GetAwaiter().GetResult()),
        ("32 texts", EncodeTexts, () => GenerateTexts().GetAwaiter().GetResult()),
        ("one picture", () => EncodePicture(), () => GeneratePicture().GetAwaiter().GetResult()),
    ];

    [Benchmark(Baseline = true), BenchmarkCategory("one text")]
    public float[] EncodeText() => _model.Text.Encode(Text);

    [Benchmark, BenchmarkCategory("one text")]
    public async Task<ReadOnlyMemory<float>> GenerateText() => await _pipeline.GenerateVectorAsync(Text);

    [Benchmark(Baseline = true), BenchmarkCategory("32 texts")]
    public void EncodeTexts() => _model.Text.Encode(_texts, _vectors);

    [Benchmark, BenchmarkCategory("32 texts")]
    public async Task<int> GenerateTexts() => (await _pipeline.GenerateAsync(_texts)).Count;

    [Benchmark(Baseline = true), BenchmarkCategory("one picture")]
    public float[] EncodePicture()
    {
        using var picture = _model.Image.Preprocessor.Decode(_picture.Data.Span, "", DecodeMode.Exact);
        return _model.Image.Encode(picture);
    }

    [Benchmark, BenchmarkCategory("one picture")]
    public async Task<ReadOnlyMemory<float>> GeneratePicture() => await _generator.GenerateVectorAsync(_picture);

    [GlobalCleanup]
    public void Dispose()
    {
        _generator.Dispose();
        _pipeline.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }
}
