using System.Diagnostics;
using Clip.Devices;
using Clip.Models;
using Clip.Models.Caching;
using Clip.Models.Layouts;
using Clip.Models.Onnx;
using Clip.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clip;

/// <summary>
/// A dual encoder: a text tower and an image tower that map into one space, where the cosine of two unit vectors is
/// their similarity. Everything about it is read from its folder. Thread-safe; dispose it to release both graphs.
/// </summary>
/// <example>
/// <code>
/// using var model = ClipModel.Load("models/clip-mini");
/// float[] text = model.Text.Encode("a dog");
/// float[] picture = model.Image.Encode("dog.jpg");
/// </code>
/// </example>
public sealed partial class ClipModel : IDisposable
{
    private readonly ModelTower _textTower;
    private readonly ModelTower _imageTower;
    private readonly TowerSessions _textSessions;
    private readonly TowerSessions _imageSessions;
    private readonly Lazy<TextEncoder> _text;
    private readonly Lazy<ImageEncoder> _images;
    private readonly Lazy<string> _fingerprint;
    private readonly Lazy<(LogitScale Scale, LogitScaleSource Source)> _logitScale;

    private ClipModel(ModelFolder textFolder, ModelFolder imageFolder, ClipModelOptions options)
    {
        using var loading = ClipTelemetry.Activities.StartActivity("load model");
        (_textTower, _imageTower) = ModelTower.Read(textFolder, imageFolder);
        var dimensions = EmbeddingDimensions.Of(_textTower, _imageTower, options.Dimensions);
        FullDimensions = dimensions.Full;
        Reference = options.Reference ?? ReferenceOf(textFolder, imageFolder);
        RequestedVariant = options.Variant;
        RequestedDimensions = options.Dimensions;
        Precision = options.Precision ?? ModelPrecision.Fp32;
        Dimensions = dimensions.Used;
        Memory = options.Memory ?? MemoryBudget.Default;
        TrainedDimensions = dimensions.Trained;

        Logger = options.LoggerFactory?.CreateLogger(ClipLog.Category) ?? NullLogger.Instance;
        var cache = GraphCache.Open(options.CacheFolder, options.CacheLimit);
        var device = Precision == ModelPrecision.Int8 ? ClipDevice.Cpu : options.Device;
        var sessions = new SessionFactory(device.Name, options.Threads, options.ProfilePrefix);
        _textSessions = new TowerSessions(use => Open(_textTower, use), options.FastStart, static () => WorkerPlan.One);
        _imageSessions = new TowerSessions(use => Open(_imageTower, use), options.FastStart, () => sessions.Workers);
        // Both encoders, the fingerprint and the scale read further files, which not every caller needs.
        _text = new(() => new TextEncoder(_textTower, Name, Dimensions, options, _textSessions));
        _images = new(() => new ImageEncoder(_imageTower, Name, Dimensions, options, _imageSessions));
        _logitScale = new(() => LogitScaleReader.Read(_textTower.Config, TextGraph));
        _fingerprint = new(() => ModelFingerprint.Compute(
            _textTower, _imageTower, Dimensions == FullDimensions ? null : Dimensions, Precision, cache?.Location));
        if (Precision == ModelPrecision.Int8)
        {
            _quantization = new ModelQuantization(
                _textTower, _imageTower, FullDimensions, options, () => Text, () => Image);
        }

        EncoderSession Open(ModelTower tower, SessionUse use)
        {
            WeightsMemory.Require(tower.Graph!, options.MemoryLimit);
            var output = tower.Output! with { Length = FullDimensions };
            var started = Stopwatch.GetTimestamp();
            var session = _quantization is null ? EncoderSession.Open(tower.Graph!, output, sessions, cache, use)
                : tower == _textTower ? _quantization.OpenText(use)
                : _quantization.OpenImage(use);
            Report(tower == _textTower ? "text" : "image", session, Stopwatch.GetElapsedTime(started));
            return session;
        }
    }

    /// <summary>The folder's name; of two folders both names, joined by a plus sign.</summary>
    public string Name => _imageTower.Folder == _textTower.Folder
        ? NameOf(_textTower)
        : $"{NameOf(_textTower)}+{NameOf(_imageTower)}";

