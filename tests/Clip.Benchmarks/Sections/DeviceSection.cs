using Clip.Benchmarks.Devices;

namespace Clip.Benchmarks.Sections;

/// <summary>
/// A graphics card beside the processor in the same run: the embedded model, and the larger one where there is one.
/// </summary>
internal sealed class DeviceSection(BenchmarkOptions options) : ISection
{
    public string Name => "device";

    public string Question => "how fast, and how close to the processor, is a graphics card?";

    public void Run(Report report)
    {
        var idle = GraphicsCard.Now();
        if (DeviceStart.Find(options.Device, report) is not { } start)
            return;
        report.Remark($"The device is {start.Device}{(idle is null ? "" : $" on {idle.Name}")}.");
        foreach (var folder in new[] { Checkout.Model, options.Model }.OfType<string>())
        {
            start.Measure(report, folder);
            Compare(report, folder, start.Device, idle);
        }
        DeviceRounds.Measure(report, Checkout.Model, start.Device);
    }

    private void Compare(Report report, string folder, string device, GraphicsCard? idle)
    {
        using var temporary = new TemporaryFolder();
        using var processor = Open(folder, "cpu");
        using var model = Open(folder, device);
        var throughput = new DeviceThroughput(report, processor, model, device);
        throughput.Pictures();
        throughput.Texts();
        if (idle is not null && GraphicsCard.Now() is { } now)
            report.Remark($"The card holds {now.UsedMegabytes - idle.UsedMegabytes} MiB more than before.");

        var quality = new DeviceQuality(processor);
        List<string[]> rows = [quality.Row($"{device}, 32 bits", model)];
        if (Float16Model.Make(options.Python, folder, temporary, report) is { } copy)
        {
            using var half = Open(copy, device);
            rows.Add(quality.Row($"{device}, 16 bits", half));
            new DeviceThroughput(report, processor, half, device).AgainstExact(model);
        }
        report.Table(DeviceQuality.Header(model.Name), rows);
        new DeviceIndexing(report, processor, model, device).Measure();
    }

    private static ClipModel Open(string folder, string device) =>
        ClipModel.Load(folder, new ClipModelOptions { Device = device });
}
