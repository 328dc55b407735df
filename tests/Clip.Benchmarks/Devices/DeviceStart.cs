using System.Diagnostics;
using Clip.Devices;

namespace Clip.Benchmarks.Devices;

/// <summary>
/// Finds the device to measure and how long its first use in the process takes, which no later use shows.
/// </summary>
/// <param name="Device">The device's name.</param>
/// <param name="First">The time until a model was open and had encoded its first text.</param>
internal sealed record DeviceStart(string Device, TimeSpan First)
{
    /// <summary>The device named, or the first one that works; null where there is none, which is reported.</summary>
    public static DeviceStart? Find(string? named, Report report)
    {
        IReadOnlyList<string> names =
            named is null ? [.. SessionFactory.Candidates().ToTry.Select(static provider => provider.Device)] : [named];
        if (names.Count == 0)
            report.Remark("Skipped: this build of ONNX Runtime has no device besides the processor.");
        foreach (var name in names)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                using var model = ClipModel.Load(Checkout.Model, new ClipModelOptions { Device = name });
                model.Text.Encode("a dog");
                return new DeviceStart(name, Stopwatch.GetElapsedTime(started));
            }
            catch (DeviceException error)
            {
                report.Remark($"{name} is skipped: {error.Problem}.");
            }
        }
        return null;
    }

    /// <summary>Reports what a first query and the move to the device cost.</summary>
    public void Measure(Report report, string folder)
    {
        List<string[]> rows = [["first text of the process", Milliseconds(First)]];
        foreach (var device in new[] { ClipDevice.Cpu, new ClipDevice(Device) })
        {
            using var model = ClipModel.Load(folder, new ClipModelOptions { Device = device });
            rows.Add([$"{device}: first text of a model", Milliseconds(Time(() => model.Text.Encode("a dog")))]);
            using var batch = DevicePictures.Batch(model, model.Image.BatchSize);
            var vectors = new float[batch.Capacity * model.Dimensions];
            void Encode() => model.Image.Encode(batch, batch.Capacity, vectors);
            rows.Add([$"{device}: first {batch.Capacity} pictures", Milliseconds(Time(Encode))]);
            rows.Add([$"{device}: next {batch.Capacity} pictures", Milliseconds(Time(Encode))]);
        }
        rows.AddRange(TakeOver(folder));
        report.Table([$"{Path.GetFileName(folder)}: start of {Device}", "ms"], rows);
    }

    /// <summary>With <c>auto</c>, pictures one by one until the device has taken over.</summary>
    private static IEnumerable<string[]> TakeOver(string folder)
    {
        const int most = 1000;
        using var model = ClipModel.Load(folder, new ClipModelOptions { Device = ClipDevice.Auto });
        using var batch = DevicePictures.Batch(model, 1);
        var vector = new float[model.Dimensions];
        var (begun, slowest, count) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, 0);
        while (model.Image.Device == ClipDevice.Cpu && count++ < most)
        {
            var time = Time(() => model.Image.Encode(batch, 1, vector));
            slowest = time > slowest ? time : slowest;
        }
        var all = Stopwatch.GetElapsedTime(begun);
        yield return [$"auto: {count} pictures until {model.Image.Device} computes", Milliseconds(all)];
        yield return ["auto: the slowest of them, which opens and compares the device", Milliseconds(slowest)];
    }

    private static TimeSpan Time(Action run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(started);
    }

    private static string Milliseconds(TimeSpan time) => Report.Number(time.TotalMilliseconds);
}
