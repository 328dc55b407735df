using Clip.Devices;

namespace Clip.Diagnostics;

/// <summary>
/// Tries all devices with a model: which nodes of its graphs run where, how long a batch takes, and whether the
/// embeddings are those of the processor.
/// </summary>
internal sealed class DeviceSurvey
{
    private static readonly string[] Texts =
    [
        "a dog on the beach", "two cats sleeping on a red sofa", "sunset over the sea", "a street at night in the rain",
    ];

    private readonly string _textFolder;
    private readonly string _imageFolder;
    private readonly ClipModelOptions _options;

    /// <param name="textFolder">The folder of the model's text tower.</param>
    /// <param name="imageFolder">The folder of its image tower, usually the same.</param>
    /// <param name="options">
    /// The options of the model. <see cref="ClipModelOptions.Device"/> decides what is tried: with <c>auto</c>
    /// everything that <c>auto</c> would try, else the device named; and always the processor, to compare with.
    /// </param>
    public DeviceSurvey(string textFolder, string imageFolder, ClipModelOptions options)
    {
        _textFolder = textFolder;
        _imageFolder = imageFolder;
        _options = options.Clone();
        _options.CacheFolder = null;
        _options.FastStart = false;
    }

    /// <summary>Tries the devices, the processor first.</summary>
    /// <param name="cancellationToken">Stops between and inside the runs.</param>
    /// <returns>
    /// One report per device, usable or not: the processor, then the others in the order in which <c>auto</c> prefers
    /// them.
    /// </returns>
    /// <exception cref="ModelException">The model cannot be used at all.</exception>
    /// <exception cref="DeviceException">
    /// There is no device of that name, or ONNX Runtime itself does not start.
    /// </exception>
    public IReadOnlyList<DeviceReport> Run(CancellationToken cancellationToken = default)
    {
        var named = new SessionFactory(_options.Device.Name, _options.Threads).Named;
        var (toTry, passedOver) = SessionFactory.Candidates();
        if (named is not null)
            toTry = named == ExecutionProvider.Cpu ? [] : [named];

        using var picture = new TestPicture();
        var (processor, text, image) = Try("cpu", picture, null, null, cancellationToken);
        List<DeviceReport> reports = [processor];
        reports.AddRange(toTry.Select(provider => TryOther(provider.Device, picture, text, image, cancellationToken)));
        if (named is null)
        {
            reports.AddRange(passedOver.Select(static passed =>
                new DeviceReport(passed.Device, false, passed.Reason, null, null)));
        }
        return reports;
    }

    /// <summary>
    /// The device that <c>auto</c> uses for enough work: the first usable one after the processor, else the processor.
    /// </summary>
    /// <param name="reports">The result of <see cref="Run"/>.</param>
    public static string Choice(IReadOnlyList<DeviceReport> reports) =>
        reports.Skip(1).FirstOrDefault(static report => report.IsUsable)?.Device ?? reports[0].Device;

    private DeviceReport TryOther(
        string device, TestPicture picture, TowerTest.Outcome? text, TowerTest.Outcome? image,
        CancellationToken cancellationToken)
    {
        try
        {
            var (report, _, _) = Try(device, picture, text, image, cancellationToken);
            var cosine = Math.Min(report.Text?.Cosine ?? 1, report.Image?.Cosine ?? 1);
            return cosine >= Agreement.Required
                ? report
                : report with { IsUsable = false, Reason = Agreement.Describe(cosine) };
        }
        catch (ClipException error)
        {
            return new DeviceReport(device, false, error.Problem, null, null) { Error = error };
        }
    }

    private (DeviceReport Report, TowerTest.Outcome? Text, TowerTest.Outcome? Image) Try(
        string device, TestPicture picture, TowerTest.Outcome? textBaseline, TowerTest.Outcome? imageBaseline,
        CancellationToken cancellationToken)
    {
        using var shape = Open(null);
        TowerReport? text = null, image = null;
        TowerTest.Outcome? textOutcome = null, imageOutcome = null;
        if (shape.TextGraph is not null)
        {
            text = new TowerTest(
                Open, (model, rows) => EncodeTexts(model, rows, cancellationToken),
                static model => model.Text.BatchSize,
                static model => model.Text.Sessions.Any).Run(textBaseline, out textOutcome);
        }
        if (shape.ImageGraph is not null)
        {
            image = new TowerTest(
                Open, (model, rows) => picture.Encode(model.Image, rows, cancellationToken),
                static model => model.Image.BatchSize,
                static model => model.Image.Sessions.Any).Run(imageBaseline, out imageOutcome);
        }
        return (new DeviceReport(device, true, null, text, image), textOutcome, imageOutcome);

        ClipModel Open(string? profile)
        {
            var options = _options.Clone();
            options.Device = device;
            options.ProfilePrefix = profile;
            return ClipModel.Load(_textFolder, _imageFolder, options);
        }
    }

    private static float[] EncodeTexts(ClipModel model, int rows, CancellationToken cancellationToken)
    {
        var vectors = new float[rows * model.Dimensions];
        string[] texts = [.. Enumerable.Range(0, rows).Select(static i => Texts[i % Texts.Length])];
        model.Text.Encode(texts, vectors, cancellationToken);
        return vectors;
    }
}
