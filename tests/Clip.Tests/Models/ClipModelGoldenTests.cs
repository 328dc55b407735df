using System.Text.Json;
using Clip.Catalog;
using Clip.Images;
using Clip.Indexing;
using Clip.Models;
using Clip.Search;

namespace Clip.Tests.Models;

/// <summary>The embeddings are those of the models' authors' code.</summary>
public class ClipModelGoldenTests
{
    private const double LeastCosine = 0.9999;

    public static TheoryData<string> Layouts =>
        ["clip-split", "clip-combined", "immich-gen1", "immich-gen2", "siglip-split", "bert-combined"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Texts_have_the_reference_embeddings(string name)
    {
        var reference = GoldenModels.Reference(name);
        using var model = ClipModel.Load(GoldenModels.Folder(name));

        var vectors = new float[reference.Texts.Length * model.Dimension];
        model.Text.Encode(reference.Texts, vectors, TestContext.Current.CancellationToken);

        for (var i = 0; i < reference.Texts.Length; i++)
            AssertClose(reference.TextEmbeddings[i], vectors.AsSpan(i * model.Dimension, model.Dimension), reference.Texts[i]);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_text_alone_has_the_same_embedding_as_in_a_batch(string name)
    {
        var reference = GoldenModels.Reference(name);
        using var model = ClipModel.Load(GoldenModels.Folder(name));

        for (var i = 0; i < reference.Texts.Length; i++)
            AssertClose(reference.TextEmbeddings[i], model.Text.Encode(reference.Texts[i], TestContext.Current.CancellationToken), reference.Texts[i]);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Pictures_have_the_reference_embeddings(string name)
    {
        var reference = GoldenModels.Reference(name);
        using var model = ClipModel.Load(GoldenModels.Folder(name));
        using var batch = model.Images.CreateBatch(reference.Images.Length);
        for (var i = 0; i < reference.Images.Length; i++)
        {
            using var picture = model.Images.Preprocessor.Decode(GoldenModels.Picture(reference.Images[i]), DecodeMode.Exact, TestContext.Current.CancellationToken);
            batch.Write(i, picture);
        }

        var vectors = new float[reference.Images.Length * model.Dimension];
        model.Images.Encode(batch, reference.Images.Length, vectors, TestContext.Current.CancellationToken);

        for (var i = 0; i < reference.Images.Length; i++)
            AssertClose(reference.ImageEmbeddings[i], vectors.AsSpan(i * model.Dimension, model.Dimension), reference.Images[i]);
    }

    [Fact]
    public void The_embedded_model_has_the_reference_embeddings()
    {
        var reference = Reference.Parse(GoldenModels.Decompress("models", "clip-mini.reference.json.gz"));
        using var model = EmbeddedModel.Load();

        for (var i = 0; i < reference.Texts.Length; i++)
            AssertClose(reference.TextEmbeddings[i], model.Text.Encode(reference.Texts[i], TestContext.Current.CancellationToken), reference.Texts[i]);
        for (var i = 0; i < reference.Images.Length; i++)
            AssertClose(reference.ImageEmbeddings[i], model.Images.Encode(Path.Combine(EmbeddedModel.Gallery, reference.Images[i]), TestContext.Current.CancellationToken), reference.Images[i]);
    }

    [Fact]
    public async Task Searching_the_gallery_gives_the_reference_order()
    {
        using var folder = new TestFolder();
        using var model = EmbeddedModel.Load();
        var location = IndexLocation.For(EmbeddedModel.Gallery, folder.At("index"));
        await new Indexer(model, location).RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var index = PictureIndex.OpenRead(location);
        using var reference = JsonDocument.Parse(GoldenModels.Decompress("models", "clip-mini.reference.json.gz"));

        foreach (var query in reference.RootElement.GetProperty("top5").EnumerateObject())
        {
            var expected = query.Value.EnumerateArray().Select(path => path.GetString()!).ToArray();
            var vector = model.Text.Encode(query.Name, TestContext.Current.CancellationToken);
            var scores = index.SearchPictures(vector, 100, cancellationToken: TestContext.Current.CancellationToken).ToDictionary(hit => hit.Path, hit => hit.Score);
            var found = index.SearchPictures(vector, expected.Length, cancellationToken: TestContext.Current.CancellationToken);

            // Two pictures closer than this may change places between processors.
            const float same = 0.002f;
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(found[i].Score - scores[expected[i]]) <= same, $"{query.Name}: {found[i].Path} at rank {i + 1}, expected {expected[i]}");
        }
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual, string what)
    {
        var comparison = VectorComparison.Of(expected, actual);
        // The references are written with seven digits, so their own length is off by as much.
        var length = Math.Sqrt(expected.Sum(static value => (double)value * value));
        Assert.True(comparison.Cosine / length >= LeastCosine, $"{what}: cosine {comparison.Cosine / length:0.000000}");
        Assert.Equal(1, Math.Sqrt(VectorComparison.Of(actual, actual).Cosine), 5);
    }
}
