using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>The number of rows that a graph demands, where it does not take as many as there are.</summary>
internal static class FixedBatch
{
    // No exporter fixes more; a larger number would only make us reserve memory.
    private const int Most = 1024;

    /// <summary>Reads it off an input; null where the batch is free.</summary>
    /// <exception cref="ModelException">It is larger than any.</exception>
    public static int? Of(OnnxGraph graph, OnnxValue input)
    {
        if (input.Shape is not [{ } rows, ..])
            return null;
        return rows <= Most
            ? (int)rows
            : throw new ModelException(graph.Path, $"wants {rows:N0} rows at once in '{input.Name}'", "export the model with a free batch");
    }
}
