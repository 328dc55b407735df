using Clip.Tests.Models;

namespace Clip.Tests.Classification;

/// <summary>Zero-shot probabilities are the references', and the model's own.</summary>
public sealed class ZeroShotClassifierTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Probabilities_are_the_references()
    {
        var pictures = AlgorithmGoldens.Rows("data", "gallery.images.npy");
        var cases = AlgorithmGoldens.Json("vectors", "axis_zeroshot.json").GetProperty("zero_shot");
        Assert.All(cases.EnumerateArray(), one =>
        {
            var labels = one.GetProperty("labels").EnumerateArray()
                .Select(names => (ReadOnlyMemory<float>)Mean([.. names.Strings().Select(AlgorithmGoldens.Named)]))
                .ToList();
            var names = labels.Select(static (_, i) => $"label {i}").ToList();
            var byShare = ZeroShotClassifier.FromVectors(
                names, labels, new LogitScale(one.GetProperty("scale").GetDouble(), null));
            var byEach = ZeroShotClassifier.FromVectors(names, labels, new LogitScale(
                one.GetProperty("sigmoid_scale").GetDouble(), one.GetProperty("sigmoid_bias").GetDouble()));

            var shares = one.GetProperty("softmax").EnumerateArray().Select(row => row.Doubles()).ToList();
            var each = one.GetProperty("sigmoid").EnumerateArray().Select(row => row.Doubles()).ToList();
            for (var i = 0; i < shares.Count; i++)
            {
                Assert.Equal(shares[i], byShare.Classify(pictures[i]).Probabilities, Near);
                Assert.Equal(each[i], byEach.Classify(pictures[i]).Probabilities, Near);
                var best = Array.IndexOf(shares[i], shares[i].Max());
                Assert.Equal(names[best], byShare.Classify(pictures[i]).Label);
                Assert.Null(byShare.WithMinProbability(1).Classify(pictures[i]).Label);
            }
        });
    }

    [Fact]
    public void The_vector_of_a_label_is_the_direction_of_the_mean_over_its_templates()
    {
        using var model = EmbeddedModel.Load();
        var picture = Path.Combine(EmbeddedModel.Gallery, "photos", "skimage-chelsea.jpg");
        string[] labels = ["cat", "rocket"], templates = ["a photo of a {}", "{} and {}"];
        var vectors = labels.Select(label => (ReadOnlyMemory<float>)Mean([
            model.Text.Encode($"a photo of a {label}", Cancellation),
            model.Text.Encode($"{label} and {label}", Cancellation),
        ])).ToList();

        var classifier = ZeroShotClassifier.Create(model, labels, templates, Cancellation);

        var embedding = model.Image.Encode(picture, Cancellation);
        var expected = ZeroShotClassifier.FromVectors(labels, vectors, model.LogitScale).Classify(embedding);
        Assert.Equal(expected.Probabilities, classifier.Classify(embedding).Probabilities, Near);
        Assert.Equal("cat", model.Classify(picture, labels, Cancellation).Label);
        Assert.All(PromptTemplates.Photos, PromptTemplates.Check);
    }

    [Fact]
    public void Labels_must_be_there_once_and_templates_have_a_place_for_them()
    {
        using var model = EmbeddedModel.Load();

        Refuse(ClassificationFault.MissingLabels, []);
        Refuse(ClassificationFault.MissingLabels, ["a", " "]);
        Refuse(ClassificationFault.MissingLabels, ["a", "a"]);
        Refuse(ClassificationFault.NoPlaceholder, ["a"], "a photo");

        void Refuse(ClassificationFault fault, string[] labels, params string[] templates)
        {
            var error = Assert.Throws<ClassificationException>(
                () => ZeroShotClassifier.Create(model, labels, templates, Cancellation));
            Assert.Equal(fault, error.Fault);
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-5;

    private static float[] Mean(float[][] vectors)
    {
        var sum = new double[vectors[0].Length];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += vector[i];
        }
        var length = Math.Sqrt(sum.Sum(static value => value * value));
        return Array.ConvertAll(sum, value => (float)(value / length));
    }
}
