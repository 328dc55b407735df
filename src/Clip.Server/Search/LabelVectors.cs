using Clip.Server.Mounting;

namespace Clip.Server.Search;

/// <summary>The vectors of labels, and which of them fits a picture.</summary>
internal static class LabelVectors
{
    /// <summary>A unit vector for each label: the mean over the templates.</summary>
    public static async Task<float[][]> EncodeAsync(
        MountedModel model, IReadOnlyList<string> labels, IReadOnlyList<string> templates,
        CancellationToken cancellationToken)
    {
        if (templates.Count == 0)
            return await model.EncodeAsync(labels, cancellationToken).ConfigureAwait(false);
        var texts = labels.SelectMany(label => templates.Select(
            template => template.Replace("{}", label, StringComparison.Ordinal))).ToList();
        var vectors = await model.EncodeAsync(texts, cancellationToken).ConfigureAwait(false);
        return [.. vectors.Chunk(templates.Count).Select(Mean)];
    }

    /// <summary>
    /// The label of a picture: softmax over the labels, or a sigmoid each where the model has a bias.
    /// </summary>
    public static ClassifyResult Choose(
        string path, float[] picture, IReadOnlyList<string> labels, float[][] vectors, LogitScale scale)
    {
        var logits = Array.ConvertAll(
            vectors, vector => (scale.Scale * VectorComparison.Of(picture, vector).Cosine) + (scale.Bias ?? 0));
        var highest = logits.Max();
        var weights = Array.ConvertAll(
            logits, logit => scale.Bias is null ? Math.Exp(logit - highest) : 1 / (1 + Math.Exp(-logit)));
        var sum = scale.Bias is null ? weights.Sum() : 1;
        var probabilities = new Dictionary<string, double>();
        for (var i = 0; i < weights.Length; i++)
            probabilities[labels[i]] = weights[i] / sum;
        var best = Array.IndexOf(logits, highest);
        return new ClassifyResult(path, labels[best], weights[best] / sum, probabilities);
    }

    private static float[] Mean(float[][] vectors)
    {
        var sum = new double[vectors[0].Length];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += vector[i];
        }
        var length = Math.Sqrt(sum.Sum(static value => value * value));
        return Array.ConvertAll(sum, value => (float)(value / Math.Max(length, 1e-12)));
    }
}
