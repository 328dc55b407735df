using System.Globalization;
using System.Text.Json;
using Clip.Benchmarks.Processes;

namespace Clip.Benchmarks.Sections;

internal sealed class ColdStartSection(BenchmarkOptions options) : ISection
{
    private const string Query = "a dog";
    private const int PhaseRounds = 15;

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
            .. options.Before is { } before
                ? [("Native AOT, before", new Command(before, ["search", Query], gallery, caches))]
                : ((string, Command)[])[],
            ("Native AOT, --no-cache", new Command(native, ["search", Query, "--no-cache"], gallery, caches)),
            ("framework-dependent", new Command(managed, ["search", Query], gallery, caches)),
            ("Native AOT, --version alone", new Command(native, ["--version"], gallery, caches)),
        ]);
        Phases(report, gallery, caches, native);
        if (options.Model is { } model)
            Larger(report, folder, caches, native, model);
    }

    /// <summary>
    /// Where the time goes, as the program itself says: the median of each phase, the programs in turns. Phases run at
    /// the same time.
    /// </summary>
    private void Phases(Report report, string gallery, string caches, string native)
    {
        List<(string Name, Command Command)> programs = [("now", Timed(native))];
        if (options.Before is { } before)
            programs.Insert(0, ("before", Timed(before)));
        var times = programs.Select(static _ => new Dictionary<string, List<double>>()).ToList();
        for (var round = 0; round <= PhaseRounds; round++)
        {
            for (var i = 0; i < programs.Count; i++)
            {
                var time = JsonDocument.Parse(programs[i].Command.RunForErrors()).RootElement.GetProperty("time");
                // The first round fills the caches.
                foreach (var phase in time.EnumerateObject().Where(_ => round > 0))
                {
                    if (!times[i].TryGetValue(phase.Name, out var values))
                        times[i][phase.Name] = values = [];
                    values.Add(phase.Value.GetDouble());
                }
            }
        }
        report.Table(
            [$"clip-mini: phases of the search, {PhaseRounds} rounds, ms", .. programs.Select(static one => one.Name)],
            times[^1].Keys.Union(times[0].Keys).Select(phase => (string[])
            [
                phase[..^"_ms".Length],
                .. times.Select(one => one.TryGetValue(phase, out var values)
                    ? Report.Number(values.Order().ElementAt(values.Count / 2)) : "-"),
            ]));

        Command Timed(string program) => new(program, ["search", Query, "--time", "--json"], gallery, caches);
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
