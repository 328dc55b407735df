using Clip.Devices;
using Clip.Images;
using Clip.Models;

namespace Clip.Diagnostics;

/// <summary>
/// Tries every device that there is with a model: which nodes of its graphs run where, how long a batch takes, and
/// whether the embeddings are those of the processor.
/// </summary>
public sealed class DeviceSurvey
{
    private static readonly string[] Texts = ["a dog on the beach", "two cats sleeping on a red sofa", "sunset over the sea", "a street at night in the rain"];

    private readonly string _textFolder;
    private readonly string _imageFolder;
    private readonly ClipModelOptions _options;

    /// <param name="textFolder">The folder of the model's text tower.</param>
    /// <param name="imageFolder">The folder of its image tower, mostly the same.</param>
    /// <param name="options">As the model would be opened. <see cref="ClipModelOptions.Device"/> decides what is tried:
    /// with <c>auto</c> everything that <c>auto</c> would try, else the device named. The processor is always there to compare.</param>
    public DeviceSurvey(string textFolder, string imageFolder, ClipModelOptions options)
    {
        _textFolder = textFolder;
        _imageFolder = imageFolder;
        _options = options with { CacheFolder = null, Once = false };
    }

    /// <summary>Tries the devices, the processor first.</summary>
    /// <param name="cancellationToken">Stops between and inside the runs.</param>
    /// <returns>One report a device, those that cannot be used included, in the order in which <c>auto</c> prefers them after the processor.</returns>
    /// <exception cref="ModelException">The model cannot be used at all.</exception>
    /// <exception cref="DeviceException">There is no device of the name given, or ONNX Runtime itself does not start.</exception>
    public IReadOnlyList<DeviceReport> Run(CancellationToken cancellationToken = default)
    {
        var named = new SessionFactory(_options.Device, _options.Threads).Named;
        var (toTry, passedOver) = SessionFactory.Candidates();
        if (named is not null)
            toTry = named == ExecutionProvider.Cpu ? [] : [named];

        using var picture = new TestPicture();
        var (processor, text, image) = Try("cpu", picture, null, null, cancellationToken);
        List<DeviceReport> reports = [processor];
        reports.AddRange(toTry.Select(provider => TryOther(provider.Device, picture, text, image, cancellationToken)));
        if (named is null)
            reports.AddRange(passedOver.Select(static passed => new DeviceReport(passed.Device, false, passed.Reason, null, null)));
        return reports;
    }

    /// <summary>The device that <c>auto</c> takes for work that repays its start-up: the first usable one after the processor, else the processor.</summary>
    /// <param name="reports">What <see cref="Run"/> gave.</param>
    public static string Choice(IReadOnlyList<DeviceReport> reports) =>
        reports.Skip(1).FirstOrDefault(static report => report.IsUsable)?.Device ?? reports[0].Device;

    private DeviceReport TryOther(string device, TestPicture picture, TowerTest.Outcome? text, TowerTest.Outcome? image, CancellationToken cancellationToken)
    {
        try
        {
            var (report, _, _) = Try(device, picture, text, image, cancellationToken);
            var least = Math.Min(report.Text?.Cosine ?? 1, report.Image?.Cosine ?? 1);
            return least >= Agreement.Required ? report : report with { IsUsable = false, Reason = Agreement.Describe(least) };
        }
        catch (ClipException error)
        {
            return new DeviceReport(device, false, error.Remedy is null ? error.Problem : $"{error.Problem}; {error.Remedy}", null, null);
        }
    }

    private (DeviceReport Report, TowerTest.Outcome? Text, TowerTest.Outcome? Image) Try(
        string device, TestPicture picture, TowerTest.Outcome? textBaseline, TowerTest.Outcome? imageBaseline, CancellationToken cancellationToken)
    {
        ClipModel Open(string? profile) => ClipModel.Load(_textFolder, _imageFolder, _options with { Device = device, ProfilePrefix = profile });

        using var shape = Open(null);
        TowerReport? text = null, image = null;
        TowerTest.Outcome? textOutcome = null, imageOutcome = null;
        if (shape.TextGraph is not null)
        {
            text = new TowerTest(
                Open, (model, rows) => EncodeTexts(model, rows, cancellationToken), static model => model.Text.BatchSize,
                static model => model.Text.Sessions.Any).Run(textBaseline, out textOutcome);
        }
        if (shape.ImageGraph is not null)
        {
            image = new TowerTest(
                Open, (model, rows) => picture.Encode(model.Images, rows, cancellationToken), static model => model.Images.BatchSize,
                static model => model.Images.Sessions.Any).Run(imageBaseline, out imageOutcome);
        }
        return (new DeviceReport(device, true, null, text, image), textOutcome, imageOutcome);
    }

    private static float[] EncodeTexts(ClipModel model, int rows, CancellationToken cancellationToken)
    {
        var vectors = new float[rows * model.Dimension];
        model.Text.Encode([.. Enumerable.Range(0, rows).Select(static i => Texts[i % Texts.Length])], vectors, cancellationToken);
        return vectors;
    }

    /// <summary>A picture with edges, slopes and grain, so that a wrong kernel shows.</summary>
    private sealed class TestPicture : IDisposable
    {
        private const int Size = 256;
        private readonly string _path = Path.Combine(Path.GetTempPath(), $"clip-test-{Environment.ProcessId}-{Guid.NewGuid():N}.png");

        public TestPicture()
        {
            var pixels = new byte[Size * Size * 3];
            var grain = new Random(1);
            for (var i = 0; i < pixels.Length; i++)
            {
                var (x, y) = (i / 3 % Size, i / 3 / Size);
                var slope = (i % 3) switch { 0 => x, 1 => y, _ => (x + y) / 2 };
                pixels[i] = (byte)((x / 32 + y / 64) % 2 == 0 ? slope : 200 + grain.Next(40) - 20);
            }
            PngFile.Write(_path, pixels, Size, Size);
        }

        public float[] Encode(ImageEncoder encoder, int rows, CancellationToken cancellationToken)
        {
            using var picture = encoder.Preprocessor.Decode(_path, DecodeMode.Exact, cancellationToken);
            // Room for two at least: who asks for one row is a batch of one, not a single query.
            using var batch = encoder.CreateBatch(Math.Max(rows, 2));
            for (var row = 0; row < rows; row++)
                batch.Write(row, picture);
            var vectors = new float[rows * encoder.Dimension];
            encoder.Encode(batch, rows, vectors, cancellationToken);
            return vectors;
        }

        public void Dispose() => File.Delete(_path);
    }
}
