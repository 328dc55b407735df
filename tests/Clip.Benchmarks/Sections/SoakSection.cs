using System.Globalization;
using Clip.Benchmarks.Processes;
using Clip.Benchmarks.Serving;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// The published server under a mixed load while pictures come and go. CLIP_BENCH_SERVE_MINUTES says how long.
/// </summary>
internal sealed class SoakSection(BenchmarkOptions options) : ISection
{
    private static readonly int[] Clients = [16, 32, 64];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public string Name => "soak";

    public string Question => "does the published server stay as it is for minutes under load, and end when told to?";

    public void Run(Report report)
    {
        using var folder = new TemporaryFolder();
        var gallery = folder.Make("gallery");
        foreach (var picture in Checkout.Pictures())
            File.Copy(picture, Path.Join(gallery, Path.GetFileName(picture)));
        var program = options.Clipsearch ?? PublishedProgram.Native(folder.Make("native"));
        var minutes = Environment.GetEnvironmentVariable("CLIP_BENCH_SERVE_MINUTES") is { Length: > 0 } text
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : 1;
        using var server = ServerProcess.Start(program, gallery, folder.Make("caches"));
        var load = new MixedLoad(server.Client);
        using var end = new CancellationTokenSource();
        var changing = ChangeAsync(gallery, end.Token);
        List<MixedAnswer> all = [];
        List<string[]> rows = [];
        var windows = Math.Max(Clients.Length, (int)(minutes * 60 / Window.TotalSeconds));
        for (var i = 0; i < windows; i++)
        {
            var clients = Clients[i * Clients.Length / windows];
            var answers = load.Run(clients, Window);
            all.AddRange(answers);
            rows.Add([Report.Number((i + 1) * Window.TotalSeconds), .. Row(clients, answers, server)]);
        }
        report.Table(
            ["seconds", "clients", "answers/s", "p50 ms", "p99 ms", "not 200", "resident MB"], rows);
        report.Table(
            ["asked for", "answers", "p50 ms", "p99 ms", "longest ms", "not 200"],
            all.GroupBy(static answer => answer.Kind).OrderBy(static kind => kind.Key, StringComparer.Ordinal)
                .Select(static kind => (string[])[kind.Key, .. Row([.. kind])]));

        var last = Task.Run(() => load.Run(Clients[^1], TimeSpan.FromSeconds(12)));
        Thread.Sleep(TimeSpan.FromSeconds(2)); // until all clients are at it
        var (seconds, code) = server.Stop();
        report.Remark(
            $"Told to stop among {Clients[^1]} clients, it ended after {Report.Number(seconds)} s with code {code}. "
            + $"What its clients got: {Statuses(last.GetAwaiter().GetResult())} (0: no connection).");
        end.Cancel();
        changing.GetAwaiter().GetResult();
    }

    /// <summary>Pictures come and go: a copy of one with other bytes each half second, of which some stay.</summary>
    private static async Task ChangeAsync(string gallery, CancellationToken cancellationToken)
    {
        var pictures = Checkout.Pictures();
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            var path = Path.Join(gallery, $"new-{i % 40}{Path.GetExtension(pictures[i % pictures.Count])}");
            if (i / 40 % 2 == 1)
                File.Delete(path);
            else
                File.WriteAllBytes(path, [.. File.ReadAllBytes(pictures[i % pictures.Count]), (byte)i, (byte)(i >> 8)]);
            await Task.Delay(500, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string[] Row(int clients, IReadOnlyList<MixedAnswer> answers, ServerProcess server)
    {
        var sorted = answers.Select(static answer => answer.Milliseconds).Order().ToArray();
        return
        [
            clients.ToString(CultureInfo.InvariantCulture), Report.Number(answers.Count / Window.TotalSeconds),
            Report.Number(LoadResult.Quantile(sorted, 0.5)), Report.Number(LoadResult.Quantile(sorted, 0.99)),
            Others(answers), Report.Number(server.ResidentMegabytes),
        ];
    }

    private static string[] Row(IReadOnlyList<MixedAnswer> answers)
    {
        var sorted = answers.Select(static answer => answer.Milliseconds).Order().ToArray();
        return
        [
            answers.Count.ToString(CultureInfo.InvariantCulture), Report.Number(LoadResult.Quantile(sorted, 0.5)),
            Report.Number(LoadResult.Quantile(sorted, 0.99)), Report.Number(sorted[^1]), Others(answers),
        ];
    }

    private static string Others(IEnumerable<MixedAnswer> answers) =>
        Statuses([.. answers.Where(static answer => answer.Status != 200)]);

    private static string Statuses(IReadOnlyList<MixedAnswer> answers) => answers.Count == 0
        ? "none"
        : string.Join(", ", answers.CountBy(static answer => answer.Status).OrderBy(static pair => pair.Key)
            .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} x {pair.Key}")));
}
