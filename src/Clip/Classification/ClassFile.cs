using System.Text.Json;
using Clip.Files;

namespace Clip.Classification;

/// <summary>
/// Keeps learned classes in a file of JSON, with the fingerprint of their model. A file may come from anywhere, so
/// everything in it is checked.
/// </summary>
internal static class ClassFile
{
    private const long MaxBytes = 512L << 20;
    private const int MaxLabels = 1_000_000;

    /// <exception cref="ClassificationException">The file cannot be written.</exception>
    public static void Write(string path, LearnedClasses classes, string model, string fingerprint)
    {
        var validation = classes.Validation;
        var stored = new StoredClasses
        {
            Format = StoredClasses.FormatName,
            Version = StoredClasses.CurrentVersion,
            Model = model,
            Fingerprint = fingerprint,
            Dimensions = classes.Means.Means[0].Length,
            Labels = [.. classes.Labels],
            Counts = [.. classes.Counts],
            StrangerThreshold = classes.StrangerThreshold,
            MeanScale = classes.MeanScale,
            C = classes.C,
            Validation = validation is null ? null : new StoredValidation(
                validation.Right, validation.Examples, validation.Folds,
                [.. validation.Confusions.Select(static c => new StoredConfusion(c.Label, c.Predicted, c.Count))]),
            Means = [.. classes.Means.Means],
            Weights = classes.Regression is { } regression ? [.. regression.Weights] : null,
            Intercepts = classes.Regression is { } fitted ? [.. fitted.Intercepts] : null,
        };
        try
        {
            AtomicFile.Replace(path, file => JsonSerializer.Serialize(file, stored, ClassJson.Default.StoredClasses));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ClassificationException.CannotWrite(path, error);
        }
    }

    /// <param name="path">The file.</param>
    /// <param name="model">The model's name, for errors.</param>
    /// <param name="fingerprint">The model's fingerprint.</param>
    /// <param name="dimensions">The length of its embeddings.</param>
    /// <exception cref="ClassificationException">It cannot be used.</exception>
    public static LearnedClasses Read(string path, string model, string fingerprint, int dimensions) =>
        Decode(path, ReadBytes(path), model, fingerprint, dimensions);

    /// <param name="path">What errors call it.</param>
    /// <param name="content">The content of a file.</param>
    /// <param name="model">The model's name, for errors.</param>
    /// <param name="fingerprint">The model's fingerprint.</param>
    /// <param name="dimensions">The length of its embeddings.</param>
    /// <exception cref="ClassificationException">It cannot be used.</exception>
    internal static LearnedClasses Decode(
        string path, byte[] content, string model, string fingerprint, int dimensions)
    {
        var stored = Parse(path, content);
        if (stored.Fingerprint != fingerprint || stored.Dimensions != dimensions)
            throw ClassificationException.OtherModel(path, $"{stored.Model} ({stored.Fingerprint})", model);
        var labels = stored.Labels ?? [];
        Require(path, labels.Length is >= 2 and <= MaxLabels && !labels.Any(string.IsNullOrWhiteSpace)
            && labels.Distinct().Count() == labels.Length, "labels");
        Require(path, stored.Counts?.Length == labels.Length && stored.Counts.All(static n => n >= 0), "counts");
        Require(path, AreVectors(stored.Means, labels.Length, dimensions), "means");
        Require(path, stored.MeanScale is > 0 and < 1e6, "mean_scale");
        Require(path, double.IsFinite(stored.StrangerThreshold), "stranger_threshold");
        return new LearnedClasses(
            labels, stored.Counts!, new NearestMean(stored.Means!), stored.MeanScale,
            RegressionOf(path, stored, labels.Length), stored.C, stored.StrangerThreshold,
            ValidationOf(path, stored.Validation));
    }

    private static StoredClasses Parse(string path, byte[] content)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(content, ClassJson.Default.StoredClasses);
            if (stored?.Format != StoredClasses.FormatName)
                throw ClassificationException.UnusableFile(path, "is not a file of learned classes");
            if (stored.Version != StoredClasses.CurrentVersion)
                throw ClassificationException.UnusableFile(path, $"has the unknown format {stored.Version}");
            return stored;
        }
        catch (JsonException error)
        {
            throw ClassificationException.UnusableFile(path, "is not a file of learned classes, or damaged", error);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
            {
                throw ClassificationException.UnusableFile(
                    path, $"is larger than {MaxBytes >> 20} MiB, as no file of learned classes is");
            }
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw UnreadableFile.Describe(path, error);
        }
    }

    private static LogisticRegression? RegressionOf(string path, StoredClasses stored, int labels)
    {
        if (stored.Weights is null && stored.Intercepts is null)
            return null;
        var count = labels == 2 ? 1 : labels;
        Require(path, AreVectors(stored.Weights, count, stored.Dimensions), "weights");
        Require(
            path, stored.Intercepts?.Length == count && stored.Intercepts.All(IsUsual), "intercepts");
        return new LogisticRegression(stored.Weights!, stored.Intercepts!);
    }

    private static ClassValidation? ValidationOf(string path, StoredValidation? stored)
    {
        if (stored is null)
            return null;
        var confusions = stored.Confusions ?? [];
        Require(
            path, stored.Right >= 0 && stored.Right <= stored.Examples
            && confusions.All(static c => c is { Label: not null, Predicted: not null }), "validation");
        return new ClassValidation(
            stored.Right, stored.Examples, stored.Folds,
            [.. confusions.Select(static c => new ClassConfusion(c.Label!, c.Predicted!, c.Count))]);
    }

    private static bool AreVectors(double[][]? vectors, int count, int dimensions) =>
        vectors?.Length == count
        && vectors.All(vector => vector?.Length == dimensions && vector.All(IsUsual));

    /// <summary>
    /// Whether a number may be in a vector: products of larger ones could overflow. NaN compares as false.
    /// </summary>
    private static bool IsUsual(double value) => Math.Abs(value) <= 1e9;

    private static void Require(string path, bool isRight, string property)
    {
        if (!isRight)
            throw ClassificationException.UnusableFile(path, $"is damaged: {property} cannot be right");
    }
}
