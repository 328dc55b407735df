using Clip.Models.Onnx;

namespace Clip.Models;

/// <summary>
/// Turns cosines into logits: scale × cosine + bias. Models without a bias were trained with a softmax over all
/// candidates, models with one (SigLIP) with a sigmoid for each pair.
/// </summary>
/// <param name="Scale">The factor, about 100 for CLIP.</param>
/// <param name="Bias">The term added, or null where the model was trained with a softmax.</param>
/// <remarks>
/// Taken from the configuration's <c>logit_scale</c> and <c>logit_bias</c> where it has them; else from the graph, where one
/// graph computes logits; else the family's known value: 100 for CLIP and its kin, and those of SigLIP's base model for
/// SigLIP, whose other sizes differ by a few per cent.
/// </remarks>
public readonly record struct LogitScale(double Scale, double? Bias)
{
    // OpenAI's CLIP trained against a clamp at 100 and ends there. SigLIP's values are those of its base model,
    // exp(4.765) and -12.93: the split graphs that people download carry neither.
    private const double ClipScale = 100;
    private const double SiglipScale = 117.33;
    private const double SiglipBias = -12.93;
    private const double LargestLogarithm = 8;

    /// <summary>
    /// Reads scale and bias. <c>logit_scale_init_value</c> is where training began, so it says nothing about where it
    /// ended; that there is an <c>init_logit_bias</c> says that there is one.
    /// </summary>
    internal static LogitScale From(ModelConfig config, OnnxGraph? graph)
    {
        var (scale, bias) = (config.Number("logit_scale"), config.Number("logit_bias"));
        if (scale is null && graph is { IsCombined: true } && GraphSignature.Logits(graph) is { } output)
            (scale, bias) = graph.ReadLogits(output.Name);
        // Trained scales are about a hundred; one of a few is its logarithm, as the weights hold it.
        if (scale is { } found)
            return new LogitScale(found <= LargestLogarithm ? Math.Exp(found) : found, bias);
        return TextFamily.IsSiglip(config) || config.Number("init_logit_bias") is not null
            ? new LogitScale(SiglipScale, bias ?? SiglipBias)
            : new LogitScale(ClipScale, bias);
    }
}
