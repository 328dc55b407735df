using Clip.Statistics;

namespace Clip;

/// <summary>
/// Measures how often a model gives pictures the right label: a folder has a sub-folder per class, whose name is the
/// label. Nothing is learned from the pictures.
/// </summary>
public static class ZeroShotEvaluation
{
    private const int Few = 5;

    /// <summary>Evaluates one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder of classes.</param>
    /// <param name="templates">What makes texts of labels; see <see cref="ZeroShotClassifier.Create"/>.</param>
    /// <param name="onError">Called for each picture that cannot be read; it does not count.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="FolderException">The folder does not exist, or is a file.</exception>
    /// <exception cref="ClassificationException">It holds pictures of fewer than two classes.</exception>
    /// <exception cref="ModelException">The model cannot be loaded or run.</exception>
    public static async Task<ClassificationReport> EvaluateAsync(
        ClipModel model, string folder, IReadOnlyList<string>? templates = null, Action<ClipException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var pictures = ExampleFolder.List(folder, onError, cancellationToken);
        var predictions = await PredictAsync(model, pictures, templates, onError, cancellationToken)
            .ConfigureAwait(false);
        return Report(folder, pictures, predictions, [.. predictions.Select(static p => p is not null)]);
    }

    /// <summary>Evaluates two models, or two variants of one, on the pictures that both can read.</summary>
    /// <param name="first">The model to compare with.</param>
    /// <param name="second">The model that may be better.</param>
    /// <param name="folder">The folder of classes.</param>
    /// <param name="templates">What makes texts of labels.</param>
    /// <param name="onError">Called for each picture that cannot be read; it does not count.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <inheritdoc cref="EvaluateAsync" path="/exception"/>
    public static async Task<ClassificationComparison> CompareAsync(
        ClipModel first, ClipModel second, string folder, IReadOnlyList<string>? templates = null,
        Action<ClipException>? onError = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var pictures = ExampleFolder.List(folder, onError, cancellationToken);
        var a = await PredictAsync(first, pictures, templates, onError, cancellationToken).ConfigureAwait(false);
        var b = await PredictAsync(second, pictures, templates, onError, cancellationToken).ConfigureAwait(false);
        bool[] counts = [.. a.Zip(b, static (x, y) => x is not null && y is not null)];
        var (one, other) = (Report(folder, pictures, a, counts), Report(folder, pictures, b, counts));
        var differences = Resampling.Of(one.Pictures).Values(drawn =>
        [
            (double)drawn.Sum(i => (other.Answers[i] ? 1 : 0) - (one.Answers[i] ? 1 : 0)) / drawn.Length,
        ]);
        return new ClassificationComparison(
            one, other, other.Accuracy - one.Accuracy, Resampling.Interval(differences[0]));
    }

    /// <summary>The labels of each picture, the most probable first; null where it cannot be read.</summary>
    private static async Task<List<string[]?>> PredictAsync(
        ClipModel model, IReadOnlyList<(string Label, string Path)> pictures, IReadOnlyList<string>? templates,
        Action<ClipException>? onError, CancellationToken cancellationToken)
    {
        List<string> labels = [.. pictures.Select(static picture => picture.Label).Distinct()];
        var classifier = ZeroShotClassifier.Create(model, labels, templates, cancellationToken);
        List<string[]?> predictions = [];
        await foreach (var picture in PictureClassification.ClassifyAsync(
            model, classifier, pictures.Select(static picture => PictureSource.FromFile(picture.Path)),
            cancellationToken).ConfigureAwait(false))
        {
            if (picture.Error is { } error)
                onError?.Invoke(error);
            predictions.Add(picture.Prediction is not { } prediction ? null :
            [
                .. prediction.Probabilities.Index().OrderByDescending(static label => label.Item)
                    .Take(Few).Select(label => labels[label.Index]),
            ]);
        }
        return predictions;
    }

    private static ClassificationReport Report(
        string folder, IReadOnlyList<(string Label, string Path)> pictures, List<string[]?> predictions, bool[] counts)
    {
        var counted = Enumerable.Range(0, pictures.Count).Where(i => counts[i])
            .Select(i => (pictures[i].Label, Predicted: predictions[i]!)).ToList();
        if (counted.Count == 0)
            throw ClassificationException.TooFewClasses(folder, 0);
        var classes = counted.GroupBy(static picture => picture.Label).Select(static group => new ClassAccuracy(
            group.Key, group.Count(), group.Count(static picture => picture.Predicted[0] == picture.Label)));
        var confusions = counted.Where(static picture => picture.Predicted[0] != picture.Label)
            .GroupBy(static picture => (picture.Label, Predicted: picture.Predicted[0]))
            .Select(static group => new ClassConfusion(group.Key.Label, group.Key.Predicted, group.Count()))
            .OrderByDescending(static confusion => confusion.Count)
            .ThenBy(static confusion => confusion.Label, StringComparer.Ordinal)
            .ThenBy(static confusion => confusion.Predicted, StringComparer.Ordinal);
        return new ClassificationReport(
            counted.Count, counted.Count(static picture => picture.Predicted[0] == picture.Label),
            counted.Count(static picture => picture.Predicted.Contains(picture.Label)), [.. classes], [.. confusions])
        {
            Answers = [.. counted.Select(static picture => picture.Predicted[0] == picture.Label)],
        };
    }
}
