using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>Each family's own files, names, types and rules, with weights whose result is computed here.</summary>
public class ModelFamilyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Siglip_2_lowercases_and_pads_to_64_with_0()
    {
        using var folder = new TestFolder();
        folder.Write(
            "config.json",
            """
            {"model_type": "siglip", "text_config": {"model_type": "siglip_text_model", "vocab_size": 6},
             "vision_config": {"image_size": 4}}
            """);
        folder.Write(
            "tokenizer_config.json",
            """
            {"tokenizer_class": "GemmaTokenizer", "pad_token": "<pad>",
             "model_max_length": 1000000000000000019884624838656}
            """);
        folder.Write("tokenizer.json", Tokenizer(null, "<eos>", "<pad>", "<eos>", "<unk>", "dog", "i\u0307st", "DOG"));
        new TinyOnnx().AddText(6, "pooler_output").Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        Assert.Equal(64, model.Text.MaxLength);
        Assert.Equal([3, 4, 1], model.Text.Tokenize("DOG İST"));
        AssertDirection(Sum(Padded([3, 4, 1], 64, 0)), model.Text.Encode("DOG İST", Token));
        Assert.Equal((117.33, -12.93), (model.LogitScale.Scale, model.LogitScale.Bias));
    }

    [Fact]
    public void Siglip_1_pads_to_64_with_the_pad_token_and_its_mask_covers_all()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "siglip", "text_config": {"model_type": "siglip_text_model"}}""");
        folder.Write("special_tokens_map.json", """{"pad_token": {"content": "</s>"}}""");
        folder.Write("tokenizer.json", Tokenizer(null, "</s>", "<unk>", "</s>", "dog"));
        new TinyOnnx().AddText(3, "pooler_output", mask: "attention_mask").Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum(Padded([2, 1], 64, 1)), model.Text.Encode("dog", Token));
    }

    [Fact]
    public void Texts_for_Immichs_siglip_are_cleaned_as_Immich_does()
    {
        using var folder = new TestFolder();
        folder.Write(
            "config.json",
            """
            {"embed_dim": 4, "init_logit_bias": -10, "vision_cfg": {"image_size": 4}, "text_cfg": {"context_length": 8,
             "vocab_size": 7, "tokenizer_kwargs": {"clean": "canonicalize"}}}
            """);
        folder.Write("textual/tokenizer_config.json", """{"pad_token": "<pad>"}""");
        folder.Write(
            "textual/tokenizer.json",
            Tokenizer(null, "<eos>", "<pad>", "<eos>", "<unk>", "dog", "its", "οδος", "big"));
        new TinyOnnx().AddText(7, "embedding", "text", OnnxElementType.Int32, batch: 1, length: 8)
            .Save(folder.At("textual", "model.onnx"));
        using var model = folder.Load();

        Assert.Equal(ModelLayout.TextualVisual, model.Layout);
        Assert.Equal([4, 6, 3, 5, 1], model.Text.Tokenize("  It's BIG_,\t dog! ΟΔΟΣ"));
        AssertDirection(Sum(Padded([3, 1], 8, 0)), model.Text.Encode("Dog.", Token));
        Assert.Equal(-12.93, model.LogitScale.Bias);
    }

    [Theory]
    [InlineData("""{"model_type": "mobileclip"}""")]
    [InlineData("""{"model_type": "clip"}""")]
    public void MobileCLIP_pads_to_77_with_0_and_only_scales_pictures(string config)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", config);
        folder.Write("tokenizer_config.json", """{"pad_token": "<end>", "model_max_length": 77}""");
        folder.Write("tokenizer.json", Tokenizer("<start>", "<end>", "!", "dog", "<unk>", "<start>", "<end>"));
        folder.Write(
            "preprocessor_config.json",
            """
            {"crop_size": {"height": 4, "width": 4}, "do_center_crop": true, "do_normalize": false, "do_rescale": true,
             "do_resize": true, "resample": 2, "rescale_factor": 0.00392156862745098, "size": {"shortest_edge": 4}}
            """);
        new TinyOnnx().AddText(5).Save(folder.At("onnx", "text_model.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum(Padded([3, 1, 4], 77, 0)), model.Text.Encode("dog", Token));
        var pixels = Noise(folder.At("noise.png"), 1);
        AssertDirection(
            Product(Planes(pixels, (value, _) => value / 255f)), model.Image.Encode(folder.At("noise.png"), Token));
    }

    [Fact]
    public void UForm_uses_its_second_output_and_its_sections_of_the_configuration()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """
            {"text_encoder": {"tokenizer_class": "PreTrainedTokenizerFast", "padding_idx": 1,
                              "max_position_embeddings": 5, "vocab_size": 5},
             "image_encoder": {"image_size": 4, "normalization_means": [0.5, 0.25, 0.125],
                               "normalization_deviations": [0.5, 0.25, 0.75]}}
            """);
        folder.Write("tokenizer.json", Tokenizer("<s>", "</s>", "<s>", "<pad>", "</s>", "<unk>", "dog"));
        new TinyOnnx().Input("input_ids", OnnxElementType.Int32, TinyOnnx.Free, 5)
            .Input("attention_mask", OnnxElementType.Int32, TinyOnnx.Free, 5)
            .Weight("table", [5, Dimensions], Table(5)).Integers("axis", 1).Integers("last", 2)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("ReduceMax", ["rows"], "features", ("axes", new long[] { 1 }), ("keepdims", 0))
            .Node("Cast", ["attention_mask"], "mask", ("to", 1)).Node("Unsqueeze", ["mask", "last"], "wide")
            .Node("Mul", ["rows", "wide"], "masked")
            .Node("ReduceSum", ["masked", "axis"], "embeddings", ("keepdims", 0))
            .Output("features", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Output("embeddings", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Save(folder.At("text_encoder.onnx"));
        new TinyOnnx().AddImage("embeddings", "images").Save(folder.At("image_encoder.onnx"));
        using var model = folder.Load();

        Assert.Equal(ModelLayout.EncoderPair, model.Layout);
        AssertDirection(Sum([0, 4, 2]), model.Text.Encode("dog", Token));
        // UForm cuts a text that is too long, its end token with it.
        Assert.Equal([0, 4, 4, 4, 4], model.Text.Tokenize("dog dog dog dog dog dog"));
        var pixels = Noise(folder.At("noise.png"), 2);
        float[] means = [0.5f, 0.25f, 0.125f], deviations = [0.5f, 0.25f, 0.75f];
        AssertDirection(
            Product(Planes(pixels, (value, channel) => (value / 255f - means[channel]) / deviations[channel])),
            model.Image.Encode(folder.At("noise.png"), Token));
    }

    [Fact]
    public void Qdrants_towers_are_loaded_from_two_folders_with_any_input_names()
    {
        using var folder = new TestFolder();
        folder.Write(
            "text/config.json",
            """
            {"model_type": "clip_text_model", "projection_dim": 4, "max_position_embeddings": 6, "vocab_size": 4}
            """);
        folder.Write("text/tokenizer.json", Tokenizer("<start>", "<end>", "<start>", "<end>", "<unk>", "dog"));
        new TinyOnnx().AddText(4, "output_0", "tokens").Save(folder.At("text", "model.onnx"));
        folder.Write("image/config.json", """{"model_type": "clip_vision_model", "projection_dim": 4}""");
        folder.Write("image/preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddImage("output_0", "x").Save(folder.At("image", "model.onnx"));
        using var model = ClipModel.Load(folder.At("text"), folder.At("image"));

        Assert.Equal((ModelLayout.SingleTower, "text+image"), (model.Layout, model.Name));
        Assert.Equal(6, model.Text.MaxLength);
        AssertDirection(Sum([0, 3, 1]), model.Text.Encode("dog", Token));
        var pixels = Noise(folder.At("noise.png"), 3);
        AssertDirection(
            Product(Planes(pixels, (value, _) => value / 255f)), model.Image.Encode(folder.At("noise.png"), Token));

        using var alone = ClipModel.Load(folder.At("text"));
        Assert.NotEqual(alone.Fingerprint, model.Fingerprint);
        var error = Assert.Throws<ModelException>(() => alone.Image.CreateBatch(1));
        Assert.Contains("no image tower", error.Message);
        Assert.Throws<ModelException>(() => ClipModel.Load(folder.At("image"), folder.At("text")));
    }

    [Fact]
    public void M_CLIP_in_Immichs_layout_takes_a_mask_of_fixed_shape()
    {
        using var folder = new TestFolder();
        folder.Write(
            "config.json",
            """
            {"embed_dim": 4, "text_cfg": {"context_length": 77, "hf_tokenizer_name": "x"},
             "vision_cfg": {"image_size": 4}}
            """);
        folder.Write("textual/tokenizer_config.json", """{"pad_token": "<pad>"}""");
        folder.Write("textual/tokenizer.json", Tokenizer("<s>", "</s>", "<s>", "<pad>", "</s>", "<unk>", "dog"));
        new TinyOnnx()
            .AddText(5, "embedding", type: OnnxElementType.Int32, mask: "attention_mask", batch: 1, length: 77)
            .Save(folder.At("textual", "model.onnx"));
        using var model = folder.Load();

        var vectors = new float[3 * Dimensions];
        model.Text.Encode(["dog", "dog dog dog", ""], vectors, Token);

        AssertDirection(Sum([0, 4, 2]), vectors.AsSpan(0, Dimensions));
        AssertDirection(Sum([0, 4, 4, 4, 2]), vectors.AsSpan(Dimensions, Dimensions));
        AssertDirection(Sum([0, 2]), vectors.AsSpan(2 * Dimensions, Dimensions));
    }

    [Fact]
    public void The_code_of_the_language_precedes_a_text_for_NLLB_CLIP()
    {
        using var folder = new TestFolder();
        folder.Write(
            "config.json",
            """
            {"embed_dim": 4, "init_logit_bias": -10, "text_cfg": {"context_length": 6, "hf_tokenizer_name": "x"},
             "vision_cfg": {"image_size": 4}}
            """);
        folder.Write("textual/tokenizer_config.json", """{"pad_token": "<pad>"}""");
        folder.Write(
            "textual/tokenizer.json",
            Tokenizer("eng_Latn", "</s>", "<s>", "<pad>", "</s>", "<unk>", "chien", "eng_Latn", "fra_Latn"));
        new TinyOnnx().AddText(7, "embedding", "text", OnnxElementType.Int32, batch: 1, length: 6)
            .Save(folder.At("textual", "model.onnx"));

        using var usual = folder.Load();
        AssertDirection(Sum(Padded([5, 4, 2], 6, 1)), usual.Text.Encode("chien", Token));
        using var french = folder.Load(new ClipModelOptions { Language = "fra_Latn" });
        AssertDirection(Sum(Padded([6, 4, 2], 6, 1)), french.Text.Encode("chien", Token));
        using var unknown = folder.Load(new ClipModelOptions { Language = "tlh_Latn" });
        Assert.Contains("tlh_Latn", Assert.Throws<ModelException>(() => unknown.Text.Encode("chien", Token)).Message);
    }

    [Fact]
    public void Graphs_with_other_names_are_told_apart_by_their_inputs()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "something", "projection_dim": 4}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        folder.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddText(2, mask: "attention_mask").Save(folder.At("my-text-fp32.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("my-picture-fp32.onnx"));
        using var model = folder.Load();

        Assert.Equal(ModelLayout.Unnamed, model.Layout);
        AssertDirection(Sum([1]), model.Text.Encode("dog", Token));
        Noise(folder.At("noise.png"), 6);
        Assert.Equal(Dimensions, model.Image.Encode(folder.At("noise.png"), Token).Length);
    }
}
