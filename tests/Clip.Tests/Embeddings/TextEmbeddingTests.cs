using Clip.Tests.Models;
using Microsoft.Extensions.AI;

namespace Clip.Tests.Embeddings;

/// <summary>The model as a generator of text embeddings.</summary>
public sealed class TextEmbeddingTests(EmbeddingModel fixture) : IClassFixture<EmbeddingModel>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ClipModel Model => fixture.Model;

    [Fact]
    public async Task A_batch_gets_the_vectors_of_the_encoder_in_the_order_of_the_texts()
    {
        using var generator = Model.AsEmbeddingGenerator();
        string[] texts = ["a dog", "", "two macaw parrots, one yellow and blue, one red", "a house"];
        var expected = new float[texts.Length * Model.Dimensions];
        Model.Text.Encode(texts, expected, Stop);

        var embeddings = await generator.GenerateAsync(texts, cancellationToken: Stop);

        Assert.Equal(expected, embeddings.SelectMany(embedding => embedding.Vector.ToArray()));
        Assert.All(embeddings, embedding => Assert.Equal(Model.Name, embedding.ModelId));
        Assert.All(embeddings, embedding => Assert.NotNull(embedding.CreatedAt));
    }

    [Fact]
    public async Task Usage_counts_the_tokens_that_the_model_reads()
    {
        using var generator = Model.AsEmbeddingGenerator();
        string[] texts = ["a dog", string.Join(' ', Enumerable.Repeat("dog", 1000))];

        var embeddings = await generator.GenerateAsync(texts, cancellationToken: Stop);

        var tokens = Model.Text.Tokenize(texts[0]).Length + Model.Text.MaxLength;
        Assert.Equal(tokens, embeddings.Usage!.InputTokenCount);
        Assert.Equal(tokens, embeddings.Usage.TotalTokenCount);
        Assert.Null(embeddings.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task No_texts_get_no_embeddings()
    {
        using var generator = Model.AsEmbeddingGenerator();

        var embeddings = await generator.GenerateAsync(Enumerable.Empty<string>(), cancellationToken: Stop);

        Assert.Empty(embeddings);
        Assert.Equal(0, embeddings.Usage!.InputTokenCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(256)]
    public async Task Dimensions_of_a_call_truncate_and_scale_to_unit_length(int dimensions)
    {
        using var generator = Model.AsEmbeddingGenerator();
        using var truncated = ClipModel.Load(EmbeddedModel.Folder, new ClipModelOptions { Dimensions = dimensions });
        var options = new EmbeddingGenerationOptions { Dimensions = dimensions };

        var embeddings = await generator.GenerateAsync(["a dog", "a cat"], options, Stop);

        foreach (var (embedding, text) in embeddings.Zip(["a dog", "a cat"]))
        {
            Assert.Equal(dimensions, embedding.Dimensions);
            var expected = truncated.Text.Encode(text, Stop);
            Assert.All(embedding.Vector.ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        }
    }

    [Fact]
    public async Task Dimensions_that_the_model_does_not_have_are_an_error_that_says_which_it_has()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var options = new EmbeddingGenerationOptions { Dimensions = Model.Dimensions + 1 };

        var error = await Assert.ThrowsAsync<ModelException>(() =>
            generator.GenerateVectorAsync("a dog", options, Stop));

        Assert.Contains($"1 to {Model.Dimensions}", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_the_model_was_not_trained_for_is_an_error()
    {
        using var folder = JinaClipTests.JinaV2(out _);
        using var model = folder.Load();
        using var generator = model.AsEmbeddingGenerator();

        Assert.Equal(2, (await generator.GenerateVectorAsync("dog", new() { Dimensions = 2 }, Stop)).Length);
        var error = await Assert.ThrowsAsync<ModelException>(() =>
            generator.GenerateVectorAsync("dog", new() { Dimensions = 3 }, Stop));
        Assert.Contains("2, 4", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_models_id_is_an_error_and_the_models_own_is_not()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var own = new EmbeddingGenerationOptions { ModelId = Model.Name };
        var other = new EmbeddingGenerationOptions { ModelId = "text-embedding-3-small" };

        var vector = await generator.GenerateVectorAsync("a dog", own, Stop);
        Assert.Equal(Model.Text.Encode("a dog", Stop), vector.ToArray());
        var error = await Assert.ThrowsAsync<ModelException>(() =>
            generator.GenerateVectorAsync("a dog", other, Stop));
        Assert.Equal("text-embedding-3-small", error.Subject);
    }

    [Fact]
    public async Task Captions_are_encoded_as_captions_where_the_options_say_so()
    {
        using var folder = JinaClipTests.JinaV2(out _);
        using var model = folder.Load(new ClipModelOptions { Task = "retrieval.query" });
        using var queries = model.AsTextEmbeddingGenerator();
        using var captions = model.AsTextEmbeddingGenerator(new() { TextsAreCaptions = true });
        var expected = new float[model.Dimensions];
        model.Text.EncodeCaptions(["dog"], expected, cancellationToken: Stop);

        var query = (await queries.GenerateVectorAsync("dog", cancellationToken: Stop)).ToArray();
        var caption = (await captions.GenerateVectorAsync("dog", cancellationToken: Stop)).ToArray();

        Assert.Equal(model.Text.Encode("dog", Stop), query);
        Assert.Equal(expected, caption);
        Assert.NotEqual(query, caption);
    }

    [Fact]
    public async Task A_missing_text_is_an_argument_error()
    {
        using var generator = Model.AsEmbeddingGenerator();

        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync((IEnumerable<string>)null!));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["a dog", null!]));
        await Assert.ThrowsAsync<TokenizerException>(() => generator.GenerateAsync(["a \ud800 dog"]));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            generator.GenerateVectorAsync("a dog", cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            generator.GenerateVectorAsync(EmbeddingModel.Photo("kodak-03.jpg"), cancellationToken: cancelled));
    }

    [Fact]
    public async Task Many_threads_share_one_generator()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var expected = Model.Text.Encode("a dog", Stop);

        var vectors = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            Task.Run(() => generator.GenerateVectorAsync("a dog", cancellationToken: Stop), Stop)));

        Assert.All(vectors, vector => Assert.Equal(expected, vector.ToArray()));
    }
}
