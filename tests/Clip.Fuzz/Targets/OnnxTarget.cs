using Clip.Models.Onnx;
using Clip.Models.Onnx.Editing;

namespace Clip.Fuzz.Targets;

/// <summary>
/// A graph file: its description, its use by the encoders, its logits, and each tower extracted from it.
/// </summary>
internal static class OnnxTarget
{
    private const int MaxTowers = 4;

    public static FuzzTarget Target { get; } = new("onnx", Read)
    {
        Words =
        [
            "input_ids", "attention_mask", "pixel_values", "text_embeds", "logits_per_image", "location", "offset",
            "length", "MatMul", "Mul", "Exp", "Constant", "Add", "../weights", "18446744073709551615",
        ],
    };

    private static void Read(byte[] input)
    {
        var graph = OnnxGraph.Read(Scratch.Write("model.onnx", input));
        Describe(graph);
        foreach (var output in graph.Outputs.Take(MaxTowers))
        {
            graph.ReadLogits(output.Name);
            Cut(input, output.Name);
        }
    }

    private static void Describe(OnnxGraph graph)
    {
        _ = graph.IsCombined;
        foreach (var value in graph.Inputs)
        {
            try
            {
                FixedBatch.Of(graph, value);
            }
            catch (ModelException)
            {
                // Too many rows at once.
            }
        }
        _ = GraphSignature.HiddenStates(graph);
        GraphSignature.RefuseUnknownInputs(graph);
        _ = GraphSignature.TextEmbedding(graph);
        _ = GraphSignature.ImageEmbedding(graph);
    }

    private static void Rewrite(byte[] model, string output)
    {
        try
        {
            var edited = EditedGraph.Read(model);
            edited.KeepOutput(output);
            PooledTail.Rewrite(edited);
            PatchProduct.Rewrite(edited);
        }
        catch (InvalidDataException)
        {
            // It is damaged.
        }
    }

    private static void Cut(byte[] model, string output)
    {
        byte[] tower;
        try
        {
            tower = OnnxTower.Cut(model, output, static location => "elsewhere/" + location);
            if (OnnxTower.Cut(model, output).Length > model.Length + 64)
                throw new InvalidOperationException("a tower is larger than what it was cut from");
        }
        catch (InvalidDataException)
        {
            return;
        }
        var cut = OnnxGraphReader.Read("tower.onnx", tower);
        if (cut.Outputs.Any(kept => kept.Name != output))
            throw new InvalidOperationException("a tower has kept another's output");
        Rewrite(model, output);
    }
}
