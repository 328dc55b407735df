using System.Globalization;
using Clip.Cli.Remedies;
using Clip.Diagnostics;

namespace Clip.Cli.Output;

// The part of doctor's and inspect model's JSON lines that tells of devices.
internal sealed record DeviceLine(string Device, bool Usable, string? Reason, DeviceTowerLine? Text, DeviceTowerLine? Image)
{
    public static DeviceLine[] Of(IReadOnlyList<DeviceReport> reports) =>
        [.. reports.Select(static report => new DeviceLine(report.Device, report.IsUsable, DeviceReasons.Of(report), Of(report.Text), Of(report.Image)))];

    private static DeviceTowerLine? Of(TowerReport? tower) => tower is null
        ? null
        : new DeviceTowerLine(
            [.. tower.Placement.Select(static placement => new NodesLine(
                placement.Device, placement.Nodes, placement.Operators.ToDictionary(static count => count.Operator, static count => count.Nodes)))],
            tower.Start.TotalMilliseconds, tower.BatchRows, tower.Rows, tower.Batch.TotalMilliseconds, tower.RowsPerSecond, tower.Ratio, tower.Cosine);
}

internal sealed record DeviceTowerLine(
    NodesLine[] Nodes, double StartMilliseconds, int BatchSize, int Rows, double BatchMilliseconds, double RowsPerSecond, double Ratio, double Cosine);

internal sealed record NodesLine(string Device, int Nodes, Dictionary<string, int> Operators);

/// <summary>Writes for people what each device does with a model.</summary>
internal static class DeviceTable
{
    /// <summary>Writes the devices; those that are not part of this build share one line.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<DeviceReport> reports)
    {
        foreach (var report in reports.Where(static report => report.IsUsable || report.Text is not null || report.Image is not null))
        {
            terminal.Line($"device {report.Device}{(report.IsUsable ? "" : $": not used, {DeviceReasons.Of(report)}")}");
            WriteTower(terminal, "text", report.Text);
            WriteTower(terminal, "image", report.Image);
        }
        foreach (var group in reports.Where(static report => !report.IsUsable && report.Text is null && report.Image is null).GroupBy(DeviceReasons.Of))
            terminal.Line($"not used     {string.Join(", ", group.Select(static report => report.Device))}: {Plain.OneLine(group.Key ?? "")}");
    }

    private static void WriteTower(Terminal terminal, string name, TowerReport? tower)
    {
        if (tower is null)
            return;
        var nodes = string.Join(", ", tower.Placement.Select(static placement => $"{placement.Nodes} on {placement.Device}"));
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-10} nodes: {nodes}; ready in {tower.Start.TotalMilliseconds:0} ms; batch of {tower.Rows} in {tower.Batch.TotalMilliseconds:0.0} ms = {tower.RowsPerSecond:0.0}/s, {tower.Ratio:0.00} x the processor; cosine {tower.Cosine:0.000000}"));
        foreach (var left in tower.Placement.Skip(1))
            terminal.Line($"    on {left.Device}: {string.Join(", ", left.Operators.Select(static count => $"{count.Nodes} {count.Operator}"))}");
    }
}
