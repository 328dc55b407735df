using System.Diagnostics;
using System.Globalization;
using Clip.Benchmarks.Serving;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// The server under load, clients and server in one process. CLIP_BENCH_SERVE_MINUTES says how long the mixed load
/// runs.
/// </summary>
internal sealed class ServeSection : ISection
{
    private const int Rounds = 5;

    private static readonly int[] Clients = [1, 8, 32, 64];
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(20);

    public string Name => "serve";

    public string Question => "how many requests does the server answer, and what do overload and time do to it?";

    public void Run(Report report)
    {
        Batches(report);
        Overload(report);
        Memory(report);
    }

    /// <summary>Common batches against one text at a time, in turns.</summary>
    private static void Batches(Report report)
    {
        using var batched = LoadedServer.Start(null, static _ => { });
        using var single = LoadedServer.Start(null, static options => options.LargestBatch = 1);
        (string Name, LoadedServer Server)[] servers = [("common batches", batched), ("one by one", single)];
        foreach (var (_, server) in servers)
            Load.Run(8, Turn, number => Calls.EmbedAsync(server.Client, number, texts: 1));
        var results = new Dictionary<(string Server, int Clients), List<LoadResult>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var clients in Clients)
            {
                foreach (var (name, server) in round % 2 == 0 ? servers : [.. servers.Reverse()])
                {
                    if (!results.TryGetValue((name, clients), out var list))
                        results[(name, clients)] = list = [];
                    list.Add(Load.Run(clients, Turn, number => Calls.EmbedAsync(server.Client, number, texts: 1)));
                }
            }
        }
        var rows =
            from clients in Clients
            from server in servers
            let runs = results[(server.Name, clients)]
            let all = runs.Aggregate(static (some, more) => some.With(more))
            select (string[])
            [
                $"{clients} clients, {server.Name}", Report.Number(Median(runs.Select(static run => run.Rate))),
                Report.Number(Ratio(runs, results[(servers[1].Name, clients)])),
                Report.Number(Ratio(runs, results[(server.Name, 1)])),
                Report.Number(all.Quantile(0.5)), Report.Number(all.Quantile(0.99)),
                all.Refused.ToString(CultureInfo.InvariantCulture), all.Failed.ToString(CultureInfo.InvariantCulture),
            ];
        report.Table(
            [
                $"a text each, {Rounds} rounds of {Turn.TotalSeconds} s", "requests/s", "to one by one",
                "to one client", "p50 ms", "p99 ms", "429", "failed",
            ],
            rows);
    }

    /// <summary>More than the queue holds: those that are answered must not wait longer and longer.</summary>
    private static void Overload(Report report)
    {
        using var server = LoadedServer.Start(null, static options => options.MaxQueuedTexts = 256);
        Load.Run(8, Turn, number => Calls.EmbedAsync(server.Client, number, texts: 4));
        var rows = ((int[])[16, 64, 256]).Select(clients =>
        {
            var result = Load.Run(clients, TimeSpan.FromSeconds(6), async number =>
            {
                var status = await Calls.EmbedAsync(server.Client, number, texts: 8).ConfigureAwait(false);
                if (status == 429)
                    await Task.Delay(200).ConfigureAwait(false);
                return status;
            });
            return (string[])
            [
                $"{clients} clients", Report.Number(result.Rate), Report.Number(result.Quantile(0.5)),
                Report.Number(result.Quantile(0.99)), result.Refused.ToString(CultureInfo.InvariantCulture),
                result.Failed.ToString(CultureInfo.InvariantCulture),
            ];
        }).ToList();
        report.Table(
            ["8 texts each, a queue of 256", "answers/s", "p50 ms", "p99 ms", "429", "failed"], rows);
    }

    private static void Memory(Report report)
    {
        using var folder = new TemporaryFolder();
        var gallery = folder.Make("gallery");
        foreach (var picture in Checkout.Pictures())
            File.Copy(picture, Path.Join(gallery, Path.GetFileName(picture)));
        using (var model = ClipModel.Load(Checkout.Model))
        using (var search = new PictureSearch(model, gallery))
            search.UpdateAsync().GetAwaiter().GetResult();
        var time = Environment.GetEnvironmentVariable("CLIP_BENCH_SERVE_MINUTES") is { Length: > 0 } minutes
            ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
            : Short;
        using var server = LoadedServer.Start(gallery, static _ => { });
        Load.Run(16, time / 4, number => Calls.MixedAsync(server.Client, number));
        List<string[]> rows = [];
        for (var part = 1; part <= 6; part++)
        {
            var result = Load.Run(16, time / 6, number => Calls.MixedAsync(server.Client, number));
            using var process = Process.GetCurrentProcess();
            rows.Add(
            [
                $"until {Report.Number(part * time.TotalSeconds / 6)} s", Report.Number(result.Rate),
                Report.Number(result.Quantile(0.5)), Report.Number(result.Quantile(0.99)),
                (result.Refused + result.Failed).ToString(CultureInfo.InvariantCulture),
                Report.Number(process.WorkingSet64 / 1e6), Report.Number(GC.GetTotalMemory(true) / 1e6),
            ]);
        }
        report.Table(
            [
                "16 clients, mixed, after warming up", "answers/s", "p50 ms", "p99 ms", "not 200", "resident MB",
                "heap MB",
            ],
            rows);
    }

    /// <summary>The median of the rounds' ratios.</summary>
    private static double Ratio(List<LoadResult> runs, List<LoadResult> others) =>
        Median(runs.Zip(others, static (run, other) => run.Rate / other.Rate));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
