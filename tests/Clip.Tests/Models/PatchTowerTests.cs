using Clip.Models.Onnx;
using Clip.Tests.Cli;
using static Clip.Tests.Models.TinyModel;

namespace Clip.Tests.Models;

/// <summary>An image tower that takes patches, a mask of their padding and the shape of the picture.</summary>
public class PatchTowerTests
{
    private const long Free = TinyOnnx.Free;
    private const int Patches = 4;
    private const int Values = 3 * 2 * 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OnnxElementType.Float, OnnxElementType.Int64, "pixel_attention_mask", Free, Patches)]
    [InlineData(OnnxElementType.Float, OnnxElementType.Int32, "pixel_attention_mask", 3, Patches)]
    [InlineData(OnnxElementType.Float16, OnnxElementType.Bool, "attention_mask", Free, Free)]
    internal void The_graph_gets_patches_mask_and_shape(
        OnnxElementType pixels, OnnxElementType mask, string maskName, long batch, long patches)
    {
        using var folder = Folder(pixels, mask, maskName, batch, patches);
        using var model = folder.Load();
        // 8 x 2 pixels are 4 x 1 patches, 2 x 8 pixels 1 x 4, and 3 x 3 pixels 2 x 2.
        (int Width, int Height, int Columns, int Rows)[] shapes =
            [(8, 2, 4, 1), (2, 8, 1, 4), (3, 3, 2, 2), (4, 2, 2, 1)];
        using var pictures = model.Image.CreateBatch(shapes.Length);
        for (var i = 0; i < shapes.Length; i++)
        {
            Noise(folder.At("noise.png"), i, shapes[i].Width, shapes[i].Height);
            using var picture = model.Image.Preprocessor.Decode(
                folder.At("noise.png"), DecodeMode.Exact, Token);
            pictures.Write(i, picture);
        }

        var vectors = new float[shapes.Length * 4];
        model.Image.Encode(pictures, shapes.Length, vectors, Token);

        for (var i = 0; i < shapes.Length; i++)
        {
            // The graph's embedding is: patches that are not padding, rows, columns, and whether there is anything.
            var (_, _, columns, rows) = shapes[i];
            AssertDirection(
                [columns * rows, rows, columns, 1], vectors.AsSpan(4 * i, 4), within: 2e-3);
        }
    }

    [Fact]
    public void Other_patches_than_the_graphs_are_refused()
    {
        foreach (var (json, problem) in ((string, string)[])[
            ("""{"patch_size": 2, "max_num_patches": 9}""", "takes 4 patches of 12 values"),
            ("""{"patch_size": 4, "max_num_patches": 4}""", "makes 4 of 48"),
            ("""{"size": 8}""", "makes whole pictures")])
        {
            using var folder = Folder();
            folder.Write("preprocessor_config.json", json);
            using var model = folder.Load();

            Assert.Contains(problem, Assert.Throws<ModelException>(() => model.Image.CreateBatch(1)).Message);
        }
    }

    [Fact]
    public async Task The_model_is_described_and_the_pixels_can_be_inspected()
    {
        using var folder = Folder();
        Noise(folder.At("noise.png"), 1, 8, 2);

        var model = (await ClipSearch.RunAsync("inspect", "model", "--model", folder.Path)).Ended(0);
        var pixels = (await ClipSearch.RunAsync(
            "inspect", "pixels", folder.At("noise.png"), "--model", folder.Path, "--json")).Ended(0);

        Assert.Contains("any shape, as up to 4 patches of 2x2", model.Output);
        Assert.Contains("(assumed)", model.Output);
        var line = Assert.Single(pixels.Json);
        Assert.Equal((8, 2), (line.GetProperty("width").GetInt32(), line.GetProperty("height").GetInt32()));
    }

    private static TestFolder Folder(
        OnnxElementType pixels = OnnxElementType.Float, OnnxElementType mask = OnnxElementType.Int64,
        string maskName = "pixel_attention_mask", long batch = Free, long patches = Patches)
    {
        var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "siglip2", "vision_config": {"num_patches": 4}}""");
        folder.Write("preprocessor_config.json", """{"patch_size": 2, "max_num_patches": 4, "resample": 0}""");
        new TinyOnnx()
            .Input("pixel_values", pixels, batch, patches, Values)
            .Input(maskName, mask, batch, patches)
            .Input("spatial_shapes", OnnxElementType.Int64, batch, 2)
            .Integers("second", 1).Integers("inner", 1, 2)
            .Node("Cast", ["pixel_values"], "numbers", ("to", 1))
            .Node("Abs", ["numbers"], "sizes")
            .Node("ReduceSum", ["sizes", "inner"], "amount", ("keepdims", 0))
            .Node("Sign", ["amount"], "any")
            .Node("Unsqueeze", ["any", "second"], "any.wide")
            .Node("Cast", [maskName], "mask.numbers", ("to", 1))
            .Node("ReduceSum", ["mask.numbers", "second"], "count", ("keepdims", 1))
            .Node("Cast", ["spatial_shapes"], "shape", ("to", 1))
            .Node("Concat", ["count", "shape", "any.wide"], "pooler_output", ("axis", 1))
            .Output("pooler_output", OnnxElementType.Float, batch, 4)
            .Save(folder.At("onnx", "vision_model.onnx"));
        return folder;
    }
}
