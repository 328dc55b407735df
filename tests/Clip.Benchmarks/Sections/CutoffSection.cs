using System.Globalization;
using Clip.Searching;
using Clip.Statistics;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// How well a score tells whether a picture that fits a query is there: 200 queries with an answer in the gallery and
/// 200 without. The method was chosen with all of them, so that both halves flatter it a little; 50 and 50 more were
/// written afterwards and used for nothing else.
/// </summary>
internal sealed class CutoffSection : ISection
{
    private static readonly double[] Cutoffs = [0.2, 0.1, 0.05, 0.02];

    public string Name => "cutoff";

    public string Question => "does a score tell that nothing in an index fits a query?";

    public void Run(Report report)
    {
        using var model = ClipModel.Load(Checkout.Model);
        var files = Checkout.CaptionedPictures().Select(static picture => picture.File).ToList();
        var pictures = files.ConvertAll(file => model.Image.Encode(Path.Join(Checkout.Gallery, file)));
        var lines = Lines("answered.tsv").Select(static line => line.Split('\t')).ToList();
        var answered = lines.ConvertAll(static line => line[1]);
        var unanswered = Lines("unanswered.txt");
        foreach (var (name, fitting, others) in ((string, List<string>, List<string>)[])
        [
            ("even lines", Half(answered, 0), Half(unanswered, 0)),
            ("odd lines", Half(answered, 1), Half(unanswered, 1)),
            ("unseen", [.. Lines("unseen-answered.tsv").Select(static line => line.Split('\t')[1])],
                [.. Lines("unseen-unanswered.txt")]),
        ])
        {
            var positive = fitting.ConvertAll(text => Scores(model, pictures, text));
            var negative = others.ConvertAll(text => Scores(model, pictures, text));
            report.Table(
                [
                    $"{name}: {positive.Count} queries with and {negative.Count} without an answer", "area",
                    "equal error",
                ],
                [
                    Row("best cosine", positive, negative, static scores => scores.Cosine),
                    Row("its z-score among the query's own", positive, negative, static scores => scores.ZScore),
                    Row("calibrated", positive, negative, static scores => -scores.Chance),
                ]);
            report.Table(
                ["cutoff", "accepted without an answer", "refused with one"],
                Cutoffs.Select(cutoff => (string[])
                [
                    cutoff.ToString(CultureInfo.InvariantCulture),
                    Percent(negative.Count(scores => scores.Chance < cutoff), negative.Count),
                    Percent(positive.Count(scores => scores.Chance >= cutoff), positive.Count),
                ]));
        }
        var ranks = Ranks(model, pictures, files, lines.Where((_, i) => i % 4 == 0));
        report.Remark(
            $"Of {ranks.Count} everyday queries, every fourth of those with an answer, "
            + $"{ranks.Count(rank => rank == 1)} find their picture first and {ranks.Count(rank => rank <= 5)} among "
            + "the first five.");
    }

    /// <summary>At which place each query finds its picture, from 1.</summary>
    private static List<int> Ranks(
        ClipModel model, List<float[]> pictures, List<string> files, IEnumerable<string[]> lines) =>
    [
        .. lines.Select(line =>
        {
            var query = model.Text.Encode(line[1]);
            var own = Dot(pictures[files.IndexOf(line[0])], query);
            return 1 + pictures.Count(picture => Dot(picture, query) > own);
        }),
    ];

    private static (double Cosine, double ZScore, double Chance) Scores(
        ClipModel model, List<float[]> pictures, string text)
    {
        var query = model.Text.Encode(text);
        double[] cosines = [.. pictures.Select(picture => Dot(picture, query))];
        var mean = cosines.Average();
        var deviation = Math.Sqrt(cosines.Average(score => (score - mean) * (score - mean)));
        var calibration = Calibration(model, pictures, QueryBank.Like(text));
        var corrected = cosines.Zip(pictures, (score, picture) => score - calibration.Bias(picture)).Max();
        return (cosines.Max(), (cosines.Max() - mean) / deviation, calibration.ChanceOf(corrected));
    }

    private static readonly Dictionary<IReadOnlyList<string>, ScoreCalibration> Calibrations = [];

    private static ScoreCalibration Calibration(ClipModel model, List<float[]> pictures, IReadOnlyList<string> bank)
    {
        if (!Calibrations.TryGetValue(bank, out var calibration))
        {
            List<float[]> queries = [.. bank.Select(text => model.Text.Encode(text))];
            Calibrations[bank] = calibration = ScoreCalibration.Measure(pictures, queries);
        }
        return calibration;
    }

    private static string[] Row(
        string name, List<(double Cosine, double ZScore, double Chance)> positive,
        List<(double Cosine, double ZScore, double Chance)> negative,
        Func<(double Cosine, double ZScore, double Chance), double> score)
    {
        double[] own = [.. positive.Select(score)], other = [.. negative.Select(score)];
        return
        [
            name,
            RocCurve.Area(own, other)!.Value.ToString("0.000", CultureInfo.InvariantCulture),
            RocCurve.EqualError(own, other)!.Value.ToString("0.000", CultureInfo.InvariantCulture),
        ];
    }

    private static List<string> Half(IReadOnlyList<string> queries, int first) =>
        [.. queries.Where((_, i) => i % 2 == first)];

    private static string Percent(int count, int of) =>
        (100.0 * count / of).ToString("N0", CultureInfo.InvariantCulture) + " %";

    private static double Dot(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();

    private static string[] Lines(string name) =>
        File.ReadAllLines(Path.Join(Checkout.Root, "tests", "Clip.Benchmarks", "Queries", name));
}
