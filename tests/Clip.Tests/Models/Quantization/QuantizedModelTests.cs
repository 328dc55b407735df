using Clip.Models.Caching;
using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Tests.Models.Quantization;

/// <summary>Models in 8 bits: measured before they are used, close to 32 bits, or refused with the figures.</summary>
public class QuantizedModelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly string[] Texts = ["a photo of two people on the beach", "the red car", "sunset", "a cat"];

    [Theory]
    [InlineData(nameof(TinyTransformer.Halves.None))]
    [InlineData(nameof(TinyTransformer.Halves.Products))]
    [InlineData(nameof(TinyTransformer.Halves.All))]
    public void A_transformer_in_8_bits_stays_close_to_32_bits_and_says_how_close(string halves)
    {
        using var folder = TinyTransformer.Folder(Enum.Parse<TinyTransformer.Halves>(halves));
        List<PrecisionReport> reports = [];
        using var exact = folder.Load();
        using var model = folder.Load(Int8(folder, reports));

        var (expected, actual) = (
            exact.Text.Encode(Texts, cancellationToken: Stop), model.Text.Encode(Texts, cancellationToken: Stop));

        Assert.All(
            expected.Zip(actual),
            pair => Assert.InRange(ClipModel.Compare(pair.First, pair.Second).Cosine, 0.998, 1.0001));
        Assert.NotEqual(expected[0], actual[0]);
        var report = Assert.Single(reports);
        Assert.Equal("text", report.Tower);
        Assert.NotNull(report.Variant);
        Assert.InRange(report.MeanCosine, 0.999, 1);
        Assert.InRange(report.LeastCosine, 0.99, report.MeanCosine);
        Assert.InRange(report.Agreement, 0.5, 1);
        Assert.Equal([report], model.PrecisionReports);
        // Both products per token, and not the one per text.
        Assert.Equal(
            2, Operations(folder).Count(static name => name is "MatMulIntegerToFloat" or "DynamicQuantizeMatMul"));
        Assert.Contains("MatMul", Operations(folder));
    }

    [Fact]
    public void A_later_process_uses_the_saved_graph_and_remembers_its_report()
    {
        using var folder = TinyTransformer.Folder();
        List<PrecisionReport> first = [], second = [];
        float[] expected;
        using (var model = folder.Load(Int8(folder, first)))
            expected = model.Text.Encode(Texts[0], Stop);

        using var again = folder.Load(Int8(folder, second));
        Assert.Equal(first, again.PrecisionReports);
        Assert.Equal(expected, again.Text.Encode(Texts[0], Stop));
        Assert.Empty(second);
    }

    [Fact]
    public void A_channel_that_is_much_larger_than_the_others_does_not_spoil_them()
    {
        using var folder = TinyTransformer.Folder(outlier: 300);
        using var exact = folder.Load();
        using var model = folder.Load(Int8(folder, []));

        Assert.All(
            exact.Text.Encode(Texts, cancellationToken: Stop).Zip(model.Text.Encode(Texts, cancellationToken: Stop)),
            pair => Assert.InRange(ClipModel.Compare(pair.First, pair.Second).Cosine, 0.995, 1.0001));
    }

    [Fact]
    public void A_model_that_is_not_close_enough_is_refused_with_what_was_measured()
    {
        using var folder = TinyTransformer.Folder();
        var options = Int8(folder, []);
        options.RequiredCosine = 1;
        using var model = folder.Load(options);

        var error = Assert.Throws<ModelException>(() => model.Text.Encode("dog", Stop));

        Assert.Equal(ModelFault.InsufficientPrecision, error.Fault);
        Assert.InRange(error.MeanCosine!.Value, 0.99, 0.99999999);
        Assert.Contains("a mean cosine of 1 is required", error.Message);
        Assert.Empty(GraphsIn(folder));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.RequiredCosine = 0.98);
    }

    [Fact]
    public void A_tower_without_products_per_token_stays_in_32_bits_and_says_why()
    {
        using var folder = TinyTransformer.Folder();
        List<PrecisionReport> reports = [];
        using var exact = folder.Load();
        using var model = folder.Load(Int8(folder, reports));
        byte[] pixels = [.. Enumerable.Range(0, 48).Select(static i => (byte)(5 * i))];

        Assert.Equal(
            exact.Image.EncodePixels(pixels, 4, 4, cancellationToken: Stop),
            model.Image.EncodePixels(pixels, 4, 4, cancellationToken: Stop));
        Assert.Null(Assert.Single(reports).Variant);
        Assert.NotNull(reports[0].Reason);
    }

    [Fact]
    public void A_model_that_is_quantized_already_is_refused()
    {
        using var folder = TinyTransformer.Folder();
        new TinyOnnx().Input("input_ids", OnnxElementType.Int64, TinyOnnx.Free, TinyOnnx.Free)
            .Weight("table", [14, 16], [.. Enumerable.Range(0, 14 * 16).Select(static i => i % 7 - 3f)])
            .Raw(5, TinyOnnx.Message(tensor =>
            {
                TinyOnnx.Varint(tensor, 1, 16);
                TinyOnnx.Varint(tensor, 1, TinyTransformer.Dimensions);
                TinyOnnx.Varint(tensor, 2, (ulong)OnnxElementType.Int8);
                TinyOnnx.Text(tensor, 8, "codes");
                TinyOnnx.Bytes(
                    tensor, 9, [.. Enumerable.Range(0, 16 * TinyTransformer.Dimensions).Select(static i => (byte)i)]);
            }))
            .Integers("axis", 1)
            .Node("Gather", ["table", "input_ids"], "rows")
            .Node("Cast", ["rows"], "bytes", ("to", (int)OnnxElementType.Int8))
            .Node("MatMulInteger", ["bytes", "codes"], "product")
            .Node("Cast", ["product"], "floats", ("to", (int)OnnxElementType.Float))
            .Node("ReduceSum", ["floats", "axis"], "text_embeds", ("keepdims", 0))
            .Output("text_embeds", OnnxElementType.Float, TinyOnnx.Free, TinyTransformer.Dimensions)
            .Save(folder.At("onnx", "text_model.onnx"));
        using var model = folder.Load(Int8(folder, []));

        var error = Assert.Throws<ModelException>(() => model.Text.Encode("dog", Stop));

        Assert.Equal(ModelFault.NotQuantizable, error.Fault);
        Assert.Contains("is quantized already (MatMulInteger)", error.Message);
    }

    [Fact]
    public void Precision_is_part_of_the_fingerprint_and_needs_the_processor()
    {
        using var folder = TinyTransformer.Folder();
        using var exact = folder.Load();
        using var same = folder.Load(new ClipModelOptions { Precision = ModelPrecision.Fp32 });
        using var model = folder.Load(Int8(folder, []));

        Assert.Equal(exact.Fingerprint, same.Fingerprint);
        Assert.NotEqual(exact.Fingerprint, model.Fingerprint);
        Assert.Equal(ModelPrecision.Int8, model.Precision);
        var options = Int8(folder, []);
        options.Device = ClipDevice.Cuda;
        Assert.Equal(DeviceFault.NotIn8Bits, Assert.Throws<DeviceException>(() => folder.Load(options)).Fault);
    }

    [Fact]
    public void Without_a_cache_a_folder_is_made_for_the_rewritten_graph_and_deleted_again()
    {
        var cache = GraphCache.Temporary();
        var key = GraphCacheKey.Of("a model", "a graph", "a version");
        Assert.Null(cache.Find(key));
        cache.Drop(key);
        cache.DeleteTemporary(); // there is nothing
        var folder = cache.Save(key, static path =>
        {
            File.WriteAllText(path, "graph");
            return Path.GetDirectoryName(Path.GetDirectoryName(path))!;
        });
        Assert.True(Directory.Exists(folder));
        Assert.NotNull(cache.Find(key));

        cache.DeleteTemporary();

        Assert.False(Directory.Exists(folder));
        using var model = TinyTransformer.Folder();
        using var int8 = model.Load(new ClipModelOptions { Precision = ModelPrecision.Int8 });
        Assert.Equal(TinyTransformer.Dimensions, int8.Text.Encode("dog", Stop).Length);
    }

    /// <summary>Each tower is close to 32 bits, stays in them, or is refused, always for the same reason.</summary>
    [Theory]
    [InlineData("clip-split", "32 bits", "8 bits")]
    [InlineData("clip-quant", "8 bits", "8 bits")]
    [InlineData("clip-fp16-io", "8 bits", "8 bits")]
    [InlineData("immich-gen1", "32 bits", "8 bits")]
    [InlineData("siglip2-naflex", "none", "8 bits")]
    [InlineData("mclip-immich2", "8 bits", "8 bits")]
    public void Models_of_every_family_work_in_8_bits_or_are_refused_with_the_reason(
        string name, string text, string image)
    {
        using var cache = new TestFolder();
        using var exact = ClipModel.Load(GoldenModels.Folder(name));
        using var model = ClipModel.Load(GoldenModels.Folder(name), new ClipModelOptions
        {
            Precision = ModelPrecision.Int8,
            RequiredCosine = 0.99,
            CacheFolder = cache.Path,
            SpeedRatio = static (_, _) => 2,
        });
        var pixels = new byte[3 * 64 * 64];
        new Random(1).NextBytes(pixels);

        var ofText = model.TextGraph is null ? "none" : Outcome(
            "text", () => exact.Text.Encode("a dog", Stop), () => model.Text.Encode("a dog", Stop));
        var ofImage = model.ImageGraph is null ? "none" : Outcome(
            "image", () => exact.Image.EncodePixels(pixels, 64, 64, cancellationToken: Stop),
            () => model.Image.EncodePixels(pixels, 64, 64, cancellationToken: Stop));
        Assert.Equal((text, image), (ofText, ofImage));

        string Outcome(string tower, Func<float[]> inFull, Func<float[]> in8Bits)
        {
            float[] actual;
            try
            {
                actual = in8Bits();
            }
            catch (ModelException error)
            {
                return error.Fault.ToString();
            }
            var report = model.PrecisionReports.Single(report => report.Tower == tower);
            Assert.InRange(ClipModel.Compare(inFull(), actual).Cosine, report.Variant is null ? 0.9999 : 0.95, 1.0001);
            return report.Variant is null ? "32 bits" : "8 bits";
        }
    }

    private static ClipModelOptions Int8(TestFolder folder, List<PrecisionReport> reports) => new()
    {
        Precision = ModelPrecision.Int8,
        CacheFolder = folder.At("cache", "x")[..^2],
        PrecisionMeasured = reports.Add,
        SpeedRatio = static (_, _) => 2, // the towers are too small to gain
    };

    private static IEnumerable<string> GraphsIn(TestFolder folder) =>
        Directory.EnumerateFiles(folder.At("cache", "x")[..^2], CachedGraph.GraphName, SearchOption.AllDirectories);

    private static List<string> Operations(TestFolder folder) =>
    [
        .. EditedGraph.Read(File.ReadAllBytes(Assert.Single(GraphsIn(folder)))).Nodes
            .Select(static node => node.Operation),
    ];
}
