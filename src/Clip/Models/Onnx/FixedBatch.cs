namespace Clip.Models.Onnx;

/// <summary>The number of rows that a graph demands, where it does not take any number.</summary>
internal static class FixedBatch
{
    // No exporter fixes more; a larger number would only make us reserve memory.
    private const int MaxRows = 1024;

    /// <summary>The rows of an input; null where their number is free.</summary>
    /// <exception cref="ModelException">There are more rows than any exporter fixes.</exception>
    public static int? Of(OnnxGraph graph, OnnxValue input)
    {
        if (input.Shape is not [{ } rows, ..])
            return null;
        return rows <= MaxRows
            ? (int)rows
            : throw new ModelException(
                graph.Path, $"wants {rows:N0} rows at once in '{input.Name}'", "export the model with a free batch");
    }
}
