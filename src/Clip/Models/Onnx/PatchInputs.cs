namespace Clip.Models.Onnx;

/// <summary>
/// The inputs of an image tower that takes pictures of any shape as patches, as SigLIP 2 NaFlex does.
/// </summary>
/// <param name="Pixels">The patches of each picture: [batch, patches, values].</param>
/// <param name="Mask">Which patches are the picture's and which are padding: [batch, patches].</param>
/// <param name="Shapes">How many rows and columns of patches each picture has: [batch, 2].</param>
internal sealed record PatchInputs(OnnxValue Pixels, OnnxValue Mask, OnnxValue Shapes)
{
    /// <summary>The inputs of a graph; null where it takes whole pictures, or none.</summary>
    public static PatchInputs? Of(OnnxGraph graph)
    {
        if (graph.Inputs.FirstOrDefault(IsShapes) is not { } shapes
            || graph.Inputs.FirstOrDefault(static input => input.Shape.Count == 3) is not { } pixels)
        {
            return null;
        }
        var masks = graph.Inputs.Where(static input => input.Shape.Count == 2 && Contains(input, "mask")).ToList();
        var mask = masks.Find(static input => Contains(input, "pixel")) ?? (masks.Count == 1 ? masks[0] : null);
        return mask is null ? null : new PatchInputs(pixels, mask, shapes);
    }

    /// <summary>Whether an input is one of these.</summary>
    public bool Contains(OnnxValue input) => input == Pixels || input == Mask || input == Shapes;

    /// <summary>Whether an input holds the rows and columns of patches, by its name and its numbers.</summary>
    public static bool IsShapes(OnnxValue input) =>
        input is { Shape: [_, null or 2], ElementType: OnnxElementType.Int32 or OnnxElementType.Int64 }
        && Contains(input, "spatial");

    private static bool Contains(OnnxValue input, string part) => input.Name.Contains(part, StringComparison.Ordinal);
}
