using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Tests.Models.Onnx.Editing;

public class PooledTailTests
{
    private const int Width = 8;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Only_the_pooled_token_is_computed_after_the_last_mixing_of_tokens(long place)
    {
        var model = Graph(place, isMixedLate: false);
        var graph = EditedGraph.Read(model);

        Assert.True(PooledTail.Rewrite(graph));

        // What mixes the tokens is fed as before, and both that and the residual are pooled before the rest.
        Assert.Equal(3, graph.Nodes.Count(static node => node.Is("Gather")));
        var (expected, actual) = (Run(model), Run(graph.Write()));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_graph_whose_tokens_are_mixed_to_the_end_is_left_alone()
    {
        var graph = EditedGraph.Read(Graph(0, isMixedLate: true));

        Assert.False(PooledTail.Rewrite(graph));

        Assert.Single(graph.Nodes, static node => node.Is("Gather"));
    }

    /// <summary>Mixes tokens, then adds a product per token to the result, and takes one token.</summary>
    private static byte[] Graph(long place, bool isMixedLate)
    {
        var random = new Random(3);
        float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var graph = new TinyOnnx().Input("x", OnnxElementType.Float, TinyOnnx.Free, 3, Width)
            .Weight("mix", [3, 3], Weights(9))
            .Weight("w", [Width, Width], Weights(Width * Width))
            .Weight("b", [Width], Weights(Width))
            .Weight("gamma", [Width], Weights(Width))
            .Weight("beta", [Width], Weights(Width))
            .Raw(5, TinyOnnx.Message(tensor =>
            {
                TinyOnnx.Varint(tensor, 2, (ulong)OnnxElementType.Int64);
                TinyOnnx.Text(tensor, 8, "place");
                TinyOnnx.Bytes(tensor, 9, BitConverter.GetBytes(place));
            }))
            .Node("MatMul", ["mix", "x"], "mixed")
            .Node("Add", ["x", "mixed"], "residual")
            .Node("LayerNormalization", ["residual", "gamma", "beta"], "normal", ("axis", -1))
            .Node("MatMul", ["normal", "w"], "product")
            .Node("Add", ["product", "b"], "biased")
            .Node("Relu", ["biased"], "active")
            .Node("Add", ["residual", "active"], "sum");
        if (isMixedLate)
            graph.Node("MatMul", ["mix", "sum"], "end");
        return graph.Node("Gather", [isMixedLate ? "end" : "sum", "place"], "y", ("axis", 1))
            .Output("y", OnnxElementType.Float, TinyOnnx.Free, Width)
            .Build();
    }

    private static float[] Run(byte[] model)
    {
        var random = new Random(4);
        float[] numbers = [.. Enumerable.Range(0, 2 * 3 * Width).Select(_ => random.NextSingle())];
        using var session = new InferenceSession(model);
        using var input = OrtValue.CreateTensorValueFromMemory(numbers, [2, 3, Width]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["x"], [input], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
