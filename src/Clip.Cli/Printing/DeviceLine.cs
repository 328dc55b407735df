using Clip.Cli.Remedies;
using Clip.Diagnostics;

namespace Clip.Cli.Printing;

// The part of the JSON lines of doctor and inspect model that describes devices.
internal sealed record DeviceLine(
    string Device, bool Usable, string? Reason, DeviceTowerLine? Text, DeviceTowerLine? Image)
{
    public static DeviceLine[] Of(IReadOnlyList<DeviceReport> reports) =>
    [
        .. reports.Select(static report => new DeviceLine(
            report.Device, report.IsUsable, DeviceReasons.Of(report),
            DeviceTowerLine.Of(report.Text), DeviceTowerLine.Of(report.Image))),
    ];
}

internal sealed record DeviceTowerLine(
    NodesLine[] Nodes, double StartMilliseconds, int BatchSize, int Rows, double BatchMilliseconds,
    double RowsPerSecond, double Ratio, double Cosine)
{
    public static DeviceTowerLine? Of(TowerReport? tower) => tower is null
        ? null
        : new DeviceTowerLine(
            [.. tower.Placement.Select(NodesLine.Of)], tower.Start.TotalMilliseconds, tower.BatchRows, tower.Rows,
            tower.Batch.TotalMilliseconds, tower.RowsPerSecond, tower.Ratio, tower.Cosine);
}

internal sealed record NodesLine(string Device, int Nodes, Dictionary<string, int> Operators)
{
    public static NodesLine Of(NodePlacement placement) => new(
        placement.Device, placement.Nodes,
        placement.Operators.ToDictionary(static count => count.Operator, static count => count.Nodes));
}
