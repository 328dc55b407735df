using Clip.Tests.Models;
using Clip.Tests.Searching;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Clip.Tests.Hosting;

/// <summary>The library as services of an application.</summary>
public sealed class HostingTests(SearchedPictures pictures) : IClassFixture<SearchedPictures>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_application_starts_with_a_warm_model_that_everyone_shares_and_searches_its_folder()
    {
        var log = new EventLog();
        using var host = Build(log, clip =>
        {
            clip.Model = Path.Combine(Repository.Root, "models", "clip-mini");
            clip.Folder = pictures.Location.Root;
        });
        await host.StartAsync(Stop);

        var model = host.Services.GetRequiredService<ClipModel>();
        Assert.True(model.Text.IsLoaded && model.Image.IsLoaded);
        Assert.Same(model.Text, host.Services.GetRequiredService<TextEncoder>());
        Assert.Same(model.Image, host.Services.GetRequiredService<ImageEncoder>());
        var answer = await host.Services.GetRequiredService<PictureSearch>()
            .SearchAsync("two macaw parrots", topK: 1, cancellationToken: Stop);
        Assert.Equal("photos/kodak-23.jpg", answer.Pictures[0].Path);

        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var embedding = await generator.GenerateVectorAsync("a dog", cancellationToken: Stop);
        Assert.Equal(model.Text.Encode("a dog", Stop), embedding.ToArray());
        Assert.Same(
            generator, host.Services.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>());

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        var entry = health.Entries["clip"];
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal((long)SearchedPictures.Names.Length, entry.Data["pictures"]);
        Assert.Equal(model.Name, entry.Data["model"]);
        Assert.Equal([1, 1, 20], log.Ids.Where(static id => id is 1 or 20).Order());

        await host.StopAsync(Stop);
        host.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Text.Encode("a dog", Stop));
    }

    [Fact]
    public async Task An_index_that_is_missing_is_degraded_and_a_model_that_is_missing_unhealthy()
    {
        using var folder = new TestFolder();
        using (var host = Build(new EventLog(), clip =>
        {
            clip.Model = GoldenModels.Folder("clip-split");
            (clip.Folder, clip.WarmUp) = (folder.Path, ClipTowers.None);
        }))
        {
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
            Assert.Equal(HealthStatus.Degraded, health.Entries["clip"].Status);
        }
        using (var host = Build(new EventLog(), clip => (clip.Model, clip.WarmUp) = (folder.Path, ClipTowers.None)))
        {
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
            Assert.Equal(HealthStatus.Unhealthy, health.Entries["clip"].Status);
        }
    }

    [Fact]
    public async Task Options_are_checked_when_the_application_starts()
    {
        using var folder = new TestFolder();
        using var host = Build(new EventLog(), clip => (clip.Model, clip.Folder) = ("", folder.At("none")));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public void A_configuration_section_fills_every_option()
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Clip:Model", "other"), new("Clip:Folder", "photos"), new("Clip:WarmUp", "Text"),
                new("Clip:Loading:Device", " CUDA "), new("Clip:Loading:Threads", "3"),
                new("Clip:Hub:Endpoint", "https://hub.example/")])
            .Build()
            .GetSection("Clip");

        var options = section.Get<ClipOptions>()!;

        Assert.Equal(("other", "photos", ClipTowers.Text), (options.Model, options.Folder, options.WarmUp));
        Assert.Equal((ClipDevice.Cuda, 3), (options.Loading.Device, options.Loading.Threads));
        Assert.Equal("https://hub.example/", options.Hub?.Endpoint.ToString());
    }

    [Fact]
    public async Task An_application_whose_model_cannot_be_loaded_does_not_start()
    {
        using var folder = new TestFolder();
        using var host = Build(new EventLog(), clip => clip.Model = folder.Path);

        await Assert.ThrowsAsync<ModelException>(() => host.StartAsync(Stop));
    }

    [Fact]
    public void Registering_twice_configures_one_model_and_a_search_needs_a_folder()
    {
        var services = new ServiceCollection();
        services.AddClip(static clip => clip.Model = "another").AddClip(
            static clip => clip.Model = GoldenModels.Folder("clip-split"));
        services.Configure<ClipOptions>(static clip => clip.Loading.Device = ClipDevice.Cpu);
        using var provider = services.BuildServiceProvider();

        Assert.Single(services, static service => service.ServiceType == typeof(ClipModel));
        Assert.Equal(
            GoldenModels.Folder("clip-split"), provider.GetRequiredService<ClipModel>().Folder);
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<PictureSearch>());
    }

    private static IHost Build(EventLog log, Action<ClipOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log).AddFilter("Clip", LogLevel.Information);
        builder.Services.AddClip(configure);
        builder.Services.AddHealthChecks().AddClip();
        return builder.Build();
    }

    /// <summary>Keeps the ids of the library's events.</summary>
    private sealed class EventLog : ILoggerProvider, ILogger
    {
        public List<int> Ids { get; } = [];

        public ILogger CreateLogger(string categoryName) =>
            categoryName == "Clip" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (Ids)
                Ids.Add(eventId.Id);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
