using Clip.Models.Onnx;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Models.Quantization;

/// <summary>
/// A text tower with what a transformer computes per token: a normalization, two products with biases and an activation
/// between them, the sum with its input, and one product per text at the end. Its weights are random.
/// </summary>
internal static class TinyTransformer
{
    public const int Width = 64;
    public const int Dimensions = TinyTowers.Dimensions;

    /// <summary>What has 16 bits.</summary>
    internal enum Halves
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>The weights of the products, behind a conversion.</summary>
        Products,

        /// <summary>Everything, the embedding included.</summary>
        All,
    }

    private static readonly string[] Words =
        ["<unk>", "dog", "cat", "a", "photo", "of", "the", "sunset", "on", "beach", "two", "people", "car", "red"];

    /// <summary>Makes a model of this tower alone.</summary>
    /// <param name="halves">What has 16 bits.</param>
    /// <param name="outlier">What one channel is multiplied by after the normalization.</param>
    public static TestFolder Folder(Halves halves = Halves.None, float outlier = 1)
    {
        var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "clip", "text_config": {}}""");
        folder.Write("tokenizer.json", Tokenizer(null, null, Words));
        Graph(halves, outlier).Save(folder.At("onnx", "text_model.onnx"));
        new TinyOnnx().AddImage().Save(folder.At("onnx", "vision_model.onnx"));
        folder.Write("preprocessor_config.json", PlainPictures);
        return folder;
    }

    private static TinyOnnx Graph(Halves halves, float outlier)
    {
        var random = new Random(5);
        var gamma = Enumerable.Repeat(1f, Width).ToArray();
        gamma[3] = outlier;
        var graph = new TinyOnnx().Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Integers("tokens.axis", 1);
        Weight("table", [Words.Length, Width], Normal(random, Words.Length * Width, 1));
        Weight("gamma", [Width], gamma);
        Weight("beta", [Width], Normal(random, Width, 0.1));
        Weight("bias.in", [2 * Width], Normal(random, 2 * Width, 0.1));
        Weight("bias.out", [Width], Normal(random, Width, 0.1));
        Product("w.in", Width, 2 * Width);
        Product("w.out", 2 * Width, Width);
        Product("w.last", Width, Dimensions);
        return graph
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("LayerNormalization", ["rows", "gamma", "beta"], "normal", ("axis", -1))
            .Node("MatMul", ["normal", "w.in"], "in")
            .Node("Add", ["in", "bias.in"], "in.biased")
            .Node("Relu", ["in.biased"], "active")
            .Node("MatMul", ["active", "w.out"], "out")
            .Node("Add", ["bias.out", "out"], "out.biased")
            .Node("Add", ["rows", "out.biased"], "sum")
            .Node("ReduceSum", ["sum", "tokens.axis"], "pooled", ("keepdims", 0))
            .Node("MatMul", ["pooled", "w.last"], "text_embeds")
            .Output(
                "text_embeds", halves == Halves.All ? OnnxElementType.Float16 : OnnxElementType.Float, TinyOnnx.Free,
                Dimensions);

        void Weight(string name, long[] shape, float[] numbers) =>
            _ = halves == Halves.All ? graph.Halves(name, shape, numbers) : graph.Weight(name, shape, numbers);

        void Product(string name, int rows, int columns)
        {
            var weights = Normal(random, rows * columns, 1 / Math.Sqrt(rows));
            if (halves == Halves.Products)
            {
                graph.Halves(name + ".half", [rows, columns], weights)
                    .Node("Cast", [name + ".half"], name, ("to", (int)OnnxElementType.Float));
            }
            else
                Weight(name, [rows, columns], weights);
        }
    }

    private static float[] Normal(Random random, int count, double deviation) =>
    [
        .. Enumerable.Range(0, count).Select(_ => (float)(deviation
            * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
    ];
}
