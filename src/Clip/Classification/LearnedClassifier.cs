using Clip.Classification;
using Clip.Vectors;

namespace Clip;

/// <summary>How learned classes are told apart.</summary>
public enum ClassMethod
{
    /// <summary>By the nearest mean of a class's examples.</summary>
    NearestMean,

    /// <summary>By logistic regression.</summary>
    LogisticRegression,
}

/// <summary>
/// Classifies pictures by examples. Of few examples it takes the nearest class mean, of more a logistic regression
/// where that is right more often in cross-validation. A picture that is farther from every class than the examples
/// suggest can be refused. Immutable and thread-safe.
/// </summary>
/// <example><code>
/// using var model = ClipModel.Load("models/clip-mini");
/// var examples = await ExampleFolder.ReadAsync(model, "fruit");
/// var classifier = LearnedClassifier.Learn(examples);
/// var prediction = classifier.Classify(model.Image.Encode("lunch.jpg"));
/// </code></example>
public sealed class LearnedClassifier : IEmbeddingClassifier
{
    private readonly LearnedClasses _classes;

    internal LearnedClassifier(LearnedClasses classes) => _classes = classes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _classes.Labels;

    /// <summary>How many examples each class was learned from.</summary>
    public IReadOnlyList<int> Counts => _classes.Counts;

    /// <inheritdoc/>
    public int Dimensions => _classes.Means.Means[0].Length;

    /// <summary>How classes are told apart.</summary>
    public ClassMethod Method =>
        _classes.Regression is null ? ClassMethod.NearestMean : ClassMethod.LogisticRegression;

    /// <summary>
    /// The inverse of the strength of the regression's penalty, as scikit-learn's C; null for nearest mean.
    /// </summary>
    public double? C => _classes.C;

    /// <summary>
    /// How often the classes are right; null where a class has one example only, so that nothing can be measured.
    /// </summary>
    public ClassValidation? Validation => _classes.Validation;

    /// <summary>
    /// The cosine with the nearest class mean below which a picture is a stranger, found from the examples: with each
    /// left out of its own class, as few of them are refused as would be taken for another class.
    /// </summary>
    public double StrangerThreshold => _classes.StrangerThreshold;

    /// <summary>Whether a picture below <see cref="StrangerThreshold"/> belongs to no class.</summary>
    public bool RefusesStrangers { get; private init; }

    /// <summary>
    /// The least probability of a label, 0 to 1; below it a picture belongs to no class. Null for none.
    /// </summary>
    public double? MinProbability { get; private init; }

    /// <summary>Learns classes from examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="cancellationToken">Stops the learning.</param>
    public static LearnedClassifier Learn(ClassExamples examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return new LearnedClassifier(ClassLearning.Learn(examples, cancellationToken));
    }

    /// <summary>Reads classes that were saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model whose embeddings are to be classified.</param>
    /// <exception cref="ClassificationException">
    /// The file cannot be read, is damaged or newer than this program, or holds classes of another model.
    /// </exception>
    public static LearnedClassifier Load(string path, ClipModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        return new LearnedClassifier(ClassFile.Read(path, model.Name, model.Fingerprint, model.Dimensions));
    }

    /// <summary>Saves the classes with the fingerprint of their model. A file of that name is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model that the examples were encoded with.</param>
    /// <exception cref="ClassificationException">The file cannot be written.</exception>
    public void Save(string path, ClipModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ClassFile.Write(path, _classes, model.Name, model.Fingerprint);
    }

    /// <summary>The same classes with another rule for pictures that belong to none.</summary>
    /// <param name="refusesStrangers">See <see cref="RefusesStrangers"/>.</param>
    /// <param name="minProbability">See <see cref="MinProbability"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is none.</exception>
    public LearnedClassifier With(bool refusesStrangers, double? minProbability = null)
    {
        if (minProbability is { } least)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(least);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(least, 1);
        }
        return new LearnedClassifier(_classes)
        {
            RefusesStrangers = refusesStrangers,
            MinProbability = minProbability,
        };
    }

    /// <inheritdoc/>
    public ClassPrediction Classify(ReadOnlySpan<float> embedding)
    {
        VectorLength.Require(embedding.Length, Dimensions, nameof(embedding));
        var row = new double[embedding.Length];
        for (var i = 0; i < row.Length; i++)
            row[i] = embedding[i];
        var cosines = _classes.Means.Cosines(row);
        double[] probabilities;
        if (_classes.Regression is { } regression)
        {
            probabilities = regression.Probabilities(row);
        }
        else
        {
            probabilities = Array.ConvertAll(cosines, cosine => _classes.MeanScale * cosine);
            Softmax.Apply(probabilities);
        }
        var best = Softmax.IndexOfMax(probabilities);
        var isStranger = RefusesStrangers && cosines.Max() < StrangerThreshold;
        var isKnown = !isStranger && !(probabilities[best] < MinProbability);
        return new ClassPrediction(isKnown ? Labels[best] : null, probabilities[best], probabilities)
        {
            Nearest = Labels[best],
        };
    }
}
