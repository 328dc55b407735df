using System.Diagnostics;
using System.Globalization;
using Clip.Benchmarks.Pictures;
using Clip.Benchmarks.Processes;

namespace Clip.Benchmarks.Sections;

/// <summary>Indexes very large pictures with few and many cores, within memory budgets.</summary>
internal sealed class BudgetSection(BenchmarkOptions options) : ISection
{
    private const int Copies = 8;
    private const int Few = 2;
    private const int Many = 16;

    public string Name => "budget";

    public string Question => "how much memory do large pictures take, and what does the limit cost?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var program = options.Clipsearch ?? PublishedProgram.FrameworkDependent(folder.Make("program"));
        OrdinaryPhotos(report, folder, program);
        LargePictureRuns(report, folder, program);
    }

    private static void LargePictureRuns(Report report, TemporaryFolder folder, string program)
    {
        List<string[]> rows = [];
        foreach (var (kind, path) in LargePictures.Make(folder.Make("originals")))
        {
            var pictures = folder.Make($"large-{rows.Count}");
            LargePictures.Copy(path, pictures, Copies);
            var few = Measure(program, folder, pictures, Few);
            foreach (var (name, run) in ((string, (double Seconds, long Peak))[])
                [
                    ($"{Few} cores", few),
                    ($"{Many} cores", Measure(program, folder, pictures, Many)),
                    ($"{Many} cores, --memory 1GB", Measure(program, folder, pictures, Many, "--memory", "1GB")),
                ])
            {
                rows.Add(
                [
                    $"{kind}, {name}", Report.Number(run.Seconds),
                    (run.Peak / 1e6).ToString("N0", CultureInfo.InvariantCulture),
                    Report.Number((double)run.Peak / few.Peak),
                ]);
            }
            Directory.Delete(pictures, recursive: true);
        }
        report.Table(
            [
                $"index {Copies} pictures of {LargePictures.Width} x {LargePictures.Height}, each run once", "seconds",
                "peak resident memory, MB", "ratio of memory",
            ],
            rows);
    }

    /// <summary>The limit must not slow down what fits into it.</summary>
    private static void OrdinaryPhotos(Report report, TemporaryFolder folder, string program)
    {
        var gallery = Checkout.Pictures().Where(path => path.EndsWith(".jpg", StringComparison.Ordinal)).ToList();
        var photos = CameraPhotos.Make(folder.Make("ordinary"), gallery);
        foreach (var path in photos)
            LargePictures.Copy(path, Directory.CreateDirectory(path + "-copies").FullName, Copies);
        var ordinary = folder["ordinary"];
        var count = photos.Count * (Copies + 1.0);
        Alternative Index(string name, string memory) => new(
            name, count, () => Measure(program, folder, ordinary, Environment.ProcessorCount, "--memory", memory));
        report.Table($"index {count} camera photos", "pictures/s", Comparison.Measure(
            Index("--memory 90%", "90%"),
            Index("--memory 1GB", "1GB"),
            Index("--memory 512MB", "512MB")));
    }

    private static (double Seconds, long Peak) Measure(
        string program, TemporaryFolder folder, string pictures, int processors, params string[] further)
    {
        var index = folder.Make("index");
        string[] arguments =
            ["index", "--in", pictures, "--index-dir", index, "--quiet", "--device", "cpu", .. further];
        var command = new Command(program, arguments, pictures, folder.Make("caches")) { Processors = processors };
        var clock = Stopwatch.StartNew();
        var peak = command.PeakMemory();
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(index, recursive: true);
        return (seconds, peak);
    }
}
