using System.Runtime.InteropServices;

namespace Clip.Models.Onnx.Editing;

/// <summary>
/// Computes a graph of 16-bit floating point in 32 bits. Its weights are widened; what it takes and gives keeps its
/// type.
/// </summary>
internal static class FloatWidening
{
    private const string Prefix = "clip.wide.";
    private const int Alignment = 64;

    // ONNX Runtime reads small constants while it infers shapes, so that they have to lie in the graph.
    private const int MostInPlace = 256;

    /// <summary>Changes a graph with weights in 16 bits.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="halves">The names of its inputs and outputs in 16-bit floating point.</param>
    /// <param name="folder">The folder of its weights, where the new weights are written too.</param>
    /// <param name="weightsName">The name of the file for the new weights.</param>
    /// <returns>Whether it has such weights; otherwise it is unchanged.</returns>
    /// <exception cref="InvalidDataException">A weight is damaged.</exception>
    public static bool Widen(EditedGraph graph, IReadOnlyCollection<string> halves, string folder, string weightsName)
    {
        var tensors = graph.Tensors.Values.Where(static tensor => tensor.Type == OnnxElementType.Float16).ToList();
        // The types inside of branches and loops would have to be followed too.
        if (tensors.Count == 0 || graph.Nodes.Exists(static node => node.InnerInputs.Count > 0))
            return false;
        using (var weights = File.Create(Path.Combine(folder, weightsName)))
        {
            foreach (var tensor in tensors)
                graph.Tensors[tensor.Name] = Wide(tensor, folder, weightsName, weights);
        }
        foreach (var node in graph.Nodes)
            Widen(node, folder);
        WidenEnds(graph, halves);
        return true;
    }

    private static EditedTensor Wide(EditedTensor tensor, string folder, string weightsName, FileStream weights)
    {
        var numbers = tensor.Floats(folder);
        if (numbers.Length <= MostInPlace)
            return EditedTensor.Of(tensor.Name, OnnxElementType.Float, tensor.Shape, numbers);
        while (weights.Position % Alignment != 0)
            weights.WriteByte(0);
        var start = weights.Position;
        weights.Write(MemoryMarshal.AsBytes<float>(numbers));
        return EditedTensor.In(
            tensor.Name, OnnxElementType.Float, tensor.Shape, weightsName, start, weights.Position - start);
    }

    /// <summary>Widens what an operation itself states a type for.</summary>
    private static void Widen(EditedNode node, string folder)
    {
        foreach (var type in (ReadOnlySpan<string>)["to", "dtype"])
        {
            if (node.Integer(type, 0) == (long)OnnxElementType.Float16)
                node.Set(type, (long)OnnxElementType.Float);
        }
        if (node.Tensor("value") is { Type: OnnxElementType.Float16 } value)
        {
            node.Set(
                "value", EditedTensor.Of(value.Name, OnnxElementType.Float, value.Shape, value.Floats(folder)));
        }
    }

    /// <summary>Converts the inputs after the graph gets them, and the outputs before it gives them.</summary>
    private static void WidenEnds(EditedGraph graph, IReadOnlyCollection<string> halves)
    {
        var produced = graph.Producers();
        foreach (var name in halves)
        {
            var isOutput = produced.ContainsKey(name);
            var inside = Prefix + name;
            foreach (var node in graph.Nodes)
            {
                Rename(node.Inputs, name, inside);
                if (isOutput)
                    Rename(node.Outputs, name, inside);
            }
            if (isOutput)
                graph.Nodes.Add(Cast(inside, name, OnnxElementType.Float16));
            else
                graph.Nodes.Insert(0, Cast(name, inside, OnnxElementType.Float));
        }
    }

    private static EditedNode Cast(string from, string to, OnnxElementType type) =>
        EditedNode.Of("Cast", [from], to).With("to", (long)type);

    private static void Rename(List<string> names, string from, string to)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == from)
                names[i] = to;
        }
    }
}
