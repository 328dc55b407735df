using System.Text.Json;
using Clip.Classification;

namespace Clip.Tests.Classification;

/// <summary>Strangers are told from known classes exactly as the references do.</summary>
public sealed class StrangerThresholdTests
{
    private static readonly List<JsonElement> Cases =
        [.. AlgorithmGoldens.Json("classify", "openset.json").GetProperty("cases").EnumerateArray()];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Thresholds_and_answers_are_the_references(int number)
    {
        var golden = Cases[number];
        var (examples, known, strangers) = Data(number);
        var rows = ClassExamples.FromVectors(
            examples.Select(one => (one.Label, (ReadOnlyMemory<float>)one.Vector))).Rows;
        var leftOut = NearestMean.LeaveOneOut(rows);

        var own = golden.GetProperty("leave_one_out_own").EnumerateArray()
            .Where(static value => value.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble()).Order();
        Assert.Equal(own, StrangerThreshold.Own(leftOut, rows.Classes), Near);
        Assert.Equal(
            golden.GetProperty("leave_one_out_best_other").Doubles().Order(),
            StrangerThreshold.Others(leftOut, rows.Classes), Near);
        var expected = golden.GetProperty("equal_error");
        Assert.Equal(
            expected.GetProperty("threshold").GetDouble(),
            StrangerThreshold.OfEqualError(leftOut, rows.Classes), 1e-6);

        var classifier = LearnedClassifier.Learn(
            ClassExamples.FromVectors(examples.Select(one => (one.Label, (ReadOnlyMemory<float>)one.Vector))),
            TestContext.Current.CancellationToken).With(refusesStrangers: true);
        Assert.Equal(
            expected.GetProperty("known_refused").GetInt32(),
            known.Count(one => classifier.Classify(one.Vector).Label is null));
        Assert.Equal(
            expected.GetProperty("strangers_refused").GetInt32(),
            strangers.Count(one => classifier.Classify(one).Label is null));
        var nearest = known.Count(one => classifier.Classify(one.Vector).Label == one.Label);
        if (classifier.Method == ClassMethod.NearestMean)
            Assert.Equal(expected.GetProperty("known_accepted_and_right").GetInt32(), nearest);
        else
            Assert.InRange(nearest, expected.GetProperty("known_accepted_and_right").GetInt32() - 1, known.Count);
    }

    [Fact]
    public void With_one_example_per_class_a_picture_must_be_nearer_than_the_classes_are_to_each_other()
    {
        (string, ReadOnlyMemory<float>)[] faces = [("a", new[] { 1f, 0, 0 }), ("b", new[] { 0.6f, 0.8f, 0 })];

        var classifier = LearnedClassifier.Learn(
            ClassExamples.FromVectors(faces), TestContext.Current.CancellationToken).With(refusesStrangers: true);

        Assert.Equal("a", classifier.Classify([0.8f, 0, 0.6f]).Label);
        Assert.Null(classifier.Classify([0, 0, 1]).Label);
        Assert.Null(classifier.Classify([0.6f, 0, 0.8f]).Label);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-6;

    private static (List<(string Label, float[] Vector)> Examples, List<(string Label, float[] Vector)> Known,
        List<float[]> Strangers) Data(int number)
    {
        if (number == 1)
            return Gallery();
        var examples = Labeled("people64.examples.npy", "people64.examples.labels.npy");
        var strangers = AlgorithmGoldens.Rows("data", "people64.strangers.npy").ToList();
        if (number == 2)
            examples.Add((Label(12), strangers[0]));
        return (examples, Labeled("people64.known.npy", "people64.known.labels.npy"), strangers);
    }

    /// <summary>Every second picture of clothes and of drawings is an example, and the photos are strangers.</summary>
    private static (List<(string, float[])>, List<(string, float[])>, List<float[]>) Gallery()
    {
        var vectors = AlgorithmGoldens.Rows("data", "gallery.images.npy");
        var gallery = AlgorithmGoldens.Json("data", "gallery.json");
        var names = gallery.GetProperty("classes").Strings();
        var classes = gallery.GetProperty("class").Integers().Select(number => names[number]).ToList();
        List<(string, float[])> examples = [], known = [];
        foreach (var group in classes.Index().Where(static one => one.Item != "photo").GroupBy(static one => one.Item))
        {
            foreach (var (place, (row, label)) in group.Index())
                (place % 2 == 0 ? examples : known).Add((label, vectors[row]));
        }
        return (examples, known, [.. vectors.Where((_, i) => classes[i] == "photo")]);
    }

    private static List<(string Label, float[] Vector)> Labeled(string vectors, string labels) =>
    [
        .. AlgorithmGoldens.Rows("data", vectors).Zip(
            AlgorithmGoldens.Integers("data", labels), static (vector, label) => (Label(label), vector)),
    ];

    private static string Label(int number) => $"person {number:00}";
}
