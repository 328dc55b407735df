using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace Clip.Benchmarks.Abstractions;

/// <summary>
/// What the abstractions cost over the encoders and the index that they call: time and bytes per call as
/// BenchmarkDotNet measures them one after the other, and the time as a share, measured in turns.
/// </summary>
internal static class AbstractionCosts
{
    public static int Run()
    {
        // In this process: the benchmarks measure finished code, and a build per benchmark would take longer than they.
        var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance)
            .WithWarmupCount(3).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(100));
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }))
            .AddColumnProvider([.. DefaultConfig.Instance.GetColumnProviders()]);
        List<string[]> rows = [];
        using (var generators = new GeneratorBenchmarks())
            AddRows(rows, BenchmarkRunner.Run<GeneratorBenchmarks>(config), generators.Pairs());
        using (var stores = new StoreBenchmarks())
            AddRows(rows, BenchmarkRunner.Run<StoreBenchmarks>(config), stores.Pairs());

        var report = new Report(Console.Out);
        report.Machine(Machine.Describe());
        report.Table(
            [
                "through the abstraction", "directly, \u00b5s", "more, \u00b5s", "more, bytes", "share of time",
                "its interval, 95 %",
            ],
            rows);
        return 0;
    }

    private static void AddRows(
        List<string[]> rows, Summary summary, IEnumerable<(string Name, Action Direct, Action Through)> pairs)
    {
        foreach (var (name, direct, through) in pairs)
        {
            var measured = summary.Reports
                .Where(report => report.BenchmarkCase.Descriptor.Categories.Contains(name)).ToList();
            var bytes = Bytes(measured.Single(static report => !report.BenchmarkCase.Descriptor.Baseline))
                - Bytes(measured.Single(static report => report.BenchmarkCase.Descriptor.Baseline));
            var share = PairedShare.Measure(direct, through);
            rows.Add(
            [
                name, Microseconds(share.Direct), Microseconds(share.More), bytes.ToString("N0", Invariant),
                Percent(share.Share), $"{Percent(share.Low)} to {Percent(share.High)}",
            ]);
        }
    }

    private static long Bytes(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static string Microseconds(double seconds) => (seconds * 1e6).ToString("N1", Invariant);

    private static string Percent(double share) => share.ToString("P2", Invariant);
}
