using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Models;

/// <summary>Files of a folder that contradict each other are reported in one line: file, problem, remedy.</summary>
public class ContradictionTests
{
    private const long Free = TinyOnnx.Free;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("projection_dim", 5)]
    [InlineData("embed_dim", 3)]
    public void A_configuration_of_another_dimension_is_refused(string key, int dimension)
    {
        using var folder = Folder();
        folder.Write("config.json", $$"""{"model_type": "clip", "{{key}}": {{dimension}}}""");

        AssertError("config.json", $"{dimension} numbers, but the graph makes 4", () => folder.Load());
    }

    [Fact]
    public void A_configuration_of_another_picture_size_is_refused_where_the_graph_has_a_free_size()
    {
        using var folder = Folder();
        folder.Write("config.json", """{"model_type": "clip", "vision_config": {"image_size": 8}}""");
        new TinyOnnx().AddImage(freeSize: true).Save(folder.At("onnx", "vision_model.onnx"));
        using var model = folder.Load();

        AssertError("config.json", "8x8", () => model.Image.CreateBatch(1));
    }

    [Fact]
    public void Token_ids_beyond_the_vocabulary_of_the_configuration_are_refused()
    {
        using var folder = Folder();
        folder.Write("config.json", """{"model_type": "clip", "text_config": {"vocab_size": 3}}""");
        using var model = folder.Load();

        Assert.NotEmpty(model.Text.Encode("dog", Token));
        AssertError("tokenizer.json", "token id 3", () => model.Text.Encode("cat", Token));
    }

    [Fact]
    public void Token_ids_beyond_the_vocabulary_of_the_graph_are_refused()
    {
        using var folder = Folder();
        new TinyOnnx().AddText(3).Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        AssertError("text_model.onnx", "smaller vocabulary", () => model.Text.Encode("cat", Token));
    }

    [Fact]
    public void A_graph_that_takes_fewer_tokens_than_the_special_ones_is_refused()
    {
        using var folder = Folder();
        new TinyOnnx().AddText(4, length: 1).Save(folder.At("onnx", "text_model.onnx"));
        folder.Write("tokenizer.json", Tokenizer("<s>", "</s>", "<unk>", "<s>", "</s>"));
        using var model = folder.Load();

        AssertError("text_model.onnx", "special tokens alone are 2", () => model.Text.Encode("dog", Token));
    }

    public static TheoryData<string, string> Files => new()
    {
        { "tokenizer.json", "a text is encoded" },
        { "preprocessor_config.json", "a picture is encoded" },
        { "config.json", "the model is loaded" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_web_page_or_pointer_in_place_of_any_file_is_reported(string file, string when)
    {
        foreach (var (content, problem) in ((string, string)[])[
            ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "Git LFS pointer"),
            ("\n<!DOCTYPE HTML><html>", "web page"),
            ("", "is empty")])
        {
            using var folder = Folder();
            folder.Write(file, content);

            AssertError(file, problem, () =>
            {
                using var model = folder.Load();
                Assert.NotEqual("the model is loaded", when);
                model.Text.Encode("dog", Token);
                model.Image.CreateBatch(1).Dispose();
            });
        }
    }

    public static TheoryData<string, string> HostileJson => new()
    {
        { new string('[', 100_000), "not valid JSON" },
        { string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "not valid JSON" },
        { "[]", "not a JSON object" },
        { "{\"model_type\": \"clip\"} trailing", "not valid JSON" },
        { $"{{\"a\": \"{new string('x', 9 << 20)}\"}}", "MB long" },
    };

    [Theory]
    [MemberData(nameof(HostileJson))]
    public void Hostile_json_is_refused(string json, string problem)
    {
        using var folder = Folder();
        folder.Write("config.json", json);

        AssertError("config.json", problem, () => folder.Load());
    }

    [Theory]
    [InlineData(
        """
        {"model_type": "\ud800", "text_config": {"vocab_size": "many", "\udfff": 1}, "logit_scale": 1e999,
         "projection_dim": -4, "truncate_dim": [1]}
        """)]
    [InlineData(
        """
        {"model_type": ["clip"], "text_config": 7, "vision_config": null, "text_cfg": null, "logit_scale": "big",
         "matryoshka_dimensions": ["a", 1]}
        """)]
    [InlineData(
        """
        {"model_type": "clip", "model_type": "clip", "projection_dim": 1e300, "vision_config": {"image_size": [4, 4]}}
        """)]
    public void Values_of_the_wrong_type_count_as_absent(string json)
    {
        using var folder = Folder();
        folder.Write("config.json", json);
        using var model = folder.Load();

        Assert.Equal(100, model.LogitScale.Scale);
        Assert.Equal(4, model.Text.Encode("dog", Token).Length);
        Assert.Equal(1, model.Image.CreateBatch(1).Capacity);
    }

    [Fact]
    public void An_unknown_part_of_a_tokenizer_is_named()
    {
        using var folder = Folder();
        folder.Write(
            "tokenizer.json",
            Tokenizer(null, null, "<unk>", "dog").Replace("WhitespaceSplit", "Oracle", StringComparison.Ordinal));
        using var model = folder.Load();

        AssertError("tokenizer.json", "Oracle", () => model.Text.Encode("dog", Token));
    }

    public static TheoryData<string, string, byte[]> TextGraphs => new()
    {
        {
            "an input that nobody fills", "past_key_values",
            new TinyOnnx().AddText(4).Input("past_key_values", OnnxElementType.Float, Free, 12, Free, 64, 1).Build()
        },
        {
            "hidden states only", "no text embedding",
            new TinyOnnx().Input("input_ids", OnnxElementType.Int64, Free, Free)
                .Weight("table", [4, 4], TinyTowers.Table(4))
                .Node("Gather", ["table", "input_ids"], "last_hidden_state")
                .Output("last_hidden_state", OnnxElementType.Float, Free, Free, 4).Build()
        },
        { "logits only", "no text embedding", new TinyOnnx().AddText(4, "logits_per_text").Build() },
        { "a batch of a million", "rows at once", new TinyOnnx().AddText(4, batch: 1_000_000).Build() },
        { "rows without end", "tokens", new TinyOnnx().AddText(4, length: long.MaxValue).Build() },
        {
            "embeddings of integers",
            "Int64",
            new TinyOnnx().AddText(4, "sum").Node("Cast", ["sum"], "text_embeds", ("to", 7))
                .Output("text_embeds", OnnxElementType.Int64, Free, 4).Build()
        },
    };

    [Theory]
    [MemberData(nameof(TextGraphs))]
    public void A_text_graph_of_another_kind_is_refused(string what, string problem, byte[] graph)
    {
        using var folder = Folder();
        folder.Write("onnx/text_model.onnx", graph);

        AssertError("text_model.onnx", problem, () =>
        {
            using var model = folder.Load();
            model.Text.Encode(what, Token);
        });
    }

    public static TheoryData<string, string, byte[]> ImageGraphs => new()
    {
        {
            "four channels",
            "4 channels",
            new TinyOnnx().Input("pixel_values", OnnxElementType.Float, Free, 4, 4, 4)
                .Output("image_embeds", OnnxElementType.Float, Free, 4).Build()
        },
        { "doubles", "Double", new TinyOnnx().AddImage(type: OnnxElementType.Double).Build() },
        {
            "another size",
            "5x4",
            new TinyOnnx().Input("pixel_values", OnnxElementType.Float, Free, 3, 4, 5)
                .Output("image_embeds", OnnxElementType.Float, Free, 4).Build()
        },
        {
            "patches",
            "no pictures",
            new TinyOnnx().Input("pixel_values", OnnxElementType.Float, Free, 256, 768)
                .Output("image_embeds", OnnxElementType.Float, Free, 4).Build()
        },
    };

    [Theory]
    [MemberData(nameof(ImageGraphs))]
    public void An_image_graph_of_another_kind_is_refused(string what, string problem, byte[] graph)
    {
        using var folder = Folder();
        folder.Write("onnx/vision_model.onnx", graph);
        using var model = folder.Load();

        Assert.NotEmpty(what);
        AssertError("vision_model.onnx", problem, () => model.Image.CreateBatch(1));
    }

    [Fact]
    public void A_zero_embedding_is_refused()
    {
        using var folder = Folder();
        new TinyOnnx().AddText(4, "sum").Weight("nothing", [1], 0).Node("Mul", ["sum", "nothing"], "text_embeds")
            .Output("text_embeds", OnnxElementType.Float, Free, 4)
            .Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        AssertError("text_model.onnx", "not finite or zero", () => model.Text.Encode("dog", Token));
    }

    private static TestFolder Folder()
    {
        var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip", "projection_dim": 4}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<pad>", "<unk>", "dog", "cat"));
        folder.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddText(4).Save(folder.At("onnx", "text_model.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        return folder;
    }

    private static void AssertError(string file, string problem, Action action)
    {
        var error = Assert.ThrowsAny<ClipException>(action);
        Assert.EndsWith(file, error.Subject);
        Assert.Contains(problem, error.Message);
        Assert.NotNull(error.Remedy);
        Assert.DoesNotContain('\n', error.Message);
    }
}
