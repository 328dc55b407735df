using System.Globalization;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// Speed and exactness of a model in 8 bits beside the same model in 32 bits, tower by tower: the embedded model, and
/// the larger one where there is one.
/// </summary>
internal sealed class PrecisionSection(BenchmarkOptions options) : ISection
{
    private const int Texts = 64;
    private const int Pictures = 16;

    public string Name => "precision";

    public string Question => "how fast, and how close to 32 bits, is a model in 8 bits?";

    public void Run(Report report)
    {
        foreach (var folder in new[] { Checkout.Model, options.Model }.OfType<string>())
            Compare(report, folder);
    }

    private static void Compare(Report report, string folder)
    {
        using var cache = new TemporaryFolder();
        using var exact = ClipModel.Load(folder, new ClipModelOptions { CacheFolder = Path.Combine(cache.Path, "a") });
        using var quick = ClipModel.Load(folder, new ClipModelOptions
        {
            CacheFolder = Path.Combine(cache.Path, "b"),
            Precision = ModelPrecision.Int8,
            RequiredCosine = 0.99,
        });
        var texts = Enumerable.Range(0, Texts).Select(Text).ToList();
        var numbers = new float[Texts * exact.Dimensions];
        Table($"{Texts} texts", Texts, model => model.Text.Encode(texts, numbers));

        Table($"{Pictures} pictures, a worker per core", Pictures, InferInWorkers);
        foreach (var measured in quick.PrecisionReports)
            report.Remark($"{exact.Name}, {measured}.");

        void Table(string title, int count, Action<ClipModel> encode)
        {
            try
            {
                encode(quick);
            }
            catch (ModelException error)
            {
                report.Remark($"{exact.Name}, {title}: {error.Message}");
                return;
            }
            report.Table($"{exact.Name}, {title}", "/s", Comparison.Measure(
                new Alternative("32 bits", count, () => encode(exact)),
                new Alternative("8 bits", count, () => encode(quick))));
        }
    }

    /// <summary>Infers as the indexer does, with several workers.</summary>
    private static void InferInWorkers(ClipModel model)
    {
        var encoder = model.Image;
        var size = encoder.WorkerBatchSize;
        var pixels = new byte[3 * 64 * 64];
        new Random(1).NextBytes(pixels);
        using var picture = Picture.FromPixels(pixels, 64, 64);
        var workers = new ParallelOptions { MaxDegreeOfParallelism = encoder.Workers };
        Parallel.For(0, Pictures / size, workers, _ =>
        {
            using var batch = encoder.CreateBatch(size);
            for (var slot = 0; slot < size; slot++)
                batch.Write(slot, picture);
            encoder.EncodeInWorker(batch, size, new float[size * encoder.Dimensions], CancellationToken.None);
        });
    }

    private static string Text(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"a photo of {number} people walking along a river in the evening");
}
