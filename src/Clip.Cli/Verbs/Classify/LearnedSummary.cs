using System.Globalization;
using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Classify;

/// <summary>Says what was learned from examples, and how often it is right.</summary>
internal static class LearnedSummary
{
    private const int MostConfusions = 3;

    public static void Write(Terminal terminal, LearnedClassifier learned)
    {
        var examples = learned.Counts.Sum();
        var way = learned.C is { } c
            ? string.Create(CultureInfo.InvariantCulture, $"logistic regression (C = {c})")
            : "nearest mean";
        terminal.Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"learned {learned.Labels.Count} classes from {examples:N0} pictures by {way}; "
            + $"{Accuracy(learned.Validation)}"));
    }

    private static string Accuracy(ClassValidation? validation)
    {
        if (validation is null)
            return "a class has one example only, so that it cannot be measured how often this is right";
        var way = validation.Folds == validation.Examples ? "each left out once" : $"{validation.Folds} folds";
        var interval = validation.Interval;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"cross-validation ({way}): {validation.Right:N0} of {validation.Examples:N0} right, "
            + $"{validation.Accuracy:P1} (95 % interval {interval.Low:P1} to {interval.High:P1})");
        var confusions = validation.Confusions.Take(MostConfusions)
            .Select(static mistake => $"{mistake.Label} for {mistake.Predicted} ({mistake.Count})").ToList();
        return confusions.Count == 0 ? text : $"{text}; taken wrongly: {string.Join(", ", confusions)}";
    }
}
