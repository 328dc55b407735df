using Clip.Tests.Models;

namespace Clip.Tests.Classification.Stamps;

/// <summary>Classes of things, learned from a few pictures and told apart in pictures of another origin.</summary>
public sealed class ApplesAndOrangesTests : IDisposable
{
    private readonly string _stamps = StampFolder.Require();
    private readonly ClipModel _model = EmbeddedModel.Load();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Photographs_of_apples_and_oranges_teach_what_drawings_show()
    {
        string[] apples = ["apple_red", "apple_green", "apple_granny_smith", "apple_fuji", "apple_sierra_beauty"];
        string[] oranges = ["orange", "orange_seville", "sliced_orange", "mandarine"];
        var classifier = Learn(("apple", Fruit("", apples)), ("orange", Fruit("", oranges)));

        Assert.InRange(classifier.Validation!.Right, 8, 9);
        Assert.Equal("apple", Label(classifier, Fruit("cartoon", ["apple"])[0]));
        Assert.Equal("orange", Label(classifier, Fruit("cartoon", ["orange"])[0]));
    }

    [Fact]
    public void What_the_gallery_teaches_holds_for_other_pictures()
    {
        var photos = Path.Combine(EmbeddedModel.Gallery, "photos");
        string[] buildings = ["kodak-01", "kodak-08", "kodak-19", "kodak-21", "kodak-22"];
        var classifier = Learn(
            ("clothes", Directory.GetFiles(photos, "clothing-*.jpg")),
            ("building", [.. buildings.Select(name => Path.Combine(photos, name + ".jpg"))]));

        Assert.InRange(Share(classifier, "clothes", Stamps("clothes")), 0.9, 1);
        Assert.InRange(Share(classifier, "building", Stamps("town", "houses", "cartoon")), 0.85, 1);
    }

    /// <summary>As in a database of persons: few examples of each, and most who come are none of them.</summary>
    [Fact]
    public void Strangers_belong_to_no_class_and_most_others_to_theirs()
    {
        var birds = Stamps("animals", "birds");
        var flowers = Stamps("plants", "flowers");
        var classifier = Learn(("bird", Half(birds, 0)), ("flower", Half(flowers, 0))).With(refusesStrangers: true);

        Assert.InRange(Share(classifier, "bird", Half(birds, 1)), 0.8, 1);
        Assert.InRange(Share(classifier, "flower", Half(flowers, 1)), 0.8, 1);
        Assert.InRange(Share(classifier, null, Stamps("vehicles", "locomotive", "cartoon")), 0.8, 1);
        Assert.InRange(Share(classifier, null, Stamps("symbols", "chess")), 0.8, 1);
    }

    private LearnedClassifier Learn(params (string Label, string[] Files)[] classes) =>
        LearnedClassifier.Learn(
            ClassExamples.FromVectors(classes.SelectMany(one => one.Files.Select(
                file => (one.Label, (ReadOnlyMemory<float>)_model.Image.Encode(file))))),
            TestContext.Current.CancellationToken);

    private string[] Fruit(string kind, string[] names) =>
        [.. names.Select(name => Path.Combine(_stamps, "food", "fruit", kind, name + ".png"))];

    private string[] Stamps(params string[] folders)
    {
        var files = Directory.GetFiles(Path.Combine([_stamps, .. folders]), "*.png");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static string[] Half(string[] files, int first) => [.. files.Where((_, i) => i % 2 == first)];

    private string? Label(LearnedClassifier classifier, string file) =>
        classifier.Classify(_model.Image.Encode(file)).Label;

    private double Share(LearnedClassifier classifier, string? label, string[] files) =>
        files.Average(file => Label(classifier, file) == label ? 1.0 : 0);
}
