using System.Globalization;
using System.Text.Json;

namespace Clip.Tests.Models;

/// <summary>The embeddings are those of the models' authors' code.</summary>
public class ClipModelGoldenTests
{
    private const double LeastCosine = 0.9999;

    // Which models, towers and weights lie in the repository.
    private static readonly Lazy<List<(string Name, bool HasTexts, bool HasPictures, string[] Variants)>> Found =
        new(() =>
        [
            .. GoldenModels.Names.Select(name =>
            {
                using var model = ClipModel.Load(GoldenModels.Folder(name));
                string[] variants = [.. GoldenModels.Reference(name).Variants.Keys.Where(model.Variants.Contains)];
                return (name, model.TextGraph is not null, model.ImageGraph is not null, variants);
            }),
        ]);

    public static TheoryData<string> TextModels =>
        [.. Found.Value.Where(model => model.HasTexts).Select(model => model.Name)];

    public static TheoryData<string> PictureModels =>
        [.. Found.Value.Where(model => model.HasPictures).Select(model => model.Name)];

    public static TheoryData<string, string> Variants
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var (name, _, _, variants) in Found.Value)
            {
                foreach (var variant in variants)
                    all.Add(name, variant);
            }
            return all;
        }
    }

    public static TheoryData<string, int> Lengths
    {
        get
        {
            TheoryData<string, int> all = [];
            foreach (var name in GoldenModels.Names)
            {
                foreach (var length in GoldenModels.Reference(name).Matryoshka)
                    all.Add(name, length);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(TextModels))]
    public void Texts_have_the_reference_embeddings_together_and_alone(string name)
    {
        var reference = GoldenModels.Reference(name);
        using var model = ClipModel.Load(GoldenModels.Folder(name));

        Compare($"{name}, texts", reference.TextEmbeddings, Rows(model, Texts(model, reference)), reference.Texts);
        Compare(
            $"{name}, texts one by one", reference.TextEmbeddings,
            i => model.Text.Encode(reference.Texts[i], TestContext.Current.CancellationToken), reference.Texts);
    }

    [Theory]
    [MemberData(nameof(PictureModels))]
    public void Pictures_have_the_reference_embeddings(string name)
    {
        var reference = GoldenModels.Reference(name);
        using var model = ClipModel.Load(GoldenModels.Folder(name));

        Compare(
            $"{name}, pictures", reference.ImageEmbeddings, Rows(model, Pictures(model, reference)), reference.Images);
    }

    /// <summary>
    /// Activations of 8 bits are quantized for the whole batch, so that the references were made one by one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void Other_weights_have_embeddings_of_their_own(string name, string variant)
    {
        var reference = GoldenModels.Reference(name);
        var expected = reference.Variants[variant];
        using var model = ClipModel.Load(GoldenModels.Folder(name), new ClipModelOptions { Variant = variant });

        Compare(
            $"{name}, {variant}, texts", expected.TextEmbeddings,
            i => model.Text.Encode(reference.Texts[i], TestContext.Current.CancellationToken), reference.Texts,
            expected.Tolerance);
        Compare(
            $"{name}, {variant}, pictures", expected.ImageEmbeddings,
            i => model.Image.Encode(
                GoldenModels.Decoded(reference.Images[i]), TestContext.Current.CancellationToken),
            reference.Images, expected.Tolerance);
    }

    [Fact]
    public void Towers_that_live_apart_give_the_reference_cosines()
    {
        using var pairs = JsonDocument.Parse(GoldenModels.Read("pairs.json"));
        foreach (var pair in pairs.RootElement.EnumerateArray())
        {
            var (text, image) = (pair.GetProperty("text").GetString()!, pair.GetProperty("image").GetString()!);
            using var model = ClipModel.Load(GoldenModels.Folder(text), GoldenModels.Folder(image));
            var texts = Rows(model, Texts(model, GoldenModels.Reference(text)));
            var pictures = Rows(model, Pictures(model, GoldenModels.Reference(image)));

            var cosines = Reference.Vectors(pair, "cosines");

            for (var row = 0; row < cosines.Length; row++)
            {
                for (var column = 0; column < cosines[row].Length; column++)
                    Assert.Equal(
                        cosines[row][column], VectorComparison.Of(texts(row), pictures(column)).Cosine, 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_truncated_embedding_is_the_beginning_of_the_whole_one(string name, int length)
    {
        var reference = GoldenModels.Reference(name);
        using var model = ClipModel.Load(GoldenModels.Folder(name), new ClipModelOptions { Dimensions = length });

        for (var i = 0; i < 4; i++)
        {
            var vector = model.Text.Encode(reference.Texts[i], TestContext.Current.CancellationToken);
            Assert.True(CosineError(reference.TextEmbeddings[i][..length], vector) <= 1 - LeastCosine);
        }
    }

    [Fact]
    public void No_model_is_left_out() => Assert.True(
        Found.Value is { Count: >= 29 } found && found.Count(model => model.HasTexts) >= 27
        && found.Count(model => model.HasPictures) >= 22 && found.Sum(model => model.Variants.Length) >= 5);

    private static float[] Texts(ClipModel model, Reference reference)
    {
        var vectors = new float[reference.Texts.Length * model.Dimensions];
        model.Text.Encode(reference.Texts, vectors, TestContext.Current.CancellationToken);
        return vectors;
    }

    private static float[] Pictures(ClipModel model, Reference reference)
    {
        var vectors = new float[reference.Images.Length * model.Dimensions];
        using var batch = model.Image.CreateBatch(reference.Images.Length);
        for (var i = 0; i < reference.Images.Length; i++)
            batch.Write(i, GoldenModels.Decoded(reference.Images[i]));
        model.Image.Encode(batch, reference.Images.Length, vectors, TestContext.Current.CancellationToken);
        return vectors;
    }

    private static VectorOf Rows(ClipModel model, float[] vectors) =>
        i => vectors.AsSpan(i * model.Dimensions, model.Dimensions);

    [Fact]
    public void The_embedded_model_has_the_reference_embeddings()
    {
        var reference = Reference.Parse(GoldenModels.Decompress("models", "clip-mini.reference.json.gz"));
        using var model = EmbeddedModel.Load();

        Compare(
            "clip-mini, texts", reference.TextEmbeddings,
            i => model.Text.Encode(reference.Texts[i], TestContext.Current.CancellationToken), reference.Texts);
        Compare(
            "clip-mini, pictures", reference.ImageEmbeddings,
            i => model.Image.Encode(
                Path.Combine(EmbeddedModel.Gallery, reference.Images[i]), TestContext.Current.CancellationToken),
            reference.Images);
    }

    [Fact]
    public async Task Searching_the_gallery_gives_the_reference_order()
    {
        using var folder = new TestFolder();
        using var model = EmbeddedModel.Load();
        var location = IndexLocation.For(EmbeddedModel.Gallery, folder.At("index"));
        await new Indexer(model, location).RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var index = PictureIndex.Open(location);
        using var reference = JsonDocument.Parse(GoldenModels.Decompress("models", "clip-mini.reference.json.gz"));

        foreach (var query in reference.RootElement.GetProperty("top5").EnumerateObject())
        {
            var expected = query.Value.EnumerateArray().Select(path => path.GetString()!).ToArray();
            var vector = model.Text.Encode(query.Name, TestContext.Current.CancellationToken);
            var scores = index.SearchPictures(vector, 100, cancellationToken: TestContext.Current.CancellationToken)
                .ToDictionary(hit => hit.Path, hit => hit.Score);
            var found = index.SearchPictures(
                vector, expected.Length, cancellationToken: TestContext.Current.CancellationToken);

            // Two pictures closer than this may change places between processors.
            const float same = 0.002f;
            for (var i = 0; i < expected.Length; i++)
                Assert.True(
                    Math.Abs(found[i].Score - scores[expected[i]]) <= same,
                    $"{query.Name}: {found[i].Path} at rank {i + 1}, expected {expected[i]}");
        }
    }

    private delegate ReadOnlySpan<float> VectorOf(int i);

    /// <summary>Compares each vector with its reference, and writes the largest error to the test's output.</summary>
    private static void Compare(
        string what, float[][] expected, VectorOf actual, string[] names,
        double leastCosine = LeastCosine)
    {
        Assert.NotEmpty(expected);
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            var vector = actual(i);
            var error = CosineError(expected[i], vector);
            Assert.True(error <= 1 - leastCosine, $"{names[i]}: cosine {1 - error:0.000000}");
            Assert.Equal(1, Math.Sqrt(VectorComparison.Of(vector, vector).Cosine), 5);
            largest = Math.Max(largest, error);
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{what}: largest cosine error {largest:0.0e+0} of {expected.Length}"));
    }

    /// <summary>
    /// One minus the cosine, in double precision; the references' own length is off by what their seven digits leave
    /// out.
    /// </summary>
    private static double CosineError(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double product = 0, expectedSquares = 0, actualSquares = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            product += (double)expected[i] * actual[i];
            expectedSquares += (double)expected[i] * expected[i];
            actualSquares += (double)actual[i] * actual[i];
        }
        return 1 - product / Math.Sqrt(expectedSquares * actualSquares);
    }
}
