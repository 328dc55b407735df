namespace Clip.Classification;

/// <summary>
/// Measures ways to classify by cross-validation: each example is classified by what the others teach. The folds hold
/// neighbors, in the order of the examples, because pictures of a burst lie beside each other and would otherwise
/// teach what they are asked.
/// </summary>
internal static class CrossValidation
{
    /// <summary>The fold in which each example is asked.</summary>
    /// <param name="classes">The class of each example.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <param name="most">The most folds.</param>
    /// <returns>Null where a class has one example only, so that nothing would teach it.</returns>
    public static int[]? Folds(IReadOnlyList<int> classes, int classCount, int most)
    {
        var counts = new int[classCount];
        foreach (var own in classes)
            counts[own]++;
        var folds = Math.Min(most, counts.Min());
        if (folds < 2)
            return null;
        var seen = new int[classCount];
        return [.. classes.Select(own => (int)((long)seen[own]++ * folds / counts[own]))];
    }

    /// <summary>The class that the examples of the other folds predict for each example.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="folds">The fold of each.</param>
    /// <param name="learn">Learns from some examples how to classify a row.</param>
    public static int[] Predict(ExampleRows rows, int[] folds, Func<ExampleRows, Func<int, int>> learn)
    {
        var predictions = new int[rows.Count];
        Parallel.For(0, folds.Max() + 1, fold =>
        {
            var classify = learn(rows.Subset([.. Enumerable.Range(0, rows.Count).Where(i => folds[i] != fold)]));
            for (var i = 0; i < rows.Count; i++)
            {
                if (folds[i] == fold)
                    predictions[i] = classify(i);
            }
        });
        return predictions;
    }

    /// <summary>As nearest mean predicts.</summary>
    public static int[] PredictByMean(ExampleRows rows, int[] folds) => Predict(rows, folds, some =>
    {
        var means = NearestMean.Fit(some);
        return row => Softmax.IndexOfMax(means.Cosines(rows[row]));
    });

    /// <summary>As logistic regression predicts.</summary>
    public static int[] PredictByRegression(
        ExampleRows rows, int[] folds, double c, CancellationToken cancellationToken) => Predict(rows, folds, some =>
    {
        var regression = LogisticRegression.Fit(some, c, cancellationToken);
        return row => Softmax.IndexOfMax(regression.Probabilities(rows[row]));
    });
}
