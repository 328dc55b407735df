namespace Clip;

/// <summary>
/// Turns cosines into logits: scale × cosine + bias. Models without a bias were trained with a softmax over all
/// candidates, models with one (SigLIP) with a sigmoid for each pair.
/// </summary>
/// <param name="Scale">The factor, about 100 for CLIP.</param>
/// <param name="Bias">The term added, or null where the model was trained with a softmax.</param>
public readonly record struct LogitScale(double Scale, double? Bias);
