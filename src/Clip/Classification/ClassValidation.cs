namespace Clip;

/// <summary>Examples of one class that were taken for another.</summary>
/// <param name="Label">Their class.</param>
/// <param name="Predicted">The class that was predicted.</param>
/// <param name="Count">How many.</param>
public sealed record ClassConfusion(string Label, string Predicted, int Count);

/// <summary>How often learned classes are right, measured by cross-validation.</summary>
/// <param name="Right">How many examples were classified correctly by what the others teach.</param>
/// <param name="Examples">How many examples there are.</param>
/// <param name="Folds">Into how many parts the examples were divided.</param>
/// <param name="Confusions">The mistakes, the most frequent first.</param>
public sealed record ClassValidation(int Right, int Examples, int Folds, IReadOnlyList<ClassConfusion> Confusions)
{
    /// <summary>The share of right answers, 0 to 1.</summary>
    public double Accuracy => Examples == 0 ? 0 : (double)Right / Examples;

    /// <summary>The 95 % interval of <see cref="Accuracy"/>.</summary>
    public ConfidenceInterval Interval =>
        ConfidenceInterval.OfProportion(Right, Examples) ?? new ConfidenceInterval(0, 1);
}
