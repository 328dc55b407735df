using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>Types, orders and fixed dimensions are taken from the graph, in every combination.</summary>
public class GraphFormTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, bool, long, bool>> PictureForms =>
        from type in new[]
        {
            nameof(OnnxElementType.Float), nameof(OnnxElementType.Float16), nameof(OnnxElementType.UInt8),
        }
        from channelsLast in new[] { false, true }
        from batch in new long[] { TinyOnnx.Free, 1, 3 }
        from halfOutput in new[] { false, true }
        select new TheoryDataRow<string, bool, long, bool>(type, channelsLast, batch, halfOutput);

    [Theory]
    [MemberData(nameof(PictureForms))]
    public void Pictures_have_the_form_that_the_graph_takes(
        string typeName, bool channelsLast, long batch, bool halfOutput)
    {
        var type = Enum.Parse<OnnxElementType>(typeName);
        using var folder = new TestFolder();
        folder.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddImage(type: type, channelsLast: channelsLast, batch: batch, halfOutput: halfOutput)
            .Save(folder.At("onnx", "vision_model.onnx"));
        using var model = folder.Load();

        const int count = 5;
        var expected = new List<float[]>();
        var vectors = new float[count * Dimensions];
        using (var pictures = model.Image.CreateBatch(count))
        {
            for (var i = 0; i < count; i++)
            {
                var pixels = Noise(folder.At("noise.png"), i);
                Func<byte, int, float> convert = type == OnnxElementType.UInt8
                    ? (value, _) => value
                    : (value, _) => value / 255f;
                expected.Add(
                    Product(channelsLast ? [.. pixels.Select(value => convert(value, 0))] : Planes(pixels, convert)));
                using var picture = model.Image.Preprocessor.Decode(folder.At("noise.png"), DecodeMode.Exact, Token);
                pictures.Write(i, picture);
            }
            model.Image.Encode(pictures, count, vectors, Token);
        }

        var within = halfOutput || type == OnnxElementType.Float16 ? 2e-3 : 1e-5;
        for (var i = 0; i < count; i++)
            AssertDirection(expected[i], vectors.AsSpan(i * Dimensions, Dimensions), within);
    }

    public static IEnumerable<TheoryDataRow<string, bool, long, long>> TextForms =>
        from type in new[] { nameof(OnnxElementType.Int32), nameof(OnnxElementType.Int64) }
        from hasMask in new[] { false, true }
        from batch in new long[] { TinyOnnx.Free, 1, 3 }
        from length in new long[] { TinyOnnx.Free, 9 }
        select new TheoryDataRow<string, bool, long, long>(type, hasMask, batch, length);

    [Theory]
    [MemberData(nameof(TextForms))]
    public void Texts_have_the_form_that_the_graph_takes(string typeName, bool hasMask, long batch, long length)
    {
        var type = Enum.Parse<OnnxElementType>(typeName);
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "something"}""");
        folder.Write("tokenizer_config.json", """{"pad_token": "<pad>", "model_max_length": 12}""");
        folder.Write("tokenizer.json", Tokenizer("<s>", null, "<unk>", "<pad>", "<s>", "a", "b", "c"));
        new TinyOnnx().AddText(6, type: type, mask: hasMask ? "attention_mask" : null, batch: batch, length: length)
            .Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        string[] texts = ["a", "a b", "", "c c c a b", "b b", "c a", "a b c a b c a b c a b c a b c"];
        int[][] tokens =
        [
            [2, 3], [2, 3, 4], [2], [2, 5, 5, 5, 3, 4], [2, 4, 4], [2, 5, 3], [2, 3, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4]
        ];
        var vectors = new float[texts.Length * Dimensions];
        model.Text.Encode(texts, vectors, Token);

        var limit = length == TinyOnnx.Free ? 12 : (int)length;
        for (var i = 0; i < texts.Length; i++)
        {
            var row = tokens[i].Take(limit).ToArray();
            AssertDirection(Sum(hasMask ? row : Padded(row, limit, 1)), vectors.AsSpan(i * Dimensions, Dimensions));
        }
    }

    [Theory]
    [InlineData(nameof(OnnxElementType.Float))]
    [InlineData(nameof(OnnxElementType.UInt8))]
    public void A_graph_of_free_size_gets_the_size_of_the_configuration(string typeName)
    {
        var type = Enum.Parse<OnnxElementType>(typeName);
        using var folder = new TestFolder();
        folder.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddImage(type: type, freeSize: true, channelsLast: type == OnnxElementType.UInt8)
            .Save(folder.At("onnx", "vision_model.onnx"));
        using var model = folder.Load();
        var pixels = Noise(folder.At("noise.png"), 7);

        float[] numbers = type == OnnxElementType.UInt8
            ? [.. pixels.Select(value => (float)value)]
            : Planes(pixels, (value, _) => value / 255f);
        AssertDirection(Product(numbers), model.Image.Encode(folder.At("noise.png"), Token));
    }

    [Fact]
    public void Token_types_are_zero_and_padding_may_go_left()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "siglip"}""");
        folder.Write(
            "tokenizer_config.json", """{"pad_token": "<pad>", "padding_side": "left", "model_max_length": 4}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "<pad>", "dog"));
        // Only the last token of a row counts, and any type but zero would add to it.
        new TinyOnnx().Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Input("token_type_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Weight("table", [3, Dimensions], Table(3)).Integers("last", -1)
            .Node("Add", ["input_ids", "token_type_ids"], "ids").Node("Gather", ["ids", "last"], "end", ("axis", 1))
            .Integers("end.axis", 1).Node("Squeeze", ["end", "end.axis"], "flat")
            .Node("Gather", ["table", "flat"], "pooler_output")
            .Output("pooler_output", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load();

        AssertDirection(Row(2), model.Text.Encode("dog", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_combined_graph_that_cannot_be_cut_runs_with_a_dummy_for_the_other_input(bool failsWithoutPicture)
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "jina_clip"}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "<pad>", "dog"));
        folder.Write("preprocessor_config.json", PlainPictures);
        var graph = new TinyOnnx().AddText(3, "text_sum").AddImage("image_sum").Integers("zero", 0);
        // The text's embedding depends on the first picture, if only times nothing; or on as many as there are.
        graph.Weight("nothing", [1], 0);
        if (failsWithoutPicture)
            graph.Node("Gather", ["image_sum", "zero"], "some", ("axis", 0));
        else
            graph.Integers("some.axis", 0).Node("ReduceSum", ["image_sum", "some.axis"], "some", ("keepdims", 1));
        graph.Node("Mul", ["some", "nothing"], "none").Node("Add", ["text_sum", "none"], "text_embeds")
            .Integers("text.axis", 0).Node("ReduceSum", ["text_sum", "text.axis"], "all", ("keepdims", 1))
            .Node("Mul", ["all", "nothing"], "void").Node("Add", ["image_sum", "void"], "image_embeds")
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Output("image_embeds", OnnxElementType.Float, TinyOnnx.Free, Dimensions);
        graph.Save(folder.At("onnx", "model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum([2]), model.Text.Encode("dog", Token));
        AssertDirection(Sum([2, 2]), model.Text.Encode("dog dog", Token));
        var pixels = Noise(folder.At("noise.png"), 8);
        AssertDirection(
            Product(Planes(pixels, (value, _) => value / 255f)), model.Image.Encode(folder.At("noise.png"), Token));
    }

    [Fact]
    public void Inputs_without_a_shape_are_recognized_by_name_and_type()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip_text_model", "projection_dim": 4}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        new TinyOnnx().ShapelessInput("input_ids", OnnxElementType.Int64).Weight("table", [2, Dimensions], Table(2))
            .Integers("axis", 1)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("ReduceSum", ["rows", "axis"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, TinyOnnx.Free).Save(folder.At("model.onnx"));
        using var model = folder.Load();

        Assert.Equal(Dimensions, model.Dimensions);
        AssertDirection(Sum([1, 1]), model.Text.Encode("dog dog", Token));
    }

    [Fact]
    public void Outputs_may_be_called_features_and_have_64_bits()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip", "text_config": {}}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, "<unk>", "dog"));
        folder.Write("preprocessor_config.json", PlainPictures);
        // open_clip's model as torch exports it: the features come first, the scale last.
        new TinyOnnx().AddImage("image_raw").AddText(2, "text_raw").Weight("logit_scale", [], 100)
            .Node("Cast", ["image_raw"], "image_features", ("to", 11))
            .Node("Cast", ["text_raw"], "text_features", ("to", 11))
            .Output("image_features", OnnxElementType.Double, TinyOnnx.Free, Dimensions)
            .Output("text_features", OnnxElementType.Double, TinyOnnx.Free, Dimensions)
            .Output("logit_scale", OnnxElementType.Float)
            .Save(folder.At("model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum([1, 1]), model.Text.Encode("dog dog", Token));
        var pixels = Noise(folder.At("noise.png"), 9);
        AssertDirection(
            Product(Planes(pixels, (value, _) => value / 255f)), model.Image.Encode(folder.At("noise.png"), Token));
    }
}