    /// <summary>
    /// What the user calls the model: <see cref="ClipModelOptions.Reference"/>, else the full path of its folder, or of
    /// both folders, joined by a comma.
    /// </summary>
    public string Reference { get; }

    /// <summary><see cref="ClipModelOptions.Variant"/> of the options that the model was opened with.</summary>
    internal string? RequestedVariant { get; }

    /// <summary><see cref="ClipModelOptions.Dimensions"/> of the options that the model was opened with.</summary>
    internal int? RequestedDimensions { get; }

    /// <summary>The folder that the model was read from; where each tower has its own, the text tower's.</summary>
    public string Folder => _textTower.Folder.Folder;

    /// <summary>
    /// The folder that the image tower was read from, the same as <see cref="Folder"/> unless two were given.
    /// </summary>
    public string ImageFolder => _imageTower.Folder.Folder;

    /// <summary>How the model's files are laid out; where each tower has its own folder, the text tower's.</summary>
    public ModelLayout Layout => _textTower.Folder.Layout;

    /// <summary>
    /// The weights in use: <c>fp32</c> for files without a suffix, <c>fp16</c>, <c>quantized</c>, …; where the towers
    /// differ both, joined by a plus sign.
    /// </summary>
    public string Variant => string.Join(
        '+',
        new[] { _textTower.Folder.Text?.Variant, _imageTower.Folder.Image?.Variant }.OfType<string>().Distinct());

    /// <summary>The weights that are available for every tower, in the order of preference.</summary>
    public IReadOnlyList<string> Variants =>
        (_textTower.Folder.Text?.Variants, _imageTower.Folder.Image?.Variants) switch
        {
            ({ } text, { } image) => [.. text.Where(image.Contains)],
            var (text, image) => text ?? image ?? [],
        };

    /// <summary>The length of an embedding, the same for texts and pictures.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// The length of the towers' embeddings, before <see cref="ClipModelOptions.Dimensions"/> truncates them.
    /// </summary>
    public int FullDimensions { get; }

    /// <summary>
    /// The lengths that the model states embeddings can be truncated to with little loss; empty for none.
    /// </summary>
    public IReadOnlyList<int> TrainedDimensions { get; }

    /// <summary>The logger of the model and of what searches with it.</summary>
    internal ILogger Logger { get; }

    /// <summary>The memory that pictures may take while they are read, decoded and encoded.</summary>
    public MemoryBudget Memory { get; }

    /// <summary>Converts cosines to logits.</summary>
    public LogitScale LogitScale => _logitScale.Value.Scale;

    /// <summary>Where <see cref="LogitScale"/> comes from.</summary>
    public LogitScaleSource LogitScaleSource => _logitScale.Value.Source;

    /// <summary>
    /// What was decided that no file of the model states, and why: one line of plain text each. Reads the tokenizer.
    /// </summary>
    /// <exception cref="ClipException">The tokenizer or the preprocessing configuration cannot be used.</exception>
    public IReadOnlyList<string> Decisions =>
    [
        .. TextGraph is null || Text.Rules.Decision is not { } text ? (IEnumerable<string>)[] : [text],
        .. TextGraph is null ? [] : Text.Rules.Warnings,
        .. ImageGraph is null || Image.Decision is not { } pictures ? (IEnumerable<string>)[] : [pictures],
        .. LogitScaleSource == LogitScaleSource.Assumed ? [LogitScaleReader.Assumption] : (IEnumerable<string>)[],
    ];

    /// <summary>
    /// Identifies the model: 32 hexadecimal digits over weights, tokenizer, preprocessing, configuration and the
    /// dimension that embeddings are truncated to. An index stores it and refuses the vectors of another model.
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The text encoder. Its graph is loaded for the first text.</summary>
    /// <exception cref="ModelException">The folder has no text tower.</exception>
    public TextEncoder Text => _text.Value;

    /// <summary>The image encoder. Its graph is loaded for the first picture.</summary>
    /// <exception cref="ModelException">The folder has no image tower.</exception>
    public ImageEncoder Image => _images.Value;

    /// <summary>
    /// The text tower's graph file; the same as <see cref="ImageGraph"/> in a combined model, null without a text
    /// tower.
    /// </summary>
    internal OnnxGraph? TextGraph => _textTower.Graph;

