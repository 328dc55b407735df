namespace Clip.Classification;

/// <summary>Learns classes, and chooses how by cross-validation.</summary>
internal static class ClassLearning
{
    private const int MostFolds = 5;

    /// <summary>Up to how many examples each is left out by itself where folds would be few.</summary>
    private const int FewExamples = 200;

    /// <summary>The inverse penalties that are tried, the simplest first.</summary>
    private static readonly double[] Penalties = [0.1, 1, 10, 100];

    /// <summary>Where examples × dimensions × classes are more, only one penalty is tried.</summary>
    private const double MostWork = 2e7;
    private const double UsualPenalty = 10;

    public static LearnedClasses Learn(ClassExamples examples, CancellationToken cancellationToken)
    {
        var (rows, labels) = (examples.Rows, examples.Labels);
        var leftOut = NearestMean.LeaveOneOut(rows);
        var folds = FoldsOf(rows);
        var choice = folds is null ? (C: null, Validation: null) : Choose(rows, labels, folds, cancellationToken);
        return new LearnedClasses(
            labels, examples.Counts, NearestMean.Fit(rows), MeanScale.Of(leftOut, rows.Classes),
            choice.C is { } c ? LogisticRegression.Fit(rows, c, cancellationToken) : null, choice.C,
            StrangerThreshold.OfEqualError(leftOut, rows.Classes), choice.Validation);
    }

    /// <summary>The best of all, of equally good ones the simplest.</summary>
    public static (double? C, ClassValidation? Validation) Choose(
        ExampleRows rows, IReadOnlyList<string> labels, int[] folds, CancellationToken cancellationToken)
    {
        var best = CrossValidation.PredictByMean(rows, folds);
        double? chosen = null;
        var isLarge = (double)rows.Count * rows.Dimensions * rows.ClassCount > MostWork;
        foreach (var c in isLarge ? [UsualPenalty] : Penalties)
        {
            var predictions = CrossValidation.PredictByRegression(rows, folds, c, cancellationToken);
            if (Right(rows, predictions) > Right(rows, best))
                (best, chosen) = (predictions, c);
        }
        return (chosen, Describe(rows, labels, folds, best));
    }

    /// <summary>
    /// Five folds; fewer where a class has fewer examples. Of a small set, each example is then a fold by itself, so
    /// that all others teach.
    /// </summary>
    private static int[]? FoldsOf(ExampleRows rows)
    {
        var folds = CrossValidation.Folds(rows.Classes, rows.ClassCount, MostFolds);
        var isFew = folds is not null && folds.Max() + 1 < MostFolds && rows.Count <= FewExamples;
        return isFew ? [.. Enumerable.Range(0, rows.Count)] : folds;
    }

    private static int Right(ExampleRows rows, int[] predictions) =>
        predictions.Zip(rows.Classes).Count(static pair => pair.First == pair.Second);

    private static ClassValidation Describe(
        ExampleRows rows, IReadOnlyList<string> labels, int[] folds, int[] predictions)
    {
        var confusions = predictions.Zip(rows.Classes)
            .Where(static pair => pair.First != pair.Second)
            .GroupBy(static pair => pair)
            .Select(group => new ClassConfusion(labels[group.Key.Second], labels[group.Key.First], group.Count()))
            .OrderByDescending(static confusion => confusion.Count)
            .ThenBy(static confusion => confusion.Label, StringComparer.Ordinal)
            .ThenBy(static confusion => confusion.Predicted, StringComparer.Ordinal);
        return new ClassValidation(Right(rows, predictions), rows.Count, folds.Max() + 1, [.. confusions]);
    }
}
