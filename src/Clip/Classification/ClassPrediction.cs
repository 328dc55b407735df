namespace Clip;

/// <summary>To which class a picture belongs.</summary>
/// <param name="Label">The most probable label; null where the picture belongs to no class.</param>
/// <param name="Probability">
/// The probability of the most probable label, from 0 to 1, whether it is given or not.
/// </param>
/// <param name="Probabilities">
/// The probability of each label, in the order of the classifier's labels. They sum to 1, except where the model judges
/// each label by itself (sigmoid).
/// </param>
public sealed record ClassPrediction(string? Label, double Probability, IReadOnlyList<double> Probabilities)
{
    /// <summary>The most probable label, whether it is given or not.</summary>
    public required string Nearest { get; init; }
}
