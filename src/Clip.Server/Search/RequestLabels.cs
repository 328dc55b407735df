using Clip.Server.Mounting;
using Clip.Server.Problems;

namespace Clip.Server.Search;

/// <summary>The labels of requests, whose texts are encoded together with those of other requests.</summary>
internal static class RequestLabels
{
    /// <summary>The fewest labels: of a single one there is nothing to choose.</summary>
    public const int Fewest = 2;

    /// <summary>The most labels.</summary>
    public const int Most = 100;

    private const int MostTexts = 2000;

    /// <summary>The labels, each once.</summary>
    /// <exception cref="RequestException">There are too few or too many.</exception>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> given)
    {
        List<string> labels = [.. given.Distinct()];
        return labels.Count is >= Fewest and <= Most
            ? labels
            : throw RequestException.Unusable($"'labels' must be {Fewest} to {Most} different labels.", "labels");
    }

    /// <summary>What chooses between labels.</summary>
    /// <param name="model">The model to encode with.</param>
    /// <param name="labels">The labels, each once.</param>
    /// <param name="templates">Texts with a place for the label; empty for the label itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">There are too many texts, or the queue is full.</exception>
    /// <exception cref="ClassificationException">A label is empty, or a template has no place.</exception>
    public static async Task<ZeroShotClassifier> ClassifierAsync(
        MountedModel model, IReadOnlyList<string> labels, IReadOnlyList<string> templates,
        CancellationToken cancellationToken)
    {
        if (labels.Count * Math.Max(1L, templates.Count) > MostTexts)
            throw RequestException.TooLarge($"The labels and templates make more than {MostTexts} texts.");
        var prompts = ZeroShotClassifier.Prompts(labels, templates);
        var encoded = await model.EncodeAsync(prompts, cancellationToken).ConfigureAwait(false);
        return ZeroShotClassifier.FromPrompts(
            model.Model, labels, encoded.SelectMany(static vector => vector).ToArray());
    }
}
