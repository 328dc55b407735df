namespace Clip;

/// <summary>How often labels are right for the pictures of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Pictures">How many pictures it has.</param>
/// <param name="Right">How many got its label.</param>
public sealed record ClassAccuracy(string Label, int Pictures, int Right);

/// <summary>How often the labels of a folder of classes are right.</summary>
/// <param name="Pictures">How many pictures there are.</param>
/// <param name="Right">How many got the label of their class.</param>
/// <param name="RightInFive">How many have that label among the five most probable.</param>
/// <param name="Classes">The classes.</param>
/// <param name="Confusions">The mistakes, the most frequent first.</param>
public sealed record ClassificationReport(
    int Pictures, int Right, int RightInFive, IReadOnlyList<ClassAccuracy> Classes,
    IReadOnlyList<ClassConfusion> Confusions)
{
    /// <summary>The share of right labels, 0 to 1.</summary>
    public double Accuracy => (double)Right / Pictures;

    /// <summary>The 95 % interval of <see cref="Accuracy"/> (Wilson).</summary>
    public ConfidenceInterval Interval =>
        ConfidenceInterval.OfProportion(Right, Pictures) ?? new ConfidenceInterval(0, 1);

    /// <summary>The share of pictures whose class is among the five most probable, 0 to 1.</summary>
    public double Top5 => (double)RightInFive / Pictures;

    /// <summary>Whether each picture got the label of its class, in the order of the pictures.</summary>
    internal IReadOnlyList<bool> Answers { get; init; } = [];
}

/// <summary>Two models on the same pictures and labels.</summary>
/// <param name="First">The first model.</param>
/// <param name="Second">The other model.</param>
/// <param name="Difference">The accuracy of the second minus that of the first.</param>
/// <param name="Interval">The 95 % interval of the difference, from resampling the pictures.</param>
public sealed record ClassificationComparison(
    ClassificationReport First, ClassificationReport Second, double Difference, ConfidenceInterval Interval);
