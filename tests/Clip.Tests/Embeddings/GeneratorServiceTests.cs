using Clip.Tests.Models;
using Microsoft.Extensions.AI;

namespace Clip.Tests.Embeddings;

/// <summary>What a generator tells of itself, and who owns its model.</summary>
public sealed class GeneratorServiceTests(EmbeddingModel fixture) : IClassFixture<EmbeddingModel>
{
    private ClipModel Model => fixture.Model;

    [Fact]
    public void Metadata_name_the_provider_the_model_and_its_dimensions()
    {
        using var generator = Model.AsTextEmbeddingGenerator();

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;

        Assert.Equal("clip", metadata.ProviderName);
        Assert.Equal(Model.Name, metadata.DefaultModelId);
        Assert.Equal(Model.Dimensions, metadata.DefaultModelDimensions);
    }

    [Fact]
    public void Services_are_the_model_its_encoders_and_the_generator()
    {
        using var generator = Model.AsEmbeddingGenerator();

        Assert.Same(Model, generator.GetService(typeof(ClipModel)));
        Assert.Same(Model.Text, generator.GetService(typeof(TextEncoder)));
        Assert.Same(Model.Image, generator.GetService(typeof(ImageEncoder)));
        Assert.Same(generator, generator.GetService(typeof(ClipEmbeddingGenerator)));
        Assert.Same(generator, generator.GetService(typeof(IEmbeddingGenerator<DataContent, Embedding<float>>)));
        Assert.Null(generator.GetService(typeof(string)));
        Assert.Null(generator.GetService(typeof(ClipModel), "key"));
    }

    [Fact]
    public async Task Disposing_a_generator_leaves_the_model_open()
    {
        var generator = Model.AsEmbeddingGenerator();
        generator.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["a dog"]));
        Assert.Equal(Model.Dimensions, Model.Text.Encode("a dog", TestContext.Current.CancellationToken).Length);
    }

    [Fact]
    public async Task A_generator_that_owns_its_model_disposes_it()
    {
        var stop = TestContext.Current.CancellationToken;
        var model = EmbeddedModel.Load();
        var other = model.AsTextEmbeddingGenerator();
        await other.GenerateAsync(["a dog"], cancellationToken: stop);

        model.AsTextEmbeddingGenerator(new() { LeaveOpen = false }).Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() =>
            other.GenerateAsync(["a dog"], cancellationToken: stop));
    }

    [Fact]
    public async Task Two_pipelines_make_one_generator_for_texts_and_pictures()
    {
        var stop = TestContext.Current.CancellationToken;
        using var texts = Model.AsTextEmbeddingGenerator().AsBuilder()
            .ConfigureOptions(static options => options.Dimensions = 32).Build();
        using var pictures = Model.AsPictureEmbeddingGenerator().AsBuilder()
            .ConfigureOptions(static options => options.Dimensions = 16).Build();
        using var both = new MultimodalEmbeddingGenerator(texts, pictures);

        Assert.Equal(32, (await both.GenerateAsync(["a dog"], null, stop))[0].Dimensions);
        Assert.Equal(16, (await both.GenerateAsync([EmbeddingModel.Photo("kodak-01.jpg")], null, stop))[0].Dimensions);
        Assert.Same(Model, both.GetService(typeof(ClipModel)));
        Assert.Same(both, both.GetService(typeof(MultimodalEmbeddingGenerator)));
    }
}
