using Clip.Classification;
using Clip.Vectors;

namespace Clip;

/// <summary>
/// Classifies pictures by labels alone: the nearer a picture is to the text of a label, the more probable the label.
/// The probabilities are the model's own: a softmax over the labels of scale × cosine, or, where the model has a bias,
/// a sigmoid of scale × cosine + bias for each. Immutable and thread-safe.
/// </summary>
/// <example><code>
/// using var model = ClipModel.Load("models/clip-mini");
/// var classifier = ZeroShotClassifier.Create(model, ["dog", "cat"], PromptTemplates.Photos);
/// var prediction = classifier.Classify(model.Image.Encode("pet.jpg"));
/// </code></example>
public sealed class ZeroShotClassifier : IEmbeddingClassifier
{
    private readonly float[][] _vectors;

    private ZeroShotClassifier(IReadOnlyList<string> labels, float[][] vectors, LogitScale scale)
    {
        Labels = labels;
        _vectors = vectors;
        Scale = scale;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public int Dimensions => _vectors[0].Length;

    /// <summary>What turns cosines into probabilities.</summary>
    public LogitScale Scale { get; }

    /// <summary>
    /// The least probability of a label, 0 to 1; below it a picture belongs to no class. Null for none.
    /// </summary>
    public double? MinProbability { get; private init; }

    /// <summary>Encodes labels.</summary>
    /// <param name="model">The model to encode with; it is not needed afterwards.</param>
    /// <param name="labels">The labels, at least one, each once.</param>
    /// <param name="templates">
    /// Texts with <see cref="PromptTemplates.Placeholder"/> for the label; null for the label itself. Of several, the
    /// vector of a label is the mean of their unit vectors, scaled to unit length.
    /// </param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    /// <exception cref="ClassificationException">
    /// A label is missing, empty or twice; a template has no place.
    /// </exception>
    /// <exception cref="ModelException">The model cannot encode a text.</exception>
    public static ZeroShotClassifier Create(
        ClipModel model, IReadOnlyList<string> labels, IReadOnlyList<string>? templates = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(labels);
        var texts = Prompts(labels, templates);
        var encoded = new float[checked(texts.Count * model.Dimensions)];
        model.Text.Encode(texts, encoded, cancellationToken);
        return FromPrompts(model, labels, encoded);
    }

    /// <summary>A classifier of labels whose vectors are known.</summary>
    /// <param name="labels">The labels, at least one, each once.</param>
    /// <param name="vectors">A unit vector for each label.</param>
    /// <param name="scale">What turns cosines into probabilities: <see cref="ClipModel.LogitScale"/>.</param>
    /// <exception cref="ArgumentException">The vectors are not one for each label, or of different lengths.</exception>
    /// <exception cref="ClassificationException">A label is missing, empty or twice.</exception>
    public static ZeroShotClassifier FromVectors(
        IReadOnlyList<string> labels, IReadOnlyList<ReadOnlyMemory<float>> vectors, LogitScale scale)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(vectors);
        CheckLabels(labels);
        if (vectors.Count != labels.Count || vectors.Any(vector => vector.Length != vectors[0].Length))
            throw new ArgumentException("There must be one vector per label, all of one length.", nameof(vectors));
        return new ZeroShotClassifier([.. labels], [.. vectors.Select(static vector => vector.ToArray())], scale);
    }

    /// <summary>The same classifier with another least probability.</summary>
    /// <param name="minProbability">See <see cref="MinProbability"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no probability.</exception>
    public ZeroShotClassifier WithMinProbability(double? minProbability)
    {
        if (minProbability is { } least)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(least);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(least, 1);
        }
        return new ZeroShotClassifier(Labels, _vectors, Scale) { MinProbability = minProbability };
    }

    /// <inheritdoc/>
    public ClassPrediction Classify(ReadOnlySpan<float> embedding)
    {
        VectorLength.Require(embedding.Length, Dimensions, nameof(embedding));
        var values = new double[_vectors.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Scale.Scale * MeanDirection.Dot(embedding, _vectors[i]) + (Scale.Bias ?? 0);
        if (Scale.Bias is null)
            Softmax.Apply(values);
        else
            Softmax.ApplySigmoid(values);
        var best = Softmax.IndexOfMax(values);
        return new ClassPrediction(values[best] < MinProbability ? null : Labels[best], values[best], values)
        {
            Nearest = Labels[best],
        };
    }

    /// <summary>The texts to encode: those of the first label, one per template, then the next label's.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    internal static List<string> Prompts(IReadOnlyList<string> labels, IReadOnlyList<string>? templates)
    {
        CheckLabels(labels);
        IReadOnlyList<string> prompts = [.. templates ?? []];
        if (prompts.Count == 0)
            prompts = PromptTemplates.LabelAlone;
        foreach (var template in prompts)
            PromptTemplates.Check(template);
        return [.. labels.SelectMany(label => prompts.Select(template => PromptTemplates.Apply(template, label)))];
    }

    /// <summary>A classifier of labels whose <see cref="Prompts"/> are encoded.</summary>
    /// <param name="model">The model that encoded them.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="encoded">The unit vectors of the texts, one after the other.</param>
    internal static ZeroShotClassifier FromPrompts(
        ClipModel model, IReadOnlyList<string> labels, ReadOnlySpan<float> encoded)
    {
        var vectors = new float[labels.Count][];
        var length = encoded.Length / labels.Count;
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = MeanDirection.Of(encoded.Slice(i * length, length), model.Dimensions)
                ?? throw model.Text.NoEmbedding(labels[i]);
        }
        return new ZeroShotClassifier([.. labels], vectors, model.LogitScale);
    }

    private static void CheckLabels(IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
            throw ClassificationException.MissingLabels("are missing");
        if (labels.Any(string.IsNullOrWhiteSpace))
            throw ClassificationException.MissingLabels("include an empty one");
        if (labels.GroupBy(static label => label).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw ClassificationException.MissingLabels($"include \"{twice.Key}\" twice");
    }
}
