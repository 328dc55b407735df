using Clip.Cli.Languages;
using Clip.Cli.Output;
using Clip.Cli.Remedies;
using Clip.Diagnostics;

namespace Clip.Cli.Printing;

/// <summary>Writes for people what each device does with a model.</summary>
internal static class DeviceTable
{
    private const int NameWidth = 12;

    /// <summary>Writes the devices; those that are not part of this build share one line.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<DeviceReport> reports)
    {
        foreach (var report in reports.Where(WasTried))
        {
            terminal.Line(report.IsUsable
                ? Texts.Say($"device {report.Device}")
                : Texts.Say($"device {report.Device}: not used, {Texts.OfMessage(DeviceReasons.Of(report) ?? "")}"));
            WriteTower(terminal, "text", report.Text);
            WriteTower(terminal, "image", report.Image);
        }
        var others = reports.Where(static report => !WasTried(report)).GroupBy(DeviceReasons.Of);
        foreach (var group in others)
        {
            var devices = string.Join(", ", group.Select(static report => report.Device));
            terminal.Line($"{TextWidth.Pad(Texts.Of("not used"), NameWidth)} {devices}: "
                + Plain.OneLine(Texts.OfMessage(group.Key ?? "")));
        }
    }

    private static bool WasTried(DeviceReport report) =>
        report.IsUsable || report.Text is not null || report.Image is not null;

    private static void WriteTower(Terminal terminal, string name, TowerReport? tower)
    {
        if (tower is null)
            return;
        var placements = tower.Placement.Select(
            static placement => Texts.Say($"{placement.Nodes} on {placement.Device}"));
        terminal.Line($"  {TextWidth.Pad(Texts.Of(name), 10)} " + Texts.Say(
            $"nodes: {Texts.Join(placements)}; ready in {tower.Start.TotalMilliseconds:0} ms; "
            + $"batch of {tower.Rows} in {tower.Batch.TotalMilliseconds:0.0} ms = {tower.RowsPerSecond:0.0}/s, "
            + $"{tower.Ratio:0.00} x the processor; cosine {tower.Cosine:0.000000}"));
        foreach (var rest in tower.Placement.Skip(1))
        {
            var operators = rest.Operators.Select(static count => $"{count.Nodes} {count.Operator}");
            terminal.Line("    " + Texts.Say($"on {rest.Device}: {string.Join(", ", operators)}"));
        }
    }
}
