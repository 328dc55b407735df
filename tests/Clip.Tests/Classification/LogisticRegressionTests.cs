using System.Text.Json;
using Clip.Classification;

namespace Clip.Tests.Classification;

/// <summary>Learned classes are those of scikit-learn, and of its definition of nearest means.</summary>
public sealed class LogisticRegressionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("two64")]
    [InlineData("five64")]
    [InlineData("gallery.images")]
    public void Fits_and_cross_validation_are_the_references(string data)
    {
        var golden = Case(data);
        var rows = Rows(data, golden);
        var folds = golden.GetProperty("fold").Integers();
        Assert.All(golden.GetProperty("fits").EnumerateArray(), fit =>
        {
            var c = fit.GetProperty("C").GetDouble();

            var found = LogisticRegression.Fit(rows, c, out var objective, Cancellation);

            var expected = fit.GetProperty("objective").GetDouble();
            Assert.Equal(1, objective / expected, 1e-6);
            var probe = golden.GetProperty("probe").Integers();
            var decisions = fit.GetProperty("decision").EnumerateArray().ToList();
            var probabilities = fit.GetProperty("probability").EnumerateArray().ToList();
            for (var i = 0; i < probe.Length; i++)
            {
                double[] decision = decisions[i].ValueKind == JsonValueKind.Array
                    ? decisions[i].Doubles() : [decisions[i].GetDouble()];
                Assert.Equal(decision, found.Decide(rows[probe[i]]), static (a, b) =>
                    Math.Abs(a - b) <= 1e-3 * Math.Max(1, Math.Abs(a)));
                Assert.Equal(probabilities[i].Doubles(), found.Probabilities(rows[probe[i]]), Near(1e-3));
            }
            var predictions = CrossValidation.PredictByRegression(rows, folds, c, Cancellation);
            var differing = predictions.Zip(fit.GetProperty("cv_predictions").Integers())
                .Count(static pair => pair.First != pair.Second);
            Assert.InRange(differing, 0, fit.GetProperty("cv_rows_with_margin_below_0.001").GetInt32());
        });
    }

    [Theory]
    [InlineData("two64")]
    [InlineData("five64")]
    [InlineData("gallery.images")]
    public void Nearest_means_are_the_references(string data)
    {
        var golden = Case(data);
        var (rows, expected) = (Rows(data, golden), golden.GetProperty("nearest_mean"));
        var means = NearestMean.Fit(rows);

        var scores = expected.GetProperty("scores").EnumerateArray().ToList();
        var probe = golden.GetProperty("probe").Integers();
        for (var i = 0; i < probe.Length; i++)
            Assert.Equal(scores[i].Doubles(), means.Cosines(rows[probe[i]]), Near(1e-6));
        Assert.Equal(
            expected.GetProperty("cv_predictions").Integers(),
            CrossValidation.PredictByMean(rows, golden.GetProperty("fold").Integers()));
        var leftOut = NearestMean.LeaveOneOut(rows);
        var right = leftOut.Select((cosines, i) => Softmax.IndexOfMax(cosines) == rows.Classes[i]).Count(ok => ok);
        Assert.Equal(expected.GetProperty("leave_one_out_accuracy").GetDouble(), (double)right / rows.Count, 1e-9);
    }

    [Theory]
    [InlineData("two64")]
    [InlineData("five64")]
    [InlineData("gallery.images")]
    public void The_penalty_is_chosen_by_cross_validation_and_the_smaller_of_equal_ones(string data)
    {
        var golden = Case(data);
        var rows = Rows(data, golden);
        var labels = golden.GetProperty("classes").Strings();

        var (c, validation) = ClassLearning.Choose(
            rows, labels, golden.GetProperty("fold").Integers(), Cancellation);

        var byMean = golden.GetProperty("nearest_mean").GetProperty("cv_accuracy_pooled").GetDouble();
        var byRegression = golden.GetProperty("fits").EnumerateArray()
            .Max(fit => fit.GetProperty("cv_accuracy_pooled").GetDouble());
        // The simplest of equally good ones: nearest mean before any regression.
        Assert.Equal(byMean >= byRegression ? null : golden.GetProperty("chosen_C").GetDouble(), c);
        Assert.Equal(Math.Max(byMean, byRegression), validation!.Accuracy, 1e-9);
        Assert.Equal(validation.Examples - validation.Right, validation.Confusions.Sum(mistake => mistake.Count));
        Assert.InRange(validation.Accuracy, validation.Interval.Low, validation.Interval.High);
    }

    [Fact]
    public void A_class_with_one_example_cannot_be_validated_and_few_examples_are_left_out_one_by_one()
    {
        (string, ReadOnlyMemory<float>)[] single =
            [("a", new[] { 1f, 0 }), ("b", new[] { 0, 1f }), ("b", new[] { 0.6f, 0.8f })];
        var one = LearnedClassifier.Learn(ClassExamples.FromVectors(single), Cancellation);
        var three = LearnedClassifier.Learn(
            ClassExamples.FromVectors([.. single, ("a", new[] { 0.8f, 0.6f }), ("a", new[] { 0.8f, -0.6f })]),
            Cancellation);

        Assert.Null(one.Validation);
        Assert.Equal(ClassMethod.NearestMean, one.Method);
        Assert.Equal("a", one.Classify([1, 0]).Label);
        Assert.Equal(5, three.Validation!.Folds);
        Assert.Throws<ClassificationException>(() => ClassExamples.FromVectors([("a", new[] { 1f, 0 })]));
    }

    [Fact]
    public void Equal_examples_of_two_classes_are_equally_probable()
    {
        (string, ReadOnlyMemory<float>)[] same =
            [("a", new[] { 1f, 0 }), ("a", new[] { 1f, 0 }), ("b", new[] { 1f, 0 }), ("b", new[] { 1f, 0 })];

        var learned = LearnedClassifier.Learn(ClassExamples.FromVectors(same), Cancellation);

        Assert.Equal([0.5, 0.5], learned.Classify([1, 0]).Probabilities, Near(1e-9));
    }

    private static Func<double, double, bool> Near(double tolerance) => (a, b) => Math.Abs(a - b) <= tolerance;

    private static JsonElement Case(string data) => AlgorithmGoldens.Json("classify", "logistic.json")
        .GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("data").GetString() == data);

    private static ExampleRows Rows(string data, JsonElement golden)
    {
        var vectors = AlgorithmGoldens.Rows("data", data + ".npy");
        var classes = data == "gallery.images"
            ? AlgorithmGoldens.Json("data", "gallery.json").GetProperty("class").Integers()
            : AlgorithmGoldens.Integers("data", data + ".labels.npy");
        return new ExampleRows(
            [.. vectors.SelectMany(static row => row.Select(static value => (double)value))], vectors[0].Length,
            classes, golden.GetProperty("classes").GetArrayLength());
    }
}
