using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Models.Quantization;

/// <summary>Activations as whole numbers with a scale per token.</summary>
/// <param name="Codes">The name of the codes, 0 to 255.</param>
/// <param name="Scale">The name of what a code of each token stands for, [..., 1].</param>
/// <param name="Zero">The code of 0.</param>
internal sealed record TokenCodes(string Codes, string Scale, byte Zero);

/// <summary>Writes the operations that round activations with a scale per token. Not thread-safe.</summary>
/// <param name="graph">The graph.</param>
/// <param name="prefix">What the names of new values begin with.</param>
internal sealed class TokenScale(EditedGraph graph, string prefix)
{
    private const float LargestCode = 127;
    private const byte Zero = 128;

    private int _count;

    /// <summary>Adds the operations for one input.</summary>
    /// <param name="input">The activations.</param>
    /// <param name="added">Receives the operations.</param>
    public TokenCodes Encode(string input, List<EditedNode> added)
    {
        var name = $"{prefix}token.{_count++}";
        EditedNode[] nodes =
        [
            EditedNode.Of("Abs", [input], name + ".abs"),
            Reduction.Max(graph, name + ".abs", name + ".max", axis: -1, keepsDimensions: true),
            // A token of zeros stays one.
            EditedNode.Of("Max", [name + ".max", Scalar(OnnxElementType.Float, 1e-20f)], name + ".range"),
            EditedNode.Of("Div", [Scalar(OnnxElementType.Float, LargestCode), name + ".range"], name + ".inverse"),
            EditedNode.Of("Mul", [name + ".range", Scalar(OnnxElementType.Float, 1 / LargestCode)], name + ".scale"),
            EditedNode.Of("Mul", [input, name + ".inverse"], name + ".scaled"),
            // The conversion truncates, so that a half more rounds.
            EditedNode.Of("Add", [name + ".scaled", Scalar(OnnxElementType.Float, Zero + 0.5f)], name + ".shifted"),
            EditedNode.Of("Cast", [name + ".shifted"], name + ".codes").With("to", (long)OnnxElementType.UInt8),
        ];
        added.AddRange(nodes);
        return new TokenCodes(name + ".codes", name + ".scale", Zero);
    }

    /// <summary>The name of a constant.</summary>
    public string Scalar<T>(OnnxElementType type, T value)
        where T : unmanaged
    {
        var name = FormattableString.Invariant($"{prefix}{type}.{value}");
        graph.Tensors.TryAdd(name, EditedTensor.Of<T>(name, type, [], [value]));
        return name;
    }
}