    /// <summary>The image tower's graph file; null without an image tower.</summary>
    internal OnnxGraph? ImageGraph => _imageTower.Graph;

    /// <summary>
    /// Where the towers run whose graphs are loaded; <c>auto</c> may move them. A combined model's graph is loaded once
    /// per tower.
    /// </summary>
    public IReadOnlyList<TowerDevice> Devices
    {
        get
        {
            List<TowerDevice> devices = [];
            if (_textSessions.IsLoaded)
                devices.Add(_textSessions.Any.On("text"));
            if (_imageSessions.IsLoaded)
                devices.Add(_imageSessions.Any.On("image"));
            return devices;
        }
    }

    /// <summary>Reads a model folder. The graphs themselves are loaded on first use.</summary>
    /// <param name="folder">A folder as downloaded: see <see cref="ModelLayout"/> for the known layouts.</param>
    /// <param name="options">Device, threads, variant, limits.</param>
    /// <exception cref="ModelException">
    /// The folder has no known layout, or one of its files is missing or damaged.
    /// </exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static ClipModel Load(string folder, ClipModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options = options?.Clone() ?? new ClipModelOptions();
        var parts = ModelFolder.Find(folder, options.Variant);
        return new ClipModel(parts, parts, options);
    }

    /// <summary>
    /// Reads the two towers of a model from a folder each. The graphs themselves are loaded on first use.
    /// </summary>
    /// <param name="textFolder">The folder of the text tower; an image tower in it is ignored.</param>
    /// <param name="imageFolder">
    /// The folder of the image tower; a text tower in it is ignored. The same folder twice is one model.
    /// </param>
    /// <param name="options">Device, threads, variant, limits.</param>
    /// <exception cref="ModelException">
    /// A folder lacks its tower, the towers do not fit, or a file is missing or damaged.
    /// </exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static ClipModel Load(string textFolder, string imageFolder, ClipModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(textFolder);
        ArgumentException.ThrowIfNullOrWhiteSpace(imageFolder);
        if (textFolder == imageFolder)
            return Load(textFolder, options);
        options = options?.Clone() ?? new ClipModelOptions();
        var text = ModelFolder.Find(textFolder, options.Variant);
        var image = ModelFolder.Find(imageFolder, options.Variant);
        const string order = "give the folder of the text tower first, then that of the image tower";
        if (text.Text is null)
            throw new ModelException(textFolder, "has no text tower", order);
        if (image.Image is null)
            throw new ModelException(imageFolder, "has no image tower", order);
        return new ClipModel(text, image, options);
    }

    /// <summary>How similar two embeddings are: of texts or pictures, of this model or another one.</summary>
    /// <param name="a">A unit vector.</param>
    /// <param name="b">A unit vector of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <example><code>
    /// var cosine = ClipModel.Compare(model.Text.Encode("a dog"), model.Image.Encode("dog.jpg")).Cosine;
    /// </code></example>
    public static VectorComparison Compare(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => VectorComparison.Of(a, b);

    /// <summary>
    /// Releases both graphs. Runs that have begun end first, and every later use of a graph, by any thread, throws
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        _textSessions.Dispose();
        _imageSessions.Dispose();
        _quantization?.Dispose();
    }

    private void Report(string tower, EncoderSession session, TimeSpan elapsed)
    {
        if (!Logger.IsEnabled(LogLevel.Information))
            return;
        ClipLog.TowerLoaded(Logger, tower, Name, session.Device, elapsed.TotalMilliseconds);
        foreach (var passed in session.PassedOver.Where(static passed => passed.WasCandidate))
            ClipLog.DevicePassedOver(Logger, tower, Name, passed.Device, passed.Reason);
    }

    private static string ReferenceOf(ModelFolder text, ModelFolder image) => text == image
        ? Path.GetFullPath(text.Folder)
        : $"{Path.GetFullPath(text.Folder)},{Path.GetFullPath(image.Folder)}";

    /// <summary>
    /// The repository's name where the folder is part of the Hugging Face cache, else the folder's own.
    /// </summary>
    private static string NameOf(ModelTower tower)
    {
        var folder = Path.GetFullPath(tower.Folder.Folder);
        return HubFolder.RepositoryOf(folder) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
    }
}
