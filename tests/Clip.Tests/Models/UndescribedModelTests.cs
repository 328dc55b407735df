using Clip.Models.Onnx;
using Clip.Models.TextTower;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>What no file says is decided by what the files do say, and told.</summary>
public class UndescribedModelTests
{
    private const string Pixels = "IMAGE";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_download_without_any_configuration_is_OpenAIs_in_the_size_of_its_graph()
    {
        using var folder = Bare();
        using var model = folder.Load();
        var pixels = Noise(folder.At("noise.png"), 3);

        (float Mean, float Std)[] channels =
            [(0.48145466f, 0.26862954f), (0.4578275f, 0.26130258f), (0.40821073f, 0.27577711f)];
        AssertDirection(
            Product(Planes(pixels, (value, at) => (value / 255f - channels[at].Mean) / channels[at].Std)),
            model.Image.Encode(folder.At("noise.png"), Token));
        Assert.Contains(model.Decisions, decision => decision.Contains("OpenAI's preprocessing"));
        Assert.Contains(model.Decisions, decision => decision.Contains("add \"logit_scale\""));
        Assert.Equal(LogitScaleSource.Assumed, model.LogitScaleSource);
    }

    [Fact]
    public void A_missing_file_is_asked_for_where_the_rest_says_that_it_matters()
    {
        using var folder = Bare();
        File.Delete(folder.At("tokenizer.json"));
        folder.Write("config.json", """{"model_type": "siglip", "vision_config": {"image_size": 4}}""");
        using var model = folder.Load();

        var picture = Assert.Throws<ModelException>(() => model.Image.Encode("any.png", Token));
        var text = Assert.Throws<ModelException>(() => model.Text.Encode("dog", Token));

        Assert.Contains("has no preprocessor_config.json", picture.Message);
        Assert.Contains("has no tokenizer.json", text.Message);
        Assert.Contains("that the graph was exported from", text.Remedy);
        Assert.Contains("openai/clip-vit-base-patch32", text.Remedy);
    }

    [Theory]
    [InlineData("""{"processor_class": "SiglipProcessor", "tokenizer_class": "GemmaTokenizer"}""")]
    [InlineData("""{"tokenizer_class": "Siglip2Tokenizer"}""")]
    public void A_text_tower_alone_is_SigLIP_by_its_tokenizers_configuration(string tokenizer)
    {
        using var folder = new TestFolder();
        folder.Write("tokenizer_config.json", tokenizer);
        folder.Write("tokenizer.json", Tokenizer(null, "<eos>", "<pad>", "<eos>", "<unk>", "dog"));
        new TinyOnnx().AddText(4).Save(folder.At("model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum(Padded([3, 1], 64, 0)), model.Text.Encode("DOG", Token));
        Assert.Contains(model.Decisions, decision => decision.Contains("SigLIP") && decision.Contains("lower-cased"));
    }

    [Fact]
    public void A_configuration_of_another_text_tower_is_told_by_the_mask()
    {
        using var folder = new TestFolder();
        // M-CLIP in Immich: open_clip's configuration of the picture tower's model, with that model's vocabulary.
        folder.Write(
            "config.json",
            """
            {"embed_dim": 512, "vision_cfg": {"image_size": 4}, "text_cfg": {"context_length": 6, "vocab_size": 3}}
            """);
        folder.Write("textual/tokenizer_config.json", """{"pad_token": "<pad>"}""");
        folder.Write("textual/tokenizer.json", Tokenizer("<s>", "</s>", "<s>", "<pad>", "</s>", "<unk>", "dog"));
        new TinyOnnx().AddText(5, "embedding", type: OnnxElementType.Int32, mask: "attention_mask")
            .Save(folder.At("textual", "model.onnx"));
        using var model = folder.Load();

        Assert.Equal((4, 6), (model.Dimensions, model.Text.MaxLength));
        AssertDirection(Sum([0, 4, 4, 2]), model.Text.Encode(" dog \t dog", Token));
        Assert.Contains(model.Decisions, decision => decision.Contains("describes another text tower"));
    }

    [Fact]
    public void An_open_clip_tower_without_a_length_reads_77_tokens()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"text_cfg": {"hf_model_name": "facebook/nllb", "vocab_size": 3}}""");
        folder.Write("textual/tokenizer_config.json", """{"pad_token": "<pad>", "model_max_length": 1024}""");
        folder.Write(
            "textual/tokenizer.json", Tokenizer("eng_Latn", "</s>", "<pad>", "</s>", "<unk>", "dog", "eng_Latn"));
        new TinyOnnx().AddText(5, "text_embedding", "text", OnnxElementType.Int32)
            .Save(folder.At("textual", "model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum(Padded([4, 3, 1], 77, 0)), model.Text.Encode("dog", Token));
    }

    [Theory]
    [InlineData(TextCleaning.Whitespace, " a\u3000 b\x1c\n", "a b")]
    [InlineData(TextCleaning.Canonical, "A dog_house & co.", "A doghouse  co")]
    [InlineData(TextCleaning.Canonical, "- \"x\" -", " x ")]
    [InlineData(TextCleaning.Canonical, "ΟΔΟΣ ΣΑΣ.", "ΟΔΟς ΣΑς")]
    [InlineData(TextCleaning.None, " a  b ", " a  b ")]
    internal void Texts_are_cleaned_in_Immichs_order(TextCleaning cleaning, string text, string expected) =>
        Assert.Equal(expected, cleaning.Clean(text));

    [Theory]
    [InlineData("""{"logit_scale": 90}""", LogitScaleSource.Configuration)]
    [InlineData("""{"logit_scale_init_value": 2.6}""", LogitScaleSource.Assumed)]
    public void The_source_of_the_scale_is_told(string config, LogitScaleSource source)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", config);
        new TinyOnnx().AddText(2).Save(folder.At("model.onnx"));
        using var model = folder.Load();

        Assert.Equal(source, model.LogitScaleSource);
    }

    [Fact]
    public void The_scale_in_a_graph_is_the_originals()
    {
        foreach (var name in GoldenModels.Names)
        {
            using var model = ClipModel.Load(GoldenModels.Folder(name));
            var (scale, bias) = GoldenModels.Reference(name).Logits;
            if (model.LogitScaleSource == LogitScaleSource.Assumed || scale is null)
                continue;
            Assert.Equal(scale.Value, model.LogitScale.Scale, 1e-2);
            Assert.Equal(bias, model.LogitScale.Bias);
        }
    }

    private static TestFolder Bare()
    {
        var folder = new TestFolder();
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        new TinyOnnx().AddText(2, "TEXT_EMBEDDING", "TEXT", OnnxElementType.Int32, length: 77)
            .Save(folder.At("clip_text.onnx"));
        new TinyOnnx().AddImage("IMAGE_EMBEDDING", Pixels).Save(folder.At("clip_image.onnx"));
        return folder;
    }
}
