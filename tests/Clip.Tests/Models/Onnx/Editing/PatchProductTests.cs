using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Tests.Models.Onnx.Editing;

public class PatchProductTests
{
    private const int Edge = 4;
    private const int Width = 5;

    [Theory]
    [InlineData(true, 8, 12)]
    [InlineData(false, 8, 12)]
    [InlineData(true, 9, 15)] // what does not fill a window is dropped
    public void Windows_that_do_not_overlap_are_multiplied(bool hasBias, int height, int width)
    {
        var model = Graph(Edge, hasBias);
        var graph = EditedGraph.Read(model);

        Assert.True(PatchProduct.Rewrite(graph));

        Assert.DoesNotContain(graph.Nodes, static node => node.Is("Conv"));
        EditedRun.Agree(
            model, graph, ("x", EditedRun.Numbers(2 * 3 * height * width, 2), [2, 3, height, width]));
    }

    [Fact]
    public void Windows_that_overlap_are_left_alone() =>
        Assert.False(PatchProduct.Rewrite(EditedGraph.Read(Graph(Edge - 1, hasBias: true))));

    private static byte[] Graph(long stride, bool hasBias) =>
        new TinyOnnx().Input("x", OnnxElementType.Float, TinyOnnx.Free, 3, TinyOnnx.Free, TinyOnnx.Free)
            .Weight("w", [Width, 3, Edge, Edge], EditedRun.Numbers(Width * 3 * Edge * Edge, 1))
            .Weight("b", [Width], EditedRun.Numbers(Width, 3))
            .Node(
                "Conv", hasBias ? ["x", "w", "b"] : ["x", "w"], "y", ("strides", (long[])[stride, stride]),
                ("kernel_shape", (long[])[Edge, Edge]))
            .Output("y", OnnxElementType.Float, TinyOnnx.Free, Width, TinyOnnx.Free, TinyOnnx.Free)
            .Build();
}
