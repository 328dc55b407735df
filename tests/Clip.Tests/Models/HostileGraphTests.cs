using System.Diagnostics;
using Clip.Models.Onnx;
using CsCheck;

namespace Clip.Tests.Models;

/// <summary>
/// Graph files are untrusted: whatever they hold, the worst that comes of it is a <see cref="ModelException"/>, soon.
/// </summary>
public class HostileGraphTests
{
    private static readonly byte[] Whole = new TinyOnnx().AddText(3, mask: "attention_mask").AddImage()
        .External("outside", [2, 2], "weights", 0, 16)
        .Weight("scale", [], 20).Node("Transpose", ["image_embeds"], "turned")
        .Node("MatMul", ["text_embeds", "turned"], "product")
        .Node("Mul", ["product", "scale"], "logits_per_text")
        .Output("logits_per_text", OnnxElementType.Float, TinyOnnx.Free, TinyOnnx.Free)
        .Build();

    private static readonly Gen<byte[]> Damaged = Gen.Select(
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte).List[0, 12], Gen.Int[0, Whole.Length - 1], Gen.Int[0, 64],
        Gen.Bool,
        (flips, start, length, cuts) =>
        {
            var bytes = (byte[])Whole.Clone();
            foreach (var (at, value) in flips)
                bytes[at] = value;
            // A piece is cut out, so that all lengths around it are wrong.
            return cuts ? [.. bytes[..start], .. bytes[Math.Min(bytes.Length, start + length)..]] : bytes;
        });

    [Fact]
    public void A_damaged_graph_is_refused_or_read() => Damaged.Sample(
        bytes =>
        {
            try
            {
                var graph = OnnxGraphReader.Read("damaged.onnx", bytes);
                Assert.NotEmpty(graph.Outputs);
                _ = GraphSignature.TokenIds(graph);
                _ = GraphSignature.Pixels(graph);
                _ = GraphSignature.AttentionMask(graph);
                foreach (var output in graph.Outputs)
                {
                    Assert.NotNull(OnnxTower.Cut(bytes, output.Name));
                    _ = OnnxLogits.Read(bytes, output.Name);
                }
            }
            catch (InvalidDataException)
            {
                // said by OnnxGraph.Read as a ModelException, as the tests of damaged models check
            }
        },
        iter: 20_000, threads: 1);

    [Fact]
    public void A_damaged_graph_in_a_folder_causes_only_model_errors()
    {
        using var folder = new TestFolder();
        folder.Write("config.json", """{"model_type": "jina_clip"}""");
        folder.Write("tokenizer.json", TinyModel.Tokenizer(null, null, "<unk>", "dog", "cat"));
        folder.Write("preprocessor_config.json", TinyModel.PlainPictures);
        folder.Write("weights", new byte[16]);
        TinyModel.Noise(folder.At("noise.png"), 1);

        Damaged.Sample(
            bytes =>
            {
                folder.Write("model.onnx", bytes);
                try
                {
                    using var model = folder.Load();
                    Assert.Equal(
                        model.Dimensions, model.Text.Encode("dog cat", TestContext.Current.CancellationToken).Length);
                    Assert.Equal(
                        model.Dimensions,
                        model.Image.Encode(folder.At("noise.png"), TestContext.Current.CancellationToken).Length);
                    _ = model.LogitScale;
                }
                catch (ModelException)
                {
                }
            },
            iter: 300, threads: 1);
    }

    public static TheoryData<string, byte[]> Bombs => new()
    {
        { "no bytes of the length announced", [0x3a, 0xff, 0xff, 0xff, 0xff, 0x07] },
        { "a length of 2^63", [0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f] },
        {
            "a million outputs",
            Field(7, [.. Enumerable.Repeat((byte[])[0x62, 0], 1_000_000).SelectMany(bytes => bytes)])
        },
        {
            "a million inputs",
            Field(7, [.. Enumerable.Repeat((byte[])[0x5a, 0], 1_000_000).SelectMany(bytes => bytes)])
        },
        {
            "a million dimensions",
            Field(7, Field(11, Field(2, Field(1, Field(
                2, [.. Enumerable.Repeat((byte[])[0x0a, 0], 1_000_000).SelectMany(bytes => bytes)])))))
        },
        { "a name of a megabyte", Field(7, Field(12, Field(1, new byte[1 << 20]))) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Graphs_that_would_cost_time_or_memory_are_refused_soon(string what, byte[] content)
    {
        using var folder = new TestFolder();
        folder.Write("model.onnx", content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();

        var error = Assert.Throws<ModelException>(() => folder.Load());

        Assert.EndsWith("model.onnx", error.Subject);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 << 20, what);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), what);
    }

    [Fact]
    public void Nodes_nested_too_deeply_are_not_followed()
    {
        var bytes = Field(
            7, [.. Field(12, TinyOnnx.Message(m => TinyOnnx.Text(m, 1, "text_embeds"))), .. Nested(2_000)]);

        Assert.Throws<InvalidDataException>(() => OnnxTower.Cut(bytes, "text_embeds"));
    }

    [Fact]
    public void Cutting_takes_linear_time()
    {
        const int nodes = 200_000;
        var graph = new TinyOnnx().AddText(2);
        for (var i = 0; i < nodes; i++)
            graph.Node("Identity", [i == 0 ? "text_embeds" : $"n{i - 1}"], $"n{i}");
        var bytes = graph.Output($"n{nodes - 1}", OnnxElementType.Float, TinyOnnx.Free, 4).Build();
        var started = Stopwatch.GetTimestamp();

        Assert.InRange(OnnxTower.Cut(bytes, $"n{nodes - 1}").Length, bytes.Length / 2, bytes.Length);

        // A tenth of a second; with every node looked for among all others it would be minutes.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    private static byte[] Field(int field, byte[] content) => TinyOnnx.Message(m => TinyOnnx.Bytes(m, field, content));

    /// <summary>A node with an attribute with a graph with a node …</summary>
    private static byte[] Nested(int depth)
    {
        byte[] node = [];
        for (var i = 0; i < depth; i++)
            node = Field(1, Field(5, Field(6, node)));
        return node;
    }
}
