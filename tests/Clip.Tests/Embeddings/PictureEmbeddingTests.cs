using Microsoft.Extensions.AI;

namespace Clip.Tests.Embeddings;

/// <summary>The model as a generator of embeddings of pictures in memory.</summary>
public sealed class PictureEmbeddingTests(EmbeddingModel fixture) : IClassFixture<EmbeddingModel>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ClipModel Model => fixture.Model;

    [Fact]
    public async Task Bytes_a_data_uri_and_a_loaded_file_get_the_vector_of_the_file()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var expected = Model.Image.Encode(EmbeddingModel.PathOf("kodak-23.jpg"), Stop);
        var bytes = EmbeddingModel.Photo("kodak-23.jpg");
        var uri = new DataContent(bytes.Uri);
        var unnamed = new DataContent(bytes.Data, "application/octet-stream");
        var mistaken = new DataContent(bytes.Data, "image/png");
        var file = await DataContent.LoadFromAsync(EmbeddingModel.PathOf("kodak-23.jpg"), cancellationToken: Stop);

        foreach (var content in (DataContent[])[bytes, uri, unnamed, mistaken, file])
            Assert.Equal(expected, (await generator.GenerateVectorAsync(content, cancellationToken: Stop)).ToArray());
    }

    [Fact]
    public async Task A_batch_gets_the_vectors_of_its_pictures_in_their_order()
    {
        using var generator = Model.AsPictureEmbeddingGenerator();
        string[] names = [.. Enumerable.Range(1, 11).Select(static number => $"kodak-{number:00}.jpg")];

        var photos = names.Select(static name => EmbeddingModel.Photo(name));

        var embeddings = await generator.GenerateAsync(photos, null, Stop);

        Assert.Equal(names.Length, embeddings.Count);
        Assert.Null(embeddings.Usage);
        foreach (var (name, embedding) in names.Zip(embeddings))
        {
            var expected = Model.Image.Encode(EmbeddingModel.PathOf(name), Stop);
            var cosine = expected.Zip(embedding.Vector.ToArray(), static (a, b) => (double)a * b).Sum();
            Assert.Equal(1, cosine, 1e-4);
        }
    }

    [Fact]
    public async Task The_error_of_a_batch_is_about_the_first_bad_picture()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var good = EmbeddingModel.Photo("kodak-01.jpg");
        DataContent[] contents =
        [
            good, good, new(new byte[] { 1, 2, 3 }, "image/png"), good, good, good, good,
            new(new byte[] { 4 }, "image/png") { Name = "last.png" },
        ];

        var error = await Assert.ThrowsAsync<PictureException>(() =>
            generator.GenerateAsync(contents, cancellationToken: Stop));
        var named = await Assert.ThrowsAsync<PictureException>(() =>
            generator.GenerateVectorAsync(contents[^1], cancellationToken: Stop));

        Assert.Equal("picture 3", error.Subject);
        Assert.Equal("last.png", named.Subject);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("audio/wav")]
    public async Task What_is_declared_as_something_else_is_refused(string mediaType)
    {
        using var generator = Model.AsEmbeddingGenerator();

        var error = await Assert.ThrowsAsync<PictureException>(() =>
            generator.GenerateVectorAsync(EmbeddingModel.Photo("kodak-01.jpg", mediaType), cancellationToken: Stop));

        Assert.Contains(mediaType, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dimensions_of_a_call_truncate_pictures_too()
    {
        using var generator = Model.AsEmbeddingGenerator();
        var options = new EmbeddingGenerationOptions { Dimensions = 64 };

        var vector = await generator.GenerateVectorAsync(EmbeddingModel.Photo("kodak-01.jpg"), options, Stop);

        Assert.Equal(64, vector.Length);
        Assert.Equal(1, vector.ToArray().Sum(static number => (double)number * number), 1e-5);
    }

    [Fact]
    public async Task No_pictures_get_no_embeddings()
    {
        using var generator = Model.AsPictureEmbeddingGenerator();

        Assert.Empty(await generator.GenerateAsync([], null, Stop));
    }
}
