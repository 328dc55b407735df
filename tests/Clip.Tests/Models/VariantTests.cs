using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

public class VariantTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "fp32")]
    [InlineData("plain", "fp32")]
    [InlineData("fp32", "fp32")]
    [InlineData("fp16", "fp16")]
    [InlineData("q8", "quantized")]
    [InlineData("q4f16", "q4f16")]
    [InlineData("qint8_avx512_vnni", "qint8_avx512_vnni")]
    public void A_variant_is_chosen_by_the_suffix_of_its_file(string? asked, string taken)
    {
        using var folder = Folder("", "_fp16", "_quantized", "_q4f16", "_qint8_avx512_vnni");
        using var model = folder.Load(new ClipModelOptions { Variant = asked });

        Assert.Equal(taken, model.Variant);
        Assert.Equal(["fp32", "fp16", "quantized", "q4f16", "qint8_avx512_vnni"], model.Variants);
        Assert.EndsWith(taken == "fp32" ? "text_model.onnx" : $"text_model_{taken}.onnx", model.TextGraph!.Path);
        Assert.Equal(Dimensions, model.Text.Encode("dog", Token).Length);
    }

    [Theory]
    [InlineData("q4f16", "_bnb4", "_q4f16", "_uint8")]
    [InlineData("fp16", "_quantized", "_fp16")]
    [InlineData("O3", "_O4", "_O3")]
    public void The_least_lossy_variant_is_the_default(string expected, params string[] suffixes)
    {
        // "uint8" comes before "q4f16" in the usual order.
        using var folder = Folder(suffixes);
        using var model = folder.Load();

        Assert.Equal(suffixes.Contains("_uint8") ? "uint8" : expected, model.Variant);
    }

    [Fact]
    public void A_missing_variant_is_refused_with_a_list_of_the_available_ones()
    {
        using var folder = Folder("", "_fp16");

        var error = Assert.Throws<ModelException>(() => folder.Load(new ClipModelOptions { Variant = "bnb4" }));

        Assert.Contains("bnb4", error.Message);
        Assert.Contains("fp32, fp16", error.Remedy);
    }

    [Fact]
    public void A_variant_that_only_one_tower_has_is_refused()
    {
        using var folder = Folder("", "_fp16");
        File.Delete(folder.At("onnx", "vision_model_fp16.onnx"));

        var error = Assert.Throws<ModelException>(() => folder.Load(new ClipModelOptions { Variant = "fp16" }));

        Assert.Contains("vision_model", error.Message);
        Assert.Contains("fp32", error.Remedy);
    }

    [Theory]
    [InlineData("bnb4", "no variant 'bnb4'", "fp32, fp16")]
    [InlineData("fp16", "no variant 'fp16' of visual/model", "fp32")]
    public void A_missing_variant_in_Immichs_layout_is_refused_with_a_list_of_the_available_ones(
        string asked, string problem, string remedy)
    {
        using var folder = new TestFolder();
        new TinyOnnx().AddText(2).Save(folder.At("textual", "model.onnx"));
        new TinyOnnx().AddText(2).Save(folder.At("textual", "model_fp16.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("visual", "model.onnx"));

        var error = Assert.Throws<ModelException>(() => folder.Load(new ClipModelOptions { Variant = asked }));

        Assert.Contains(problem, error.Message);
        Assert.Contains($"choose among {remedy}, or", error.Remedy);
    }

    [Fact]
    public void Towers_may_have_different_variants()
    {
        using var folder = Folder("_fp16");
        File.Move(folder.At("onnx", "vision_model_fp16.onnx"), folder.At("onnx", "vision_model_quantized.onnx"));
        using var model = folder.Load();

        Assert.Equal("fp16+quantized", model.Variant);
        Assert.Empty(model.Variants);
    }

    [Theory]
    [InlineData("text=q8,image=fp16", "quantized", "fp16")]
    [InlineData("image=fp16,text=plain", "fp32", "fp16")]
    [InlineData("text=fp16", "fp16", "fp32")]
    [InlineData("image=quantized", "fp32", "quantized")]
    public void Each_tower_may_have_a_variant_of_its_own(string asked, string text, string image)
    {
        using var folder = Folder("", "_fp16", "_quantized");
        using var combined = new TestFolder();
        foreach (var suffix in (string[])["", "_fp16", "_quantized"])
            new TinyOnnx().AddText(2).AddImage().Save(combined.At("onnx", $"model{suffix}.onnx"));

        (TestFolder, string, string)[] places =
            [(folder, "text_model", "vision_model"), (combined, "model", "model")];
        foreach (var (place, texts, images) in places)
        {
            using var model = place.Load(new ClipModelOptions { Variant = asked });

            Assert.Equal($"{text}+{image}", model.Variant);
            Assert.EndsWith(Name(texts, text), model.TextGraph!.Path);
            Assert.EndsWith(Name(images, image), model.ImageGraph!.Path);
        }

        static string Name(string stem, string variant) =>
            Path.DirectorySeparatorChar + (variant == "fp32" ? $"{stem}.onnx" : $"{stem}_{variant}.onnx");
    }

    [Theory]
    [InlineData("text=q4,image=fp16", "no variant 'q4' of text_model", "fp32, fp16")]
    [InlineData("text=fp16,image=q4", "no variant 'q4' of vision_model", "fp32, fp16")]
    [InlineData("text=q4,text=fp16", "neither one variant nor one for each tower", "text=q4,image=fp16")]
    [InlineData("text=q4,fp16", "neither one variant nor one for each tower", "text=q4,image=fp16")]
    [InlineData("vision=q4", "neither one variant nor one for each tower", "text=q4,image=fp16")]
    public void A_variant_that_a_tower_does_not_have_is_refused(string asked, string problem, string remedy)
    {
        using var folder = Folder("", "_fp16");

        var error = Assert.Throws<ModelException>(() => folder.Load(new ClipModelOptions { Variant = asked }));

        Assert.Contains(problem, error.Message);
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public void Towers_of_two_folders_each_use_their_own_variant()
    {
        using var folder = new TestFolder();
        foreach (var suffix in (string[])["", "_fp16", "_q4"])
        {
            new TinyOnnx().AddText(2).Save(folder.At("text", $"model{suffix}.onnx"));
            new TinyOnnx().AddImage().Save(folder.At("image", $"model{suffix}.onnx"));
        }
        using var model = ClipModel.Load(
            folder.At("text"), folder.At("image"), new ClipModelOptions { Variant = "text=q4,image=fp16" });

        Assert.Equal("q4+fp16", model.Variant);
    }

    [Fact]
    public void A_lone_tower_does_not_hide_a_combined_model()
    {
        using var folder = Folder("");
        File.Delete(folder.At("onnx", "vision_model.onnx"));
        new TinyOnnx().AddText(2).AddImage().Save(folder.At("onnx", "model.onnx"));
        using var model = folder.Load();

        Assert.Equal(ModelLayout.Combined, model.Layout);
    }

    [Fact]
    public void A_quantized_graph_is_used_like_any_other()
    {
        using var folder = Folder("");
        // The table in bytes with scale and zero point, as onnxruntime's dynamic quantisation leaves it.
        new TinyOnnx().Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Raw(5, TinyOnnx.Message(tensor =>
            {
                TinyOnnx.Varint(tensor, 1, 2);
                TinyOnnx.Varint(tensor, 1, Dimensions);
                TinyOnnx.Varint(tensor, 2, (ulong)OnnxElementType.UInt8);
                TinyOnnx.Text(tensor, 8, "bytes");
                TinyOnnx.Bytes(tensor, 9, [128, 130, 120, 100, 129, 140, 100, 200]);
            }))
            .Weight("scale", [], 0.5f)
            .Raw(5, TinyOnnx.Message(tensor =>
            {
                TinyOnnx.Varint(tensor, 2, (ulong)OnnxElementType.UInt8);
                TinyOnnx.Text(tensor, 8, "zero");
                TinyOnnx.Bytes(tensor, 9, [128]);
            }))
            .Integers("axis", 1)
            .Node("Gather", ["bytes", "input_ids"], "rows")
            .Node("DequantizeLinear", ["rows", "scale", "zero"], "floats")
            .Node("ReduceSum", ["floats", "axis"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Save(folder.At("onnx", "text_model_quantized.onnx"));
        File.Copy(folder.At("onnx", "vision_model.onnx"), folder.At("onnx", "vision_model_quantized.onnx"));
        using var model = folder.Load(new ClipModelOptions { Variant = "quantized" });

        AssertDirection([0.5f, 6, -14, 36], model.Text.Encode("dog", Token));
    }

    private static TestFolder Folder(params string[] suffixes)
    {
        var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip", "projection_dim": 4, "text_config": {}}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        folder.Write("preprocessor_config.json", PlainPictures);
        foreach (var suffix in suffixes)
        {
            new TinyOnnx().AddText(2).Save(folder.At("onnx", $"text_model{suffix}.onnx"));
            new TinyOnnx().AddImage().Save(folder.At("onnx", $"vision_model{suffix}.onnx"));
        }
        return folder;
    }
}
