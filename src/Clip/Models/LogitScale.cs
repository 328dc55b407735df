namespace Clip.Models;

/// <summary>
/// Turns cosines into logits: scale × cosine + bias. Models without a bias were trained with a softmax over all
/// candidates, models with one (SigLIP) with a sigmoid for each pair.
/// </summary>
/// <param name="Scale">The factor, about 100 for CLIP.</param>
/// <param name="Bias">The term added, or null where the model was trained with a softmax.</param>
public readonly record struct LogitScale(double Scale, double? Bias)
{
    // OpenAI's CLIP trained against a clamp at 100 and ends there. SigLIP's values are those of its base model,
    // exp(4.765) and -12.93: the split graphs that people download carry neither.
    private const double ClipScale = 100;
    private const double SiglipScale = 117.33;
    private const double SiglipBias = -12.93;

    /// <summary>
    /// Reads <c>logit_scale</c> and <c>logit_bias</c>. <c>logit_scale_init_value</c> is where training began, so it
    /// says nothing about where it ended; without a trained value the family's is taken.
    /// </summary>
    internal static LogitScale From(ModelConfig config)
    {
        var siglip = config.Text("model_type")?.StartsWith("siglip", StringComparison.Ordinal) == true;
        return new LogitScale(
            config.Number("logit_scale") ?? (siglip ? SiglipScale : ClipScale),
            config.Number("logit_bias") ?? (siglip ? SiglipBias : null));
    }
}
