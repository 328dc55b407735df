using System.Globalization;
using Clip.Benchmarks.Processes;

namespace Clip.Benchmarks.Sections;

internal sealed class ColdStartSection(BenchmarkOptions options) : ISection
{
    private const string Query = "a dog";

    public string Name => "coldstart";

    public string Question => "how long does a new process take to answer?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var gallery = folder.Make("gallery");
        foreach (var path in Checkout.Pictures())
            File.Copy(path, Path.Join(gallery, Path.GetFileName(path)));

        var native = options.Clipsearch ?? PublishedProgram.Native(folder.Make("native"));
        var caches = folder.Make("caches");
        var managed = PublishedProgram.FrameworkDependent(folder.Make("managed"));
        Searches(report, "clip-mini", [
            ("Native AOT", new Command(native, ["search", Query], gallery, caches)),
            ("Native AOT, --no-cache", new Command(native, ["search", Query, "--no-cache"], gallery, caches)),
            ("framework-dependent", new Command(managed, ["search", Query], gallery, caches)),
            ("Native AOT, --version alone", new Command(native, ["--version"], gallery, caches)),
        ]);
        if (options.Model is { } model)
            Larger(report, folder, caches, native, model);
    }

    /// <summary>The same with a model of full size, compared with rclip.</summary>
    private void Larger(Report report, TemporaryFolder folder, string caches, string native, string model)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(model));
        var unseen = new GalleryCopies(folder);
        unseen.Make();
        Command Clip(string at) => new(native, ["search", Query, "--model", model], at, caches);
        Command Rclip(string at) => new(options.Python!, [options.Rclip!, model, Query, "-t", "3"], at, caches);
        var withRclip = options is { Python: not null, Rclip: not null };

        List<Alternative> indexing = [new("Native AOT", unseen.Count, () => Clip(unseen.Latest).Run(), unseen.Make)];
        if (withRclip)
            indexing.Add(new Alternative("rclip", unseen.Count, () => Rclip(unseen.Latest).Run(), unseen.Make));
        var title = $"{name}: index {unseen.Count} new photos, then search";
        report.Table(title, "pictures/s", Comparison.Measure(indexing));

        var gallery = folder.Make("gallery-of-larger");
        foreach (var photo in Directory.EnumerateFiles(unseen.Latest))
            File.Copy(photo, Path.Join(gallery, Path.GetFileName(photo)));
        string[] uncached = ["search", Query, "--model", model, "--no-cache"];
        List<(string, Command)> searches =
        [
            ("Native AOT", Clip(gallery)),
            ("Native AOT, --no-cache", new Command(native, uncached, gallery, caches)),
        ];
        if (withRclip)
            searches.Add(("rclip", Rclip(gallery)));
        Searches(report, name, searches);
    }

    private static void Searches(Report report, string model, IReadOnlyList<(string Name, Command Command)> searches)
    {
        // The first call indexes the pictures for the warm-up and the measured calls.
        foreach (var (_, command) in searches)
            command.Run();
        var runs = searches.Select(search => new Alternative(search.Name, 1, () => search.Command.Run()));
        report.Table(
            $"{model}: search \"{Query}\" as a new process",
            "searches/s",
            Comparison.Measure([.. runs]));
        report.Table(
            [$"{model}: peak resident memory", "MB"],
            searches.Select(search => (string[])[search.Name, Megabytes(search.Command.PeakMemory())]));
    }

    private static string Megabytes(long bytes) =>
        bytes == 0 ? "unknown" : (bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture);
}
