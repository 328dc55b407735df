using System.Diagnostics;
using System.Globalization;
using System.Text;
using Clip.Benchmarks.Processes;

namespace Clip.Benchmarks.Sections;

/// <summary>Indexes growing numbers of small pictures, which shows the memory per file.</summary>
internal sealed class GrowthSection(BenchmarkOptions options) : ISection
{
    private const int Edge = 16;
    private const int FilesInFolder = 1000;

    public string Name => "growth";

    public string Question => "how much time and memory does indexing many files take?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var native = options.Clipsearch ?? PublishedProgram.Native(folder.Make("native"));
        List<string[]> rows = [];
        int[] sizes = [1_000, 10_000, options.Files];
        foreach (var files in sizes.Distinct().Where(files => files <= options.Files))
        {
            var pictures = folder.Make($"pictures-{files}");
            Make(pictures, files);
            var command = new Command(native, ["index", "--quiet", "--device", "cpu"], pictures, folder.Make("caches"));
            rows.Add(Measure(command, $"{files:N0} files, all new", files));
            rows.Add(Measure(command, $"{files:N0} files, none changed", files));
            Directory.Delete(pictures, recursive: true);
        }
        var title = $"index pictures of {Edge} x {Edge}, each run once";
        report.Table([title, "seconds", "files/s", "peak resident memory, MB"], rows);
    }

    private static string[] Measure(Command command, string name, int files)
    {
        var clock = Stopwatch.StartNew();
        var peak = command.PeakMemory();
        var seconds = clock.Elapsed.TotalSeconds;
        var megabytes = peak == 0 ? "unknown" : (peak / 1e6).ToString("N0", CultureInfo.InvariantCulture);
        return [name, Report.Number(seconds), Report.Number(files / seconds), megabytes];
    }

    private static void Make(string folder, int files)
    {
        var random = new Random(files);
        var header = Encoding.ASCII.GetBytes($"P6 {Edge} {Edge} 255\n");
        var picture = new byte[header.Length + 3 * Edge * Edge];
        header.CopyTo(picture, 0);
        for (var i = 0; i < files; i++)
        {
            random.NextBytes(picture.AsSpan(header.Length));
            var below = Path.Join(folder, $"{i / FilesInFolder:d4}");
            if (i % FilesInFolder == 0)
                Directory.CreateDirectory(below);
            File.WriteAllBytes(Path.Join(below, $"{i:d6}.ppm"), picture);
        }
    }
}
