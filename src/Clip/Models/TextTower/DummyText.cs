using Clip.Models.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models.TextTower;

/// <summary>
/// The text input of a graph that computes both towers and cannot be cut, when only pictures are encoded: one token,
/// the least that every family accepts, or as many as the graph demands.
/// </summary>
internal sealed class DummyText(OnnxGraph graph)
{
    private const long MaxTokens = 1 << 20;

    /// <summary>Creates the tensor for one of the graph's text inputs; the caller disposes it.</summary>
    /// <exception cref="ModelException">The graph demands more tokens than any encoder.</exception>
    public OrtValue Create(OnnxValue input)
    {
        var rows = FixedBatch.Of(graph, input) ?? 1;
        var length = input.Shape is [_, { } tokens] ? tokens : 1;
        if (length > MaxTokens / rows)
        {
            throw new ModelException(
                graph.Path, $"wants rows of {length:N0} tokens", "use a model for texts of ordinary length");
        }
        var numbers = new int[rows * length];
        if (input == GraphSignature.AttentionMask(graph))
            numbers.AsSpan().Fill(1);
        return TokenTensor.Create(input, numbers, rows);
    }
}
