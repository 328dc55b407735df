using System.Globalization;
using Clip.Benchmarks.Pictures;

namespace Clip.Benchmarks.Sections;

/// <summary>The figures that the README states about the embedded model, and the README's picture.</summary>
internal sealed class GallerySection(BenchmarkOptions options) : ISection
{
    private static readonly int[] Ranks = [1, 5, 10];

    private static readonly string[] Queries =
    [
        "a lighthouse by the sea", "a red car", "people in a boat", "a pair of shoes", "mountains with snow",
    ];

    public string Name => "gallery";

    public string Question => "how often does the embedded model find the gallery's pictures and captions?";

    public void Run(Report report)
    {
        using var model = ClipModel.Load(Checkout.Model);
        var captioned = Checkout.CaptionedPictures();
        var files = captioned.Select(picture => picture.File).ToList();
        var pictures = files.ConvertAll(file => model.Image.Encode(Path.Join(Checkout.Gallery, file)));
        var captions = captioned
            .SelectMany((picture, at) => picture.Captions.Select(text => (Picture: at, Text: text))).ToList();
        var texts = captions.ConvertAll(caption => model.Text.Encode(caption.Text));

        // The rank of the first right answer, from 1.
        var toPicture = captions.Select((caption, at) =>
            1 + pictures.Count(other => Cosine(other, texts[at]) > Cosine(pictures[caption.Picture], texts[at])));
        var toCaption = pictures.Select((picture, at) =>
        {
            var best = captions.Index().Where(c => c.Item.Picture == at).Max(c => Cosine(picture, texts[c.Index]));
            return 1 + texts.Count(text => Cosine(picture, text) > best);
        });
        report.Table(
            [$"{captions.Count} captions of {files.Count} pictures", "Recall@1", "Recall@5", "Recall@10"],
            [Row("text to picture", [.. toPicture]), Row("picture to text", [.. toCaption])]);

        var cosines = captions.Select((caption, at) => Cosine(pictures[caption.Picture], texts[at])).Order().ToList();
        var (low, median, high) = (
            cosines[cosines.Count / 20], cosines[cosines.Count / 2], cosines[cosines.Count * 19 / 20]);
        report.Remark(string.Create(
            CultureInfo.InvariantCulture,
            $"Cosine of a caption and its picture: {low:0.00} to {high:0.00} for nine of ten, median {median:0.00}."));

        if (options.Sheet is { } sheet)
        {
            ResultSheet.Draw(sheet, Queries.Select(query => (query, Best(model, query, files, pictures))));
            report.Remark($"{sheet}: {Queries.Length} searches.");
        }
    }

    private static List<(float Score, string File)> Best(
        ClipModel model, string query, List<string> files, List<float[]> pictures)
    {
        var text = model.Text.Encode(query);
        return [.. files.Select((file, at) => (Cosine(pictures[at], text), file))
            .OrderByDescending(hit => hit.Item1).Take(ResultSheet.Columns)];
    }

    private static float Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private static string[] Row(string name, List<int> ranks) =>
    [
        name,
        .. Ranks.Select(k =>
            (100.0 * ranks.Count(rank => rank <= k) / ranks.Count).ToString("N1", CultureInfo.InvariantCulture) + " %"),
    ];
}
