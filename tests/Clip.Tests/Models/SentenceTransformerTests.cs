using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;
using static Clip.Tests.Models.TinyTowers;

namespace Clip.Tests.Models;

/// <summary>Text towers of sentence-transformers, whose pooling and dense layers lie outside the graph.</summary>
public class SentenceTransformerTests
{
    private const int Outputs = 3;

    // The token states of "dog cat" with its special tokens, before pooling.
    private static readonly int[] Tokens = [2, 5, 4, 3];

    private static readonly float[] Weight = [.. Enumerable.Range(0, Outputs * Dimensions).Select(
        i => i * 0.125f - 0.6f)];
    private static readonly float[] Bias = [0.5f, -2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, float[]> Modes => new()
    {
        { "pooling_mode_cls_token", Row(2) },
        { "pooling_mode_mean_tokens", Sum(Tokens) },
        { "pooling_mode_mean_sqrt_len_tokens", Sum(Tokens) },
        {
            "pooling_mode_max_tokens",
            [.. Enumerable.Range(0, Dimensions).Select(i => Tokens.Max(token => Row(token)[i]))]
        },
        { "pooling_mode_lasttoken", Row(3) },
        { "pooling_mode_weightedmean_tokens", Sum([2, 5, 5, 4, 4, 4, 3, 3, 3, 3]) },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Tokens_are_pooled_without_their_padding(string mode, float[] expected)
    {
        using var folder = TextTower($$"""{"word_embedding_dimension": 4, "{{mode}}": true}""");
        using var model = folder.Load();

        Assert.Equal(ModelLayout.SentenceTransformer, model.Layout);
        // Beside a longer text the shorter one is padded.
        var vectors = new float[2 * Dimensions];
        model.Text.Encode(["dog cat", "dog cat dog cat dog"], vectors, Token);
        AssertDirection(expected, vectors.AsSpan(0, Dimensions));
        AssertDirection(expected, model.Text.Encode("dog cat", Token));
    }

    [Fact]
    public void Several_modes_are_concatenated_in_the_order_of_the_original()
    {
        using var folder = TextTower(
            """{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": true, "pooling_mode_max_tokens": false}""");
        using var model = folder.Load();

        Assert.Equal(2 * Dimensions, model.Dimensions);
        AssertDirection(
            [.. Row(2), .. Sum(Tokens).Select(value => value / Tokens.Length)], model.Text.Encode("dog cat", Token));
    }

    [Theory]
    [InlineData("model.safetensors", true, "Tanh")]
    [InlineData("model.safetensors", false, "Identity")]
    [InlineData("pytorch_model.bin", true, "Tanh")]
    [InlineData("pytorch_model.bin", false, "Identity")]
    public void A_dense_layer_follows_the_pooling(string file, bool hasBias, string activation)
    {
        using var folder = TextTower("""{"pooling_mode": "mean", "embedding_dimension": 4}""");
        AddDense(folder, file, hasBias, activation);
        using var model = folder.Load();

        Assert.Equal(Outputs, model.Dimensions);
        AssertDirection(Dense(hasBias, activation), model.Text.Encode("dog cat", Token));
    }

    [Fact]
    public void A_text_tower_is_paired_with_the_image_tower_of_another_folder()
    {
        using var folder = TextTower("""{"pooling_mode": "mean"}""");
        using var images = new TestFolder();
        images.Write("config.json", """{"model_type": "clip", "projection_dim": 4}""");
        images.Write("preprocessor_config.json", PlainPictures);
        new TinyOnnx().AddImage().Save(images.At("onnx", "vision_model.onnx"));
        using var model = ClipModel.Load(folder.Path, images.Path);
        var pixels = Noise(images.At("noise.png"), 1);

        AssertDirection(Sum(Tokens), model.Text.Encode("dog cat", Token));
        AssertDirection(
            Product(Planes(pixels, (value, _) => value / 255f)), model.Image.Encode(images.At("noise.png"), Token));

        AddDense(folder, "model.safetensors", hasBias: false, "Identity");
        var error = Assert.Throws<ModelException>(() => ClipModel.Load(folder.Path, images.Path));
        Assert.Contains("4 dimensions", error.Message);
        Assert.Contains("has 3", error.Message);
    }

    [Fact]
    public void The_weights_of_the_dense_layer_are_part_of_the_fingerprint()
    {
        using var folder = TextTower("""{"pooling_mode": "mean"}""");
        AddDense(folder, "model.safetensors", hasBias: false, "Identity");
        string before;
        using (var model = folder.Load())
            before = model.Fingerprint;
        var path = folder.At("2_Dense", "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        using var changed = folder.Load();
        Assert.NotEqual(before, changed.Fingerprint);
    }

    [Fact]
    public void The_output_of_a_graph_that_pools_is_not_pooled_again()
    {
        using var folder = TextTower("""{"pooling_mode": "cls"}""");
        Graph().Integers("sum.axis", 1)
            .Node("ReduceSum", ["token_embeddings", "sum.axis"], "sentence_embedding", ("keepdims", 0))
            .Output("sentence_embedding", OnnxElementType.Float, TinyOnnx.Free, Dimensions)
            .Save(folder.At("onnx", "model.onnx"));
        using var model = folder.Load();

        AssertDirection(Sum(Tokens), model.Text.Encode("dog cat", Token));
    }

    [Fact]
    public void Texts_are_lowercased_and_truncated_by_the_settings()
    {
        using var folder = TextTower("""{"pooling_mode": "mean"}""");
        folder.Write("sentence_bert_config.json", """{"max_seq_length": 4, "do_lower_case": true}""");
        using var model = folder.Load();

        Assert.Equal([2, 5, 4, 3], model.Text.Tokenize("DOG CAT DOG"));
    }

    public static TheoryData<string, string, string> Damages => new()
    {
        { "modules.json", """{"a": 1}""", "not a list of modules" },
        {
            "modules.json",
            """[{"path": "", "type": "x.Transformer"}, {"path": "../elsewhere", "type": "x.Pooling"}]""",
            "outside its folder"
        },
        {
            "modules.json",
            """
            [{"path": "", "type": "x.Transformer"}, {"path": "1_Pooling", "type": "x.Pooling"}, {"path": "2",
             "type": "x.LSTM"}]
            """,
            "LSTM"
        },
        { "modules.json", """[{"path": "", "type": "x.Transformer"}]""", "lists no pooling" },
        { "1_Pooling/config.json", """{"word_embedding_dimension": 4}""", "names no pooling mode" },
        { "1_Pooling/config.json", """{"pooling_mode": "wise"}""", "wise" },
        {
            "2_Dense/config.json",
            """{"in_features": 4, "out_features": 3, "activation_function": "torch.nn.modules.activation.Mish"}""",
            "Mish"
        },
        { "2_Dense/config.json", """{"in_features": 4}""", "out_features" },
        {
            "2_Dense/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "Git LFS pointer"
        },
        { "2_Dense/model.safetensors", "12345678", "is damaged" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_wrong_module_is_reported(string file, string content, string problem)
    {
        using var folder = TextTower("""{"pooling_mode": "mean"}""");
        AddDense(folder, "model.safetensors", hasBias: false, "Identity");
        folder.Write(file, content);

        var error = Assert.Throws<ModelException>(() =>
        {
            using var model = folder.Load();
            model.Text.Encode("dog", Token);
        });

        Assert.Contains(problem, error.Message);
        Assert.Contains(file.Split('/')[^1], error.Subject);
        Assert.NotNull(error.Remedy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-3)]
    public void A_truncated_or_unrelated_dense_file_is_reported(int cut)
    {
        foreach (var name in (string[])["model.safetensors", "pytorch_model.bin"])
        {
            using var folder = TextTower("""{"pooling_mode": "mean"}""");
            AddDense(folder, name, hasBias: false, "Identity");
            var bytes = File.ReadAllBytes(folder.At("2_Dense", name));
            folder.Write(
                "2_Dense/" + name,
                cut == 0 ? "this is something else altogether"u8.ToArray() : cut > 0 ? bytes[..cut] : bytes[..^-cut]);
            using var model = folder.Load();

            var error = Assert.Throws<ModelException>(() => model.Text.Encode("dog", Token));

            Assert.EndsWith(name, error.Subject);
        }
    }

    private static float[] Dense(bool hasBias, string activation)
    {
        var mean = Sum(Tokens).Select(value => value / Tokens.Length).ToArray();
        return [.. Enumerable.Range(0, Outputs).Select(o =>
        {
            var value = Enumerable.Range(0, Dimensions)
                .Sum(i => Weight[o * Dimensions + i] * mean[i]) + (hasBias ? Bias[o] : 0);
            return activation == "Tanh" ? MathF.Tanh(value) : value;
        })];
    }

    private static TinyOnnx Graph() => new TinyOnnx()
        .Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
        .Input("attention_mask", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
        .Weight("table", [6, Dimensions], Table(6))
        .Node("Gather", ["table", "input_ids"], "token_embeddings")
        .Output("token_embeddings", OnnxElementType.Float, TinyOnnx.Free, TinyOnnx.Free, Dimensions);

    private static TestFolder TextTower(string pooling)
    {
        var folder = new TestFolder();
        folder.Write(
            "config.json", """{"model_type": "distilbert", "max_position_embeddings": 512, "vocab_size": 6}""");
        folder.Write("modules.json", """
            [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
             {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
             {"idx": 2, "name": "2", "path": "3_Normalize", "type": "sentence_transformers.models.Normalize"}]
            """);
        folder.Write("1_Pooling/config.json", pooling);
        folder.Write("tokenizer.json", Tokenizer("[CLS]", "[SEP]", "[PAD]", "<unk>", "[CLS]", "[SEP]", "cat", "dog"));
        Graph().Save(folder.At("onnx", "model.onnx"));
        return folder;
    }

    private static void AddDense(TestFolder folder, string file, bool hasBias, string activation)
    {
        folder.Write("modules.json", """
            [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
             {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
             {"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}]
            """);
        var space = activation == "Identity" ? "linear" : "activation";
        folder.Write(
            "2_Dense/config.json",
            $$"""
            {"in_features": 4, "out_features": 3, "bias": {{(hasBias ? "true" : "false")}},
             "activation_function": "torch.nn.modules.{{space}}.{{activation}}"}
            """);
        var bias = hasBias ? Bias : null;
        folder.Write(
            "2_Dense/" + file,
            file.EndsWith(".safetensors", StringComparison.Ordinal)
                ? DenseFile.SafeTensors(Weight, bias)
                : DenseFile.PyTorchArchive(Weight, bias));
    }
}
