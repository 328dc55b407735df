using Clip.Models.Configuration;
using Clip.Models.Onnx;
using Clip.Models.TextTower;

namespace Clip.Models;

/// <summary>
/// Reads a model's logit scale: from <c>logit_scale</c> and <c>logit_bias</c> of the configuration; else from the
/// graph, where it computes logits; else the family's known value, which is 100 for CLIP and its derivatives, and that
/// of the base model for SigLIP, whose other sizes differ by a few percent.
/// </summary>
internal static class LogitScaleReader
{
    // OpenAI's CLIP was trained with the scale clamped at 100, which it reached. SigLIP's values are those of its base
    // model, exp(4.765) and -12.93; graphs of single towers contain neither.
    private const double ClipScale = 100;
    private const double SiglipScale = 117.33;
    private const double SiglipBias = -12.93;
    private const double MaxLogarithm = 8;

    /// <summary>What is assumed where no file contains the scale, and what to add.</summary>
    public const string Assumption =
        "no file contains the logit scale: the family's usual one is assumed, which affects probabilities but no "
        + "ranking; add \"logit_scale\" (and \"logit_bias\") of the original to config.json";

    /// <summary>
    /// Reads scale and bias. <c>logit_scale_init_value</c> is the value before training, so it is ignored;
    /// <c>init_logit_bias</c> only shows that the model has a bias.
    /// </summary>
    public static (LogitScale Scale, LogitScaleSource Source) Read(ModelConfig config, OnnxGraph? graph)
    {
        var (scale, bias) = (config.Number("logit_scale"), config.Number("logit_bias"));
        var source = LogitScaleSource.Configuration;
        if (scale is null && graph is { IsCombined: true } && GraphSignature.Logits(graph) is { } output)
        {
            (scale, bias) = graph.ReadLogits(output.Name);
            source = LogitScaleSource.Graph;
        }
        // Trained scales are about 100; a smaller number is the logarithm, as the weights store it.
        if (scale is { } found)
            return (new LogitScale(found <= MaxLogarithm ? Math.Exp(found) : found, bias), source);
        var usual = TextFamily.IsSiglip(config) || config.Number("init_logit_bias") is not null
            ? new LogitScale(SiglipScale, bias ?? SiglipBias)
            : new LogitScale(ClipScale, bias);
        return (usual, LogitScaleSource.Assumed);
    }
}
