using System.Diagnostics;
using System.Globalization;

namespace Clip.Benchmarks.Devices;

/// <summary>
/// Opens a model on a device, encodes and disposes it, again and again: neither time nor memory may grow.
/// </summary>
internal static class DeviceRounds
{
    private static readonly int[] Shown = [1, 10, 50, 100, 200];

    public static void Measure(Report report, string folder, string device)
    {
        var clock = Stopwatch.StartNew();
        List<string[]> rows = [];
        for (var round = 1; round <= Shown[^1]; round++)
        {
            using (var model = ClipModel.Load(folder, new ClipModelOptions { Device = device }))
            {
                using var batch = DevicePictures.Batch(model, 8);
                model.Image.Encode(batch, batch.Capacity, new float[batch.Capacity * model.Dimensions]);
                model.Text.Encode(["a dog", "a cat on a sofa"]);
            }
            if (!Shown.Contains(round))
                continue;
            using var process = Process.GetCurrentProcess();
            rows.Add(
            [
                $"round {round}", Report.Number(clock.Elapsed.TotalSeconds), Count(process.WorkingSet64 >> 20),
                GraphicsCard.Now() is { } card ? Count(card.UsedMegabytes) : "unknown",
            ]);
        }
        report.Table(
            [$"{Path.GetFileName(folder)} opened on {device}, used and disposed", "s", "memory, MiB", "card, MiB"],
            rows);
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
