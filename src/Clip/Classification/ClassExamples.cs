using Clip.Classification;
using Clip.Vectors;

namespace Clip;

/// <summary>Embeddings of pictures whose classes are known. Immutable.</summary>
public sealed class ClassExamples
{
    private ClassExamples(IReadOnlyList<string> labels, ExampleRows rows)
    {
        Labels = labels;
        Rows = rows;
        var counts = new int[labels.Count];
        foreach (var own in rows.Classes)
            counts[own]++;
        Counts = counts;
    }

    /// <summary>The labels of the classes, in ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many examples each class has.</summary>
    public IReadOnlyList<int> Counts { get; }

    internal ExampleRows Rows { get; }

    /// <summary>Collects examples.</summary>
    /// <param name="examples">The label and the unit vector of each; neighbors should be taken together.</param>
    /// <param name="subject">What errors call the examples, such as the folder that they come from.</param>
    /// <exception cref="ClassificationException">There are fewer than two classes.</exception>
    /// <exception cref="ArgumentException">The vectors are of different lengths, or not finite.</exception>
    public static ClassExamples FromVectors(
        IEnumerable<(string Label, ReadOnlyMemory<float> Embedding)> examples, string subject = "the examples")
    {
        ArgumentNullException.ThrowIfNull(examples);
        var all = examples.ToList();
        var labels = all.Select(static example => example.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        if (labels.Count < 2)
            throw ClassificationException.TooFewClasses(subject, labels.Count);
        var dimensions = all[0].Embedding.Length;
        var places = labels.Index().ToDictionary(static label => label.Item, static label => label.Index);
        var values = new double[checked(all.Count * dimensions)];
        for (var i = 0; i < all.Count; i++)
        {
            var vector = all[i].Embedding.Span;
            VectorLength.Require(vector.Length, dimensions, nameof(examples));
            VectorLength.RequireFinite(vector, nameof(examples));
            for (var j = 0; j < dimensions; j++)
                values[i * dimensions + j] = vector[j];
        }
        return new ClassExamples(
            labels, new ExampleRows(values, dimensions, [.. all.Select(e => places[e.Label])], labels.Count));
    }
}
