using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Clip.Benchmarks.Abstractions;

/// <summary>
/// What the abstractions cost over the encoders and the index that they call, measured by BenchmarkDotNet: time and
/// bytes per call, and the time as a share with its interval.
/// </summary>
internal static class AbstractionCosts
{
    /// <summary>Of two normal errors, 95 % of differences lie within this many standard errors.</summary>
    private const double Confidence = 1.96;

    public static int Run()
    {
        // In this process: the benchmarks measure finished code, and a build per benchmark would take longer than they.
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithIterationCount(40))
            .AddLogger(new StreamLogger(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true }))
            .AddColumnProvider([.. DefaultConfig.Instance.GetColumnProviders()]);
        Summary[] summaries =
        [
            BenchmarkRunner.Run<GeneratorBenchmarks>(config), BenchmarkRunner.Run<StoreBenchmarks>(config),
        ];
        var report = new Report(Console.Out);
        report.Machine(Machine.Describe());
        report.Table(
            ["through the abstraction", "directly, \u00b5s", "more, \u00b5s", "more, bytes", "share of time, 95 %"],
            summaries.SelectMany(static summary => summary.Reports
                .GroupBy(static measured => measured.BenchmarkCase.Descriptor.Categories[0])
                .Select(static pair => Row(
                    pair.Key, pair.Single(static measured => measured.BenchmarkCase.Descriptor.Baseline),
                    pair.Single(static measured => !measured.BenchmarkCase.Descriptor.Baseline)))));
        return 0;
    }

    private static string[] Row(string name, BenchmarkReport direct, BenchmarkReport through)
    {
        var (a, b) = (direct.ResultStatistics!, through.ResultStatistics!);
        var more = b.Mean - a.Mean;
        var error = Confidence * Math.Sqrt(a.StandardError * a.StandardError + b.StandardError * b.StandardError);
        return
        [
            name, Number(a.Mean / 1000), Number(more / 1000),
            (Bytes(through) - Bytes(direct)).ToString("N0", Invariant),
            $"{Percent((more - error) / a.Mean)} to {Percent((more + error) / a.Mean)}",
        ];
    }

    private static long Bytes(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static string Number(double value) => value.ToString("N1", Invariant);

    private static string Percent(double share) => share.ToString("P2", Invariant);
}
