namespace Clip.Classification;

/// <summary>What was learned from examples, and what a file of classes holds.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Counts">How many examples each has.</param>
/// <param name="Means">The class means.</param>
/// <param name="MeanScale">What turns cosines with the means into logits.</param>
/// <param name="Regression">The regression, where it is better.</param>
/// <param name="C">Its inverse penalty.</param>
/// <param name="StrangerThreshold">The least cosine of a picture that belongs to a class.</param>
/// <param name="Validation">How often this is right.</param>
internal sealed record LearnedClasses(
    IReadOnlyList<string> Labels, IReadOnlyList<int> Counts, NearestMean Means, double MeanScale,
    LogisticRegression? Regression, double? C, double StrangerThreshold, ClassValidation? Validation);
