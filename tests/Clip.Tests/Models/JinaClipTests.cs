using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>jina-clip: its preprocessing, its combined graph, its instructions and its Matryoshka embeddings.</summary>
public class JinaClipTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Jina_clip_v1_pads_to_the_longest_and_reads_its_own_preprocessing_keys()
    {
        using var folder = new TestFolder();
        folder.Write(
            "config.json",
            """
            {"model_type": "jina_clip", "projection_dim": 4, "text_config": {"embed_dim": 4},
             "vision_config": {"image_size": 4}}
            """);
        folder.Write("tokenizer_config.json", """{"pad_token": "[PAD]", "model_max_length": 8192}""");
        folder.Write("tokenizer.json", Tokenizer("[CLS]", "[SEP]", "[PAD]", "<unk>", "[CLS]", "[SEP]", "dog"));
        folder.Write(
            "preprocessor_config.json",
            """
            {"fill_color": 0, "image_processor_type": "CLIPImageProcessor", "interpolation": "bicubic", "mean": [0.5,
             0.5, 0.5], "resize_mode": "shortest", "size": 4, "std": [0.25, 0.25, 0.25]}
            """);
        new TinyOnnx().AddText(5, "text_embeds").Save(folder.At("onnx", "text_model.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        using var model = folder.Load();

        Assert.Equal(512, model.Text.MaxLength);
        AssertDirection(Sum([2, 4, 3]), model.Text.Encode("dog", Token));
        var pixels = Noise(folder.At("noise.png"), 4);
        AssertDirection(
            Product(Planes(pixels, (value, _) => (value / 255f - 0.5f) / 0.25f)),
            model.Image.Encode(folder.At("noise.png"), Token));
    }

    [Fact]
    public void Jina_clip_v2_uses_the_normalized_outputs_of_its_graph()
    {
        using var folder = JinaV2(out _);
        using var model = folder.Load();

        Assert.Equal(ModelLayout.Combined, model.Layout);
        AssertDirection(Sum([0, 4, 2]), model.Text.Encode("dog", Token));
        var pixels = Noise(folder.At("noise.png"), 5);
        AssertDirection(
            Product(Planes(pixels, (value, _) => value / 255f)), model.Image.Encode(folder.At("noise.png"), Token));
    }

    [Fact]
    public void The_instruction_of_a_task_precedes_a_query()
    {
        using var folder = JinaV2(out _);
        using var model = folder.Load(new ClipModelOptions { Task = "retrieval.query" });

        Assert.Equal([0, 5, 6, 4, 2], model.Text.Tokenize("dog"));
        using var unknown = folder.Load(new ClipModelOptions { Task = "poetry" });
        var error = Assert.Throws<ModelException>(() => unknown.Text.Encode("dog", Token));
        Assert.Contains("retrieval.query", error.Remedy);
    }

    [Fact]
    public void Matryoshka_embeddings_are_truncated_and_scaled_to_unit_length_again()
    {
        using var folder = JinaV2(out _);
        using var whole = folder.Load();
        using var model = folder.Load(new ClipModelOptions { Dimensions = 2 });

        Assert.Equal((2, 4), (model.Dimensions, model.FullDimensions));
        AssertDirection(Sum([0, 4, 2]).AsSpan(0, 2), model.Text.Encode("dog", Token));
        var vectors = new float[2 * 2];
        model.Text.Encode(["dog", "dog dog"], vectors, Token);
        AssertDirection(Sum([0, 4, 4, 2]).AsSpan(0, 2), vectors.AsSpan(2, 2));
        Assert.NotEqual(whole.Fingerprint, model.Fingerprint);
    }

    [Fact]
    public void The_instruction_of_queries_does_not_precede_captions()
    {
        using var folder = JinaV2(out _);
        using var model = folder.Load(new ClipModelOptions { Task = "retrieval.query" });

        AssertDirection(Sum([0, 5, 6, 4, 2]), model.Text.Encode("dog", Token));
        var caption = new float[Dimensions];
        model.Text.EncodeCaptions(["dog"], caption, cancellationToken: Token);
        AssertDirection(Sum([0, 4, 2]), caption);
    }

    [Theory]
    [InlineData("document")]
    [InlineData("passage")]
    public void The_instruction_for_documents_precedes_captions(string name)
    {
        using var folder = JinaV2(out _);
        folder.Write(
            "config_sentence_transformers.json",
            $$"""{"prompts": {"query": "find ", "{{name}}": ": "}, "default_prompt_name": null}""");
        using var model = folder.Load(new ClipModelOptions { Task = "query" });

        AssertDirection(Sum([0, 5, 4, 2]), model.Text.Encode("dog", Token));
        var caption = new float[Dimensions];
        model.Text.EncodeCaptions(["dog"], caption, cancellationToken: Token);
        AssertDirection(Sum([0, 6, 4, 2]), caption);
    }

    [Theory]
    [InlineData(3, "2, 4")]
    [InlineData(5, "1 to 4")]
    public void A_dimension_that_the_model_was_not_trained_for_is_refused_with_the_trained_ones(
        int dimensions, string known)
    {
        using var folder = JinaV2(out _);

        var error = Assert.Throws<ModelException>(() => folder.Load(new ClipModelOptions { Dimensions = dimensions }));

        Assert.Contains(known, error.Remedy);
    }

    /// <summary>Text and pictures in one graph, whose outputs come raw and normalized.</summary>
    internal static TestFolder JinaV2(out TinyOnnx graph)
    {
        var folder = new TestFolder();
        folder.Write("config.json", """
            {"model_type": "jina_clip", "projection_dim": 4, "matryoshka_dimensions": [2, 4], "truncate_dim": null,
             "text_config": {"default_instruction_task": null,
                             "hf_model_config_kwargs": {"task_instructions": {"retrieval.query": "find : "}}},
             "vision_config": {"image_size": 4}}
            """);
        folder.Write("tokenizer.json", Tokenizer("<s>", "</s>", "<s>", "<pad>", "</s>", "<unk>", "dog", "find", ":"));
        folder.Write("tokenizer_config.json", """{"pad_token": "<pad>", "model_max_length": 8194}""");
        folder.Write("preprocessor_config.json", PlainPictures);
        graph = new TinyOnnx().AddText(7, "text_embeddings").AddImage("image_embeddings")
            .Node("LpNormalization", ["text_embeddings"], "l2norm_text_embeddings", ("axis", -1), ("p", 2))
            .Node("LpNormalization", ["image_embeddings"], "l2norm_image_embeddings", ("axis", -1), ("p", 2))
            .Output("l2norm_text_embeddings", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Output("l2norm_image_embeddings", OnnxElementType.Float, TinyOnnx.Free, Dimensions);
        graph.Save(folder.At("onnx", "model.onnx"));
        return folder;
    }
}
