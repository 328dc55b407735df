namespace Clip.Models.Onnx.Editing;

/// <summary>
/// Computes the patch embedding of a vision transformer as one matrix product: a convolution whose windows do not
/// overlap multiplies each window by the same weights. The result is the same.
/// </summary>
internal static class PatchProduct
{
    private const string Prefix = "clip.patches.";

    // From it on, Slice takes its bounds as inputs.
    private const int LeastOpset = 10;

    /// <summary>Changes a graph whose only convolution has such windows.</summary>
    /// <returns>Whether there is one; otherwise the graph is unchanged.</returns>
    public static bool Rewrite(EditedGraph graph)
    {
        var values = new GraphValues(graph);
        if (graph.Opset < LeastOpset
            || graph.Nodes.Where(static node => node.Is("Conv")).ToList() is not [var convolution]
            || values.Constant(convolution.Input(1)) is not { Shape: [var width, var channels, var edge, var same] }
            || edge != same || edge < 2 || !HasSeparateWindows(convolution, edge))
        {
            return false;
        }
        Add("Reshape.shape", [edge * edge * channels, width]);
        Add("axes", [2, 3]);
        Add("start", [0, 0]);
        Add("edge", [edge, edge]);
        var nodes = new List<EditedNode>
        {
            // Constant, so that it is computed once, when the graph is opened.
            Node("Transpose", [convolution.Inputs[1]], "kernel").With("perm", (long[])[2, 3, 1, 0]),
            Node("Reshape", [Prefix + "kernel", Prefix + "Reshape.shape"], "weights"),
            // Rows and columns that do not fill a window are dropped, as a convolution does.
            Node("Shape", [convolution.Input(0)], "dims"),
            Node("Gather", [Prefix + "dims", Prefix + "axes"], "size"),
            Node("Div", [Prefix + "size", Prefix + "edge"], "counts"),
            Node("Mul", [Prefix + "counts", Prefix + "edge"], "whole"),
            Node(
                "Slice", [convolution.Input(0), Prefix + "start", Prefix + "whole", Prefix + "axes"], "image"),
            Node("SpaceToDepth", [Prefix + "image"], "windows").With("blocksize", edge),
            Node("Transpose", [Prefix + "windows"], "rows").With("perm", (long[])[0, 2, 3, 1]),
            Node("MatMul", [Prefix + "rows", Prefix + "weights"], "products"),
        };
        var last = Prefix + "products";
        if (convolution.Inputs.Count > 2 && convolution.Inputs[2].Length > 0)
        {
            nodes.Add(Node("Add", [last, convolution.Inputs[2]], "sums"));
            last = Prefix + "sums";
        }
        nodes.Add(EditedNode.Of("Transpose", [last], convolution.Outputs[0]).With("perm", (long[])[0, 3, 1, 2]));
        var place = graph.Nodes.IndexOf(convolution);
        graph.Nodes.RemoveAt(place);
        graph.Nodes.InsertRange(place, nodes);
        return true;

        static EditedNode Node(string operation, string[] inputs, string output) =>
            EditedNode.Of(operation, inputs, Prefix + output);

        void Add(string name, long[] numbers) => graph.Tensors[Prefix + name] =
            EditedTensor.Of(Prefix + name, OnnxElementType.Int64, [numbers.Length], numbers);
    }

    private static bool HasSeparateWindows(EditedNode convolution, long edge) =>
        convolution.Integers("strides") is [var down, var right] && down == edge && right == edge
        && !convolution.Has("auto_pad")
        && convolution.Integers("pads").All(static pad => pad == 0)
        && convolution.Integers("dilations").All(static step => step == 1)
        && convolution.Integer("group", 1) == 1;
}
