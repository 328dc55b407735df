using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Tests.Models.Onnx.Editing;

/// <summary>Graphs of 16-bit floating point computed in 32 bits.</summary>
public class FloatWideningTests
{
    private const int Width = 40;

    [Fact]
    public void A_widened_graph_computes_the_same_and_has_no_weight_in_16_bits()
    {
        using var folder = new TestFolder();
        var model = Graph();
        var graph = EditedGraph.Read(model);

        Assert.True(FloatWidening.Widen(graph, ["z"], folder.Path, "weights"));

        Assert.DoesNotContain(graph.Tensors.Values, static tensor => tensor.Type == OnnxElementType.Float16);
        Assert.True(new FileInfo(folder.At("weights")).Length >= Width * Width * sizeof(float));
        foreach (var (name, tensor) in graph.Tensors.ToList())
        {
            if (tensor.Type == OnnxElementType.Float)
                graph.Tensors[name] = EditedTensor.Of(name, tensor.Type, tensor.Shape, tensor.Floats(folder.Path));
        }
        EditedRun.Agree(model, graph, within: 2e-2f, ("x", EditedRun.Numbers(3 * Width, 2), [3, Width]));
    }

    [Fact]
    public void A_graph_of_32_bits_stays_as_it_is()
    {
        var model = new TinyOnnx().AddImage().Build();
        var graph = EditedGraph.Read(model);

        Assert.False(FloatWidening.Widen(graph, [], "nowhere", "weights"));
        Assert.Equal(EditedGraph.Read(model).Write(), graph.Write());
    }

    // Takes and gives 32 bits, and computes in 16; "z" is an output in 16 bits that another operation takes too.
    private static byte[] Graph() => new TinyOnnx().Input("x", OnnxElementType.Float, TinyOnnx.Free, Width)
        .Halves("w", [Width, Width], EditedRun.Numbers(Width * Width, 1))
        .Halves("b", [Width], EditedRun.Numbers(Width, 3))
        .Node("Cast", ["x"], "half", ("to", (int)OnnxElementType.Float16))
        .Node("MatMul", ["half", "w"], "product")
        .Node("Add", ["product", "b"], "z")
        .Node("Relu", ["z"], "active")
        .Node("Cast", ["active"], "y", ("to", (int)OnnxElementType.Float))
        .Output("y", OnnxElementType.Float, TinyOnnx.Free, Width)
        .Output("z", OnnxElementType.Float16, TinyOnnx.Free, Width)
        .Build();
}
