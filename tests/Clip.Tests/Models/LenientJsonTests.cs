using System.Text;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>JSON as editors and Python write it: byte order marks, and numbers that are not finite.</summary>
public class LenientJsonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"a": NaN}""", """{"a": "NaN"}""")]
    [InlineData("""[Infinity,-Infinity, "NaN", 1]""", """["Infinity","-Infinity", "NaN", 1]""")]
    [InlineData("""{"a\"NaN": "\\", "b": NaN}""", """{"a\"NaN": "\\", "b": "NaN"}""")]
    [InlineData("""{"NaN": "ends in \\\" NaN"}""", """{"NaN": "ends in \\\" NaN"}""")]
    [InlineData("", "")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("\"cut off Infinity", "\"cut off Infinity")]
    [InlineData("\"cut off Infinity\\", "\"cut off Infinity\\")]
    public void Numbers_that_are_not_finite_become_texts(string json, string strict)
    {
        Assert.Equal(strict, Encoding.UTF8.GetString(LenientJson.ToStrict(Encoding.UTF8.GetBytes(json)).Span));
    }

    [Theory]
    [InlineData(65001)]
    [InlineData(1200)]
    [InlineData(1201)]
    public void Every_file_of_a_model_may_begin_with_a_byte_order_mark(int codePage)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip", "text_config": {"vocab_size": 3}, "logit_scale": 50}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<pad>", "<unk>", "dog"));
        folder.Write("tokenizer_config.json", """{"model_max_length": 9}""");
        folder.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddText(3).Save(folder.At("onnx", "text_model.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        var encoding = Encoding.GetEncoding(codePage);
        foreach (var file in Directory.GetFiles(folder.Path, "*.json"))
            File.WriteAllText(file, File.ReadAllText(file), encoding);
        using var model = folder.Load();

        Assert.Equal((50, 9), (model.LogitScale.Scale, model.Text.MaxLength));
        AssertDirection(Row(2), model.Text.Encode("dog", Token));
        Noise(folder.At("noise.png"), 1);
        Assert.Equal(4, model.Image.Encode(folder.At("noise.png"), Token).Length);
    }

    [Fact]
    public void Python_writes_numbers_that_are_not_finite_into_configurations()
    {
        using var folder = new TestFolder();
        folder.Write(
            "config.json",
            """
            {"model_type": "clip", "text_config": {"dropout": NaN}, "logit_scale": Infinity, "truncate_dim": -Infinity,
             "initializer_range": -Infinity}
            """);
        folder.Write("tokenizer.json", Tokenizer(null, null, "<pad>", "NaN", "<unk>", "dog"));
        folder.Write("tokenizer_config.json", """{"model_max_length": Infinity, "pad_token": "NaN"}""");
        new TinyOnnx().AddText(4).Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        Assert.Equal((100, 4, 77), (model.LogitScale.Scale, model.Dimensions, model.Text.MaxLength));
        AssertDirection(Row(3), model.Text.Encode("dog", Token));
        Assert.Equal(1, model.Text.Tokenizer.TokenToId("NaN"));
    }
}
