using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Tests.Models.Onnx.Editing;

public class PooledTailTests
{
    private const int Items = 2;
    private const int Tokens = 3;
    private const int Width = 8;

    private static (string, Array, long[]) Input =>
        ("x", EditedRun.Numbers(Items * Tokens * Width, 4), [Items, Tokens, Width]);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_token_that_is_pooled_by_its_place_is_computed_alone(long place)
    {
        var model = Tail().Raw(5, Scalar("place", place))
            .Node("Gather", ["sum", "place"], "y", ("axis", 1))
            .Output("y", OnnxElementType.Float, Items, Width).Build();
        var graph = EditedGraph.Read(model);

        Assert.True(PooledTail.Rewrite(graph));

        // What mixes the tokens is fed as before; that and the residual are pooled, each once.
        Assert.Equal(2, graph.Nodes.Count(static node => node.Is("Gather")));
        EditedRun.Agree(model, graph, Input);
    }

    [Fact]
    public void A_token_that_is_pooled_by_an_index_from_the_shape_of_the_result_is_computed_alone()
    {
        // The index is place + item × tokens, as exporters write it; the tokens are counted in what is pooled.
        var model = Tail().Input("places", OnnxElementType.Int64, Items).Input("items", OnnxElementType.Int64, Items)
            .Raw(5, Scalar("second", 1))
            .Node("Shape", ["sum"], "shape")
            .Node("Gather", ["shape", "second"], "tokens.count", ("axis", 0))
            .Node("Mul", ["items", "tokens.count"], "starts")
            .Node("Add", ["places", "starts"], "index")
            .Node("Flatten", ["sum"], "flat", ("axis", 2))
            .Node("Gather", ["flat", "index"], "y", ("axis", 0))
            .Output("y", OnnxElementType.Float, Items, Width).Build();
        var graph = EditedGraph.Read(model);

        Assert.True(PooledTail.Rewrite(graph));

        Assert.Equal(2, graph.Nodes.Count(static node => node.Is("Flatten")));
        EditedRun.Agree(model, graph, Input, ("places", (long[])[2, 1], [Items]), ("items", (long[])[0, 1], [Items]));
    }

    [Fact]
    public void A_graph_whose_tokens_are_mixed_to_the_end_is_left_alone()
    {
        var model = Tail().Raw(5, Scalar("place", 0)).Node("MatMul", ["mix", "sum"], "end")
            .Node("Gather", ["end", "place"], "y", ("axis", 1))
            .Output("y", OnnxElementType.Float, Items, Width).Build();

        Assert.False(PooledTail.Rewrite(EditedGraph.Read(model)));
    }

    [Fact]
    public void A_graph_that_gives_all_tokens_too_is_left_alone()
    {
        var model = Tail().Raw(5, Scalar("place", 0)).Node("Gather", ["sum", "place"], "y", ("axis", 1))
            .Output("y", OnnxElementType.Float, Items, Width)
            .Output("sum", OnnxElementType.Float, Items, Tokens, Width).Build();
        var graph = EditedGraph.Read(model);

        Assert.False(PooledTail.Rewrite(graph));

        graph.KeepOutput("y");
        Assert.True(PooledTail.Rewrite(graph));
    }

    /// <summary>A constant that differs from token to token, such as a position, must not be added to one.</summary>
    [Fact]
    public void What_adds_something_else_to_each_token_is_not_computed_for_one()
    {
        var model = Tail().Weight("positions", [1, Tokens, Width], EditedRun.Numbers(Tokens * Width, 9))
            .Raw(5, Scalar("place", 1)).Node("Add", ["sum", "positions"], "placed")
            .Node("Gather", ["placed", "place"], "y", ("axis", 1))
            .Output("y", OnnxElementType.Float, Items, Width)
            .Build();

        Assert.False(PooledTail.Rewrite(EditedGraph.Read(model)));
    }

    /// <summary>Mixes tokens as attention does, adds a product per token, and normalizes.</summary>
    private static TinyOnnx Tail() => new TinyOnnx().Input("x", OnnxElementType.Float, Items, Tokens, Width)
        .Integers("form", Items, Tokens, Width)
        .Weight("mix", [Tokens, Tokens], EditedRun.Numbers(Tokens * Tokens, 3))
        .Weight("w", [Width, Width], EditedRun.Numbers(Width * Width, 5))
        .Weight("b", [Width], EditedRun.Numbers(Width, 6))
        .Weight("gamma", [Width], EditedRun.Numbers(Width, 7))
        .Weight("beta", [Width], EditedRun.Numbers(Width, 8))
        .Node("Reshape", ["x", "form"], "tokens")
        .Node("MatMul", ["mix", "tokens"], "product.of.tokens")
        .Node("Reshape", ["product.of.tokens", "form"], "mixed")
        .Node("Add", ["tokens", "mixed"], "residual")
        .Node("LayerNormalization", ["residual", "gamma", "beta"], "normal", ("axis", -1))
        .Node("MatMul", ["normal", "w"], "product")
        .Node("Add", ["product", "b"], "biased")
        .Node("Relu", ["biased"], "active")
        .Node("Add", ["residual", "active"], "sum");

    private static byte[] Scalar(string name, long value) => TinyOnnx.Message(tensor =>
    {
        TinyOnnx.Varint(tensor, 2, (ulong)OnnxElementType.Int64);
        TinyOnnx.Text(tensor, 8, name);
        TinyOnnx.Bytes(tensor, 9, BitConverter.GetBytes(value));
    });
}
