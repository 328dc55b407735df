using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>
/// Which inputs and outputs of a graph do what. Chosen by name, type and rank, never by the model's name.
/// </summary>
internal static class GraphSignature
{
    /// <summary>The token ids: <c>input_ids</c>, <c>text</c>, or the first integer matrix that is no mask.</summary>
    public static OnnxValue? TokenIds(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => input.Name is "input_ids" or "text")
        ?? graph.Inputs.FirstOrDefault(input => IsIntegerMatrix(input) && !input.Name.Contains("mask") && !input.Name.Contains("type"));

    /// <summary>The attention mask, where the graph wants one.</summary>
    public static OnnxValue? AttentionMask(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => IsIntegerMatrix(input) && input.Name.Contains("mask"));

    /// <summary>The picture: the input of rank four.</summary>
    public static OnnxValue? Pixels(OnnxGraph graph) => graph.Inputs.FirstOrDefault(input => input.Shape.Count == 4);

    /// <summary>The token types of BERT, always zero for one sentence.</summary>
    public static OnnxValue? TokenTypes(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => IsIntegerMatrix(input) && input.Name.Contains("type"));

    /// <summary>The embedding of the text tower.</summary>
    public static OnnxValue TextEmbedding(OnnxGraph graph) => Embedding(graph, "text");

    /// <summary>The embedding of the image tower.</summary>
    public static OnnxValue ImageEmbedding(OnnxGraph graph) => Embedding(graph, "image");

    /// <summary>
    /// Exporters put raw hidden states and scaled logits beside the embedding; the first match of this order is right
    /// for every family known (see the model card of each family for the names).
    /// </summary>
    private static OnnxValue Embedding(OnnxGraph graph, string tower)
    {
        var vectors = graph.Outputs.Where(output => output.Shape.Count is 2 or 0 && !output.Name.StartsWith("logits", StringComparison.Ordinal)).ToList();
        Func<OnnxValue, bool>[] order =
        [
            output => output.Name.StartsWith($"l2norm_{tower}", StringComparison.Ordinal),
            output => output.Name.StartsWith($"{tower}_embed", StringComparison.Ordinal),
            output => output.Name is "embeddings" or "embedding" or "sentence_embedding",
            output => output.Name == "pooler_output",
        ];
        return order.Select(vectors.FirstOrDefault).FirstOrDefault(found => found is not null)
            ?? (vectors is [var only] ? only : null)
            ?? throw new ModelException(
                graph.Path,
                $"has no {tower} embedding among its outputs ({string.Join(", ", graph.Outputs.Select(output => output.Name))})",
                $"export the model with an output named {tower}_embeds");
    }

    private static bool IsIntegerMatrix(OnnxValue input) =>
        input is { Shape.Count: 2, ElementType: OnnxElementType.Int32 or OnnxElementType.Int64 };
}
