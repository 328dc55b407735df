namespace Clip;

/// <summary>
/// Templates that make texts of labels: <c>a photo of a {}</c> makes <c>a photo of a dog</c> of <c>dog</c>. Models are
/// trained on captions, so that a sentence often fits a picture better than a bare word, and the mean of several
/// sentences better than one.
/// </summary>
public static class PromptTemplates
{
    /// <summary>Where a template has the label.</summary>
    public const string Placeholder = "{}";

    /// <summary>The label itself, which is the default.</summary>
    public static IReadOnlyList<string> LabelAlone { get; } = [Placeholder];

    /// <summary>Sentences that describe photos, with different framing, light and quality.</summary>
    public static IReadOnlyList<string> Photos { get; } =
    [
        "a photo of a {}",
        "a picture that shows a {}",
        "a close-up photo of a {}",
        "a {} seen from far away",
        "a bright photo of a {} in daylight",
        "a dark photo of a {}",
        "a blurry snapshot of a {}",
        "a sharp photo of a {}",
        "a {} in the foreground",
        "a photo of several {}",
        "a photo of the {}",
        "my {}",
    ];

    /// <summary>Checks that a template says where the label goes.</summary>
    /// <exception cref="ClassificationException">It has no <see cref="Placeholder"/>.</exception>
    public static void Check(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (!template.Contains(Placeholder, StringComparison.Ordinal))
            throw ClassificationException.NoPlaceholder(template);
    }

    /// <summary>The text of a label.</summary>
    /// <param name="template">A text with <see cref="Placeholder"/>.</param>
    /// <param name="label">What to put there.</param>
    public static string Apply(string template, string label)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Replace(Placeholder, label, StringComparison.Ordinal);
    }
}
