using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Clip.Tests.Embeddings;

/// <summary>The generators inside the pipelines of Microsoft.Extensions.AI.</summary>
public sealed class PipelineTests(EmbeddingModel fixture) : IClassFixture<EmbeddingModel>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ClipModel Model => fixture.Model;

    [Fact]
    public async Task A_cache_answers_the_second_call()
    {
        var counted = new Counted(Model.AsTextEmbeddingGenerator());
        using var generator = counted.AsBuilder().UseDistributedCache(new DictionaryCache()).Build();

        var first = await generator.GenerateAsync(["a dog", "a cat"], cancellationToken: Stop);
        var second = await generator.GenerateAsync(["a cat", "a bird"], cancellationToken: Stop);

        Assert.Equal(["a dog", "a cat", "a bird"], counted.Texts);
        Assert.Equal(first[1].Vector.ToArray(), second[0].Vector.ToArray());
        Assert.Equal(Model.Text.Encode("a cat", Stop), second[0].Vector.ToArray());
        Assert.Equal(Model.Name, second[0].ModelId);
    }

    [Fact]
    public async Task Logging_records_the_calls_and_their_errors()
    {
        using var log = new LogLines();
        using var generator = Model.AsTextEmbeddingGenerator().AsBuilder().UseLogging(log).Build();

        await generator.GenerateAsync(["a dog"], cancellationToken: Stop);
        await Assert.ThrowsAsync<TokenizerException>(() =>
            generator.GenerateAsync(["\ud800"], cancellationToken: Stop));

        Assert.Contains(log.Lines, static line => line.Contains("GenerateAsync", StringComparison.Ordinal));
        Assert.Contains(log.Errors, static error => error is TokenizerException);
    }

    [Fact]
    public async Task Telemetry_carries_provider_model_dimensions_and_tokens()
    {
        var source = $"clip-test-{Guid.NewGuid():N}";
        ConcurrentBag<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var generator = Model.AsTextEmbeddingGenerator().AsBuilder().UseOpenTelemetry(sourceName: source).Build();

        await generator.GenerateAsync(["a dog"], cancellationToken: Stop);

        var span = Assert.Single(spans);
        Assert.Equal("clip", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(Model.Name, span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(Model.Dimensions, span.GetTagItem("gen_ai.embeddings.dimension.count"));
        Assert.Equal(
            Model.Text.Tokenize("a dog").Length, Convert.ToInt32(span.GetTagItem("gen_ai.usage.input_tokens"), null));
    }

    [Fact]
    public async Task Configured_options_reach_the_generator()
    {
        using var generator = Model.AsTextEmbeddingGenerator().AsBuilder()
            .ConfigureOptions(static options => options.Dimensions = 128).Build();

        Assert.Equal(128, (await generator.GenerateVectorAsync("a dog", cancellationToken: Stop)).Length);
        Assert.Same(Model, generator.GetService<ClipModel>());
    }

    [Fact]
    public async Task Services_hold_a_generator_for_texts_and_one_for_pictures()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Model);
        services.AddSingleton<IDistributedCache, DictionaryCache>();
        services.AddEmbeddingGenerator(static provider =>
            provider.GetRequiredService<ClipModel>().AsTextEmbeddingGenerator()).UseDistributedCache();
        services.AddKeyedEmbeddingGenerator("pictures", static provider =>
            provider.GetRequiredService<ClipModel>().AsPictureEmbeddingGenerator());
        await using var provider = services.BuildServiceProvider();

        var texts = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var pictures = provider.GetRequiredKeyedService<IEmbeddingGenerator<DataContent, Embedding<float>>>("pictures");
        var text = await texts.GenerateVectorAsync("two macaw parrots", cancellationToken: Stop);
        var parrots = await pictures.GenerateVectorAsync(EmbeddingModel.Photo("kodak-23.jpg"), cancellationToken: Stop);
        var house = await pictures.GenerateVectorAsync(EmbeddingModel.Photo("kodak-01.jpg"), cancellationToken: Stop);

        Assert.True(Cosine(text, parrots) > Cosine(text, house) + 0.05);
    }

    private static double Cosine(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b) =>
        a.ToArray().Zip(b.ToArray(), static (x, y) => (double)x * y).Sum();

    private sealed class Counted(IEmbeddingGenerator<string, Embedding<float>> inner)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public List<string> Texts { get; } = [];

        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            var texts = values.ToList();
            Texts.AddRange(texts);
            return base.GenerateAsync(texts, options, cancellationToken);
        }
    }

    private sealed class DictionaryCache : IDistributedCache
    {
        private readonly ConcurrentDictionary<string, byte[]> _values = new();

        public byte[]? Get(string key) => _values.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _values[key] = value;

        public Task SetAsync(
            string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _values.TryRemove(key, out _);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }
    }

    private sealed class LogLines : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public List<Exception> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            Lines.Add(formatter(state, exception));
            if (exception is not null)
                Errors.Add(exception);
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
