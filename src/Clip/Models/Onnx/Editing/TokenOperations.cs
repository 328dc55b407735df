namespace Clip.Models.Onnx.Editing;

/// <summary>Which operations compute each token of [items, tokens, width] from that token alone.</summary>
internal static class TokenOperations
{
    private static readonly HashSet<string> PerElement =
    [
        "Add", "Sub", "Mul", "Div", "Pow", "Sqrt", "Erf", "Tanh", "Sigmoid", "Relu", "Gelu", "Identity", "Cast",
        "QuickGelu", "BiasGelu", "FastGelu",
    ];

    private static readonly HashSet<string> Normalizations =
        ["LayerNormalization", "SkipLayerNormalization", "SimplifiedLayerNormalization"];

    /// <summary>Whether an operation multiplies each token by constant weights.</summary>
    public static bool IsProduct(EditedNode node) => node.Is("MatMul");

    /// <summary>Whether each token of the result depends on that token alone.</summary>
    public static bool WorkPerToken(EditedNode node, GraphValues values)
    {
        if (node.InnerInputs.Count > 0 || node.Outputs.Count != 1)
            return false;
        if (IsProduct(node))
            return values.Constant(node.Input(0)) is null && values.Constant(node.Input(1)) is { Shape.Count: 2 };
        if (node.Is("ReduceMean"))
            return node.Integer("keepdims", 1) == 1 && IsOverWidth(node, values);
        if (Normalizations.Contains(node.Operation))
            return node.Integer("axis", -1) == -1;
        // A constant of more dimensions could be another one for each token.
        return PerElement.Contains(node.Operation)
            && node.Inputs.TrueForAll(name => values.Constant(name) is not { Shape.Count: > 1 });
    }

    /// <summary>Whether the result has the shape of the operands that have all tokens.</summary>
    public static bool KeepShape(EditedNode node) =>
        PerElement.Contains(node.Operation) || Normalizations.Contains(node.Operation);

    private static bool IsOverWidth(EditedNode node, GraphValues values) => node.Inputs.Count == 1
        ? node.Integers("axes") is [-1]
        : values.Constant(node.Input(1))?.Integers() is [-1];
}
