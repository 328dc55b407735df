using Clip.Images;
using Clip.Models.Onnx;
using Clip.Tests.Cli;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Models;

/// <summary>A picture or text that overflows in the model fails alone, under its name.</summary>
public class MissingEmbeddingTests
{
    private const long Free = TinyOnnx.Free;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_without_an_embedding_is_a_failed_one_and_is_tried_again()
    {
        using var folder = Model(spoilsBatch: false);
        Pictures(folder.At("album", "x"));
        File.WriteAllText(folder.At("album", "x", "dark.txt"), "dog\nboom\n");
        using var model = ClipModel.Load(folder.At("model"));
        var location = IndexLocation.For(folder.At("album"), folder.At("index"));

        foreach (var expected in (int[])[2, 0])
        {
            List<ClipException> errors = [];
            var report = await new Indexer(model, location).RunAsync(
                onError: error => { lock (errors) errors.Add(error); }, cancellationToken: Token);

            Assert.Equal((expected, 1), (report.Added, report.Failed));
            var error = Assert.IsType<PictureException>(Assert.Single(errors, error => error is PictureException));
            Assert.Equal(PictureFault.NoEmbedding, error.Fault);
            Assert.EndsWith("white.png", error.Subject);
            Assert.Contains("not finite", error.Message);
            if (expected > 0)
            {
                Assert.Contains("\"boom\"", Assert.Single(errors, other => other is ModelException).Message);
                Assert.Equal(1, report.Captions);
            }
        }
        using var index = PictureIndex.Open(location);
        Assert.Equal(["x/dark.png", "x/dim.png"], index.Files().Select(file => file.Path).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_bad_item_leaves_the_others_as_they_are_alone(bool spoilsBatch)
    {
        using var folder = Model(spoilsBatch);
        Pictures(folder.At("x"));
        using var model = ClipModel.Load(folder.At("model"));
        string[] names = ["dark.png", "white.png", "dim.png"];
        var alone = model.Image.Encode(folder.At("x", "dim.png"), Token);

        using var batch = model.Image.CreateBatch(3);
        for (var i = 0; i < 3; i++)
        {
            using var picture = model.Image.Preprocessor.Decode(
                folder.At("x", names[i]), DecodeMode.Exact, Token);
            batch.Write(i, picture);
        }
        var pictures = new float[3 * model.Dimensions];
        Assert.Equal([1], model.Image.EncodeEach(batch, 3, pictures, Token));
        AssertDirection(alone, pictures.AsSpan(2 * model.Dimensions));
        Assert.Contains(
            "slot 1", Assert.Throws<ModelException>(() => model.Image.Encode(batch, 3, pictures, Token)).Message);

        var texts = new float[3 * model.Dimensions];
        Assert.Equal([1], model.Text.EncodeEach(["dog", "boom", "cat"], texts, Token));
        AssertDirection(model.Text.Encode("cat", Token), texts.AsSpan(2 * model.Dimensions));
        Assert.Equal([0], model.Text.EncodeEachCaption(["boom", "cat"], texts, null, Token));
    }

    [Fact]
    public void An_error_names_the_picture_or_the_text()
    {
        using var folder = Model(spoilsBatch: false);
        Pictures(folder.At("x"));
        using var model = ClipModel.Load(folder.At("model"));
        var longText = "boom " + string.Concat(Enumerable.Repeat("dog ", 13)) + "ab🐶 dog dog";

        var picture = Assert.Throws<PictureException>(() => model.Image.Encode(folder.At("x", "white.png"), Token));
        var text = Assert.Throws<ModelException>(() => model.Text.Encode(longText, Token));

        Assert.EndsWith("white.png", picture.Subject);
        Assert.Equal(ModelFault.UselessEmbedding, text.Fault);
        Assert.Contains("\"boom dog dog", text.Message);
        Assert.DoesNotContain(text.Message, letter => char.IsSurrogate(letter) && !text.Message.Contains("🐶"));
    }

    [Fact]
    public async Task Embed_answers_the_others_and_search_names_the_text()
    {
        using var folder = Model(spoilsBatch: false);
        Pictures(folder.At("x"));
        string[] model = ["--model", folder.At("model")];
        string[] pictures = ["--image", folder.At("x", "white.png"), folder.At("x", "dim.png")];

        var embedded = await ClipSearch.RunAsync(["embed", "boom", "dog", .. pictures, "--json", .. model]);
        var searched = await ClipSearch.RunAsync(["search", "boom", "--in", folder.At("x"), .. model]);

        Assert.Equal(2, embedded.ExitCode);
        Assert.Equal(2, embedded.Json.Count(line => line.TryGetProperty("embedding", out _)));
        embedded.HasOneErrorLine("white.png", "not finite", "--device cpu");
        embedded.HasOneErrorLine("\"boom\"", "not finite", "--device cpu");
        Assert.Equal(2, searched.ExitCode);
        searched.HasOneErrorLine("\"boom\"", "not finite or zero");
    }

    private static void Pictures(string folder)
    {
        foreach (var (name, value) in ((string, int)[])[("dark", 1), ("dim", 2), ("white", 255)])
        {
            var pixels = Enumerable.Range(0, 48).Select(at => (byte)(at % 3 == 0 || value == 255 ? value : 1));
            Directory.CreateDirectory(folder);
            PngFile.Write(Path.Combine(folder, name + ".png"), [.. pixels], TinyTowers.Edge, TinyTowers.Edge);
        }
    }

    /// <summary>
    /// A model in which white pictures overflow in half precision, and the token "boom" is infinite.
    /// </summary>
    /// <param name="spoilsBatch">Whether rows are divided by the largest number of the batch.</param>
    private static TestFolder Model(bool spoilsBatch)
    {
        var folder = new TestFolder();
        folder.Write("model/config.json", """{"model_type": "clip", "projection_dim": 4, "text_config": {}}""");
        folder.Write("model/tokenizer.json", Tokenizer(null, null, "<pad>", "<unk>", "dog", "cat", "boom"));
        folder.Write(
            "model/preprocessor_config.json",
            """
            {"size": {"height": 4, "width": 4}, "do_center_crop": false, "do_normalize": false, "rescale_factor": 100}
            """);
        float[] table = [0, 0, 0, 0, 1, 2, 3, 4, 2, 1, 0, 5, 4, 4, 1, 2, float.PositiveInfinity, 0, 0, 1];
        var text = new TinyOnnx().Input("input_ids", OnnxElementType.Int64, Free, Free)
            .Weight("table", [5, 4], table).Integers("tokens.axis", 1)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("ReduceSum", ["rows", "tokens.axis"], "sum", ("keepdims", 0));
        Finish(text, "text_embeds").Save(folder.At("model", "onnx", "text_model.onnx"));
        var image = new TinyOnnx().AddImage("half", halfOutput: true).Node("Cast", ["half"], "sum", ("to", 1));
        Finish(image, "image_embeds").Save(folder.At("model", "onnx", "vision_model.onnx"));
        return folder;

        TinyOnnx Finish(TinyOnnx graph, string output)
        {
            graph.Node("ReduceMax", ["sum"], "largest", ("keepdims", 0))
                .Node(spoilsBatch ? "Div" : "Identity", spoilsBatch ? ["sum", "largest"] : ["sum"], output);
            return graph.Output(output, OnnxElementType.Float, Free, 4);
        }
    }
}
