namespace Clip.Models.Onnx;

/// <summary>
/// Which inputs and outputs of a graph do what. They are chosen by name, type and rank, never by the model's name;
/// where names say nothing, the first that fits is taken.
/// </summary>
internal static class GraphSignature
{
    /// <summary>The token ids: <c>input_ids</c>, <c>text</c>, or the first integers that are not a mask.</summary>
    public static OnnxValue? TokenIds(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => input.Name is "input_ids" or "text" && IsIntegers(input))
        ?? graph.Inputs.FirstOrDefault(static input =>
            IsIntegers(input) && !IsNamed(input, "mask") && !IsNamed(input, "type") && !PatchInputs.IsShapes(input));

    /// <summary>The attention mask; null where the graph takes none.</summary>
    public static OnnxValue? AttentionMask(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => input.Name == "attention_mask" && IsMask(input))
        ?? graph.Inputs.FirstOrDefault(input => IsMask(input) && IsNamed(input, "mask") && !IsNamed(input, "pixel"));

    /// <summary>The token types of BERT, always zero for one sentence.</summary>
    public static OnnxValue? TokenTypes(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => IsIntegers(input) && IsNamed(input, "type"));

    /// <summary>
    /// The pictures: the input of rank four, patches, or an input of a suitable type where no shape is stated.
    /// </summary>
    public static OnnxValue? Pixels(OnnxGraph graph) =>
        graph.Inputs.FirstOrDefault(input => input.Shape.Count == 4)
        ?? PatchInputs.Of(graph)?.Pixels
        ?? graph.Inputs.FirstOrDefault(input => IsPixels(input) && !IsNamed(input, "mask"));

    /// <summary>
    /// Whether the three colors are the last dimension. Where the shape does not show it, bytes are raw pixels with
    /// colors last, and other types have colors first.
    /// </summary>
    public static bool IsChannelsLast(OnnxValue pixels) => pixels.Shape switch
    {
        [_, var first, _, var last] when (first == 3) != (last == 3) => last == 3,
        [_, null, _, null] or [] => pixels.ElementType == OnnxElementType.UInt8,
        _ => false,
    };

    /// <summary>The embedding of the text tower.</summary>
    public static OnnxValue TextEmbedding(OnnxGraph graph) => Embedding(graph, "text");

    /// <summary>The embedding of the image tower.</summary>
    public static OnnxValue ImageEmbedding(OnnxGraph graph) => Embedding(graph, "image");

    /// <summary>
    /// The states of all tokens, for towers whose pooling is not part of the graph; null where there are none.
    /// </summary>
    public static OnnxValue? HiddenStates(OnnxGraph graph) =>
        graph.Outputs.FirstOrDefault(static output =>
            output.Name is "last_hidden_state" or "token_embeddings" && output.Shape.Count is 3 or 0)
        ?? graph.Outputs.FirstOrDefault(output => output.Shape.Count == 3);

    /// <summary>The embedding of a whole sentence where the graph computes it to the end; null otherwise.</summary>
    public static OnnxValue? SentenceEmbedding(OnnxGraph graph) =>
        graph.Outputs.FirstOrDefault(output => output.Name == "sentence_embedding");

    /// <summary>The output that holds scaled logits, in graphs that compute both towers.</summary>
    public static OnnxValue? Logits(OnnxGraph graph) =>
        graph.Outputs.FirstOrDefault(output => output.Name is "logits_per_text" or "logits_per_image");

    /// <summary>Refuses a graph with an input that no encoder here fills.</summary>
    /// <exception cref="ModelException">There is such an input.</exception>
    public static void RefuseUnknownInputs(OnnxGraph graph)
    {
        OnnxValue?[] known = [TokenIds(graph), AttentionMask(graph), TokenTypes(graph), Pixels(graph)];
        var patches = PatchInputs.Of(graph);
        if (graph.Inputs.FirstOrDefault(input =>
            !known.Contains(input) && patches?.Contains(input) != true) is { } unknown)
        {
            throw new ModelException(
                graph.Path, $"wants an input that is neither text nor picture ('{unknown.Name}')",
                "export the model with input_ids, attention_mask and pixel_values only");
        }
    }

    /// <summary>
    /// Exporters put raw hidden states and scaled logits beside the embedding; the first match of this order is right
    /// for every known family (the names are those of each family's model card).
    /// </summary>
    private static OnnxValue Embedding(OnnxGraph graph, string tower)
    {
        var vectors = graph.Outputs
            .Where(static output => output.Shape.Count is 2 or 0 && !IsNamed(output, "logits")).ToList();
        Func<OnnxValue, bool>[] order =
        [
            output => output.Name.StartsWith($"l2norm_{tower}", StringComparison.Ordinal),
            output => output.Name.StartsWith($"{tower}_embed", StringComparison.Ordinal)
                || output.Name == $"{tower}_features",
            output => output.Name is "embeddings" or "embedding" or "sentence_embedding",
            output => output.Name == "pooler_output",
        ];
        return order.Select(vectors.FirstOrDefault).FirstOrDefault(found => found is not null)
            // In a combined graph a vector with any other name may belong to either tower.
            ?? (graph.IsCombined ? null : AnyVector(vectors))
            ?? throw new ModelException(
                graph.Path, $"has no {tower} embedding among its outputs ({graph.OutputNames})",
                $"export the model with an output named {tower}_embeds");
    }

    private static OnnxValue? AnyVector(List<OnnxValue> vectors) =>
        vectors.FirstOrDefault(static output => output.Shape.Count == 2)
        ?? vectors.FirstOrDefault(static output => output.Name != "last_hidden_state");

    private static bool IsNamed(OnnxValue value, string part) => value.Name.Contains(part, StringComparison.Ordinal);

    private static bool IsIntegers(OnnxValue input) =>
        input is { Shape.Count: 2 or 0, ElementType: OnnxElementType.Int32 or OnnxElementType.Int64 };

    private static bool IsPixels(OnnxValue input) => input is
    {
        Shape.Count: 0,
        ElementType: OnnxElementType.Float or OnnxElementType.Float16 or OnnxElementType.UInt8,
    };

    private static bool IsMask(OnnxValue input) => input is
    {
        Shape.Count: 2 or 0,
        ElementType: OnnxElementType.Int32 or OnnxElementType.Int64 or OnnxElementType.Bool or OnnxElementType.Float,
    };
}
