using Clip.Devices;
using Clip.Models.Caching;
using Clip.Models.Onnx;
using Clip.Vectors;

namespace Clip.Models;

/// <summary>
/// A dual encoder: a text tower and an image tower that map into one space, where the cosine of two unit vectors is
/// their likeness. Everything about it is read from its folder. Thread-safe; dispose it to release both graphs.
/// </summary>
/// <example>
/// <code>
/// using var model = ClipModel.Load("models/clip-mini");
/// float[] text = model.Text.Encode("a dog");
/// float[] picture = model.Images.Encode("dog.jpg");
/// </code>
/// </example>
public sealed class ClipModel : IDisposable
{
    private readonly ModelFolder _textFolder;
    private readonly ModelFolder _imageFolder;
    private readonly TowerSessions _textSessions;
    private readonly TowerSessions _imageSessions;
    private readonly Lazy<TextEncoder> _text;
    private readonly Lazy<ImageEncoder> _images;
    private readonly Lazy<string> _fingerprint;
    private readonly Lazy<LogitScale> _logitScale;

    private ClipModel(ModelFolder textFolder, ModelFolder imageFolder, ClipModelOptions options)
    {
        _textFolder = textFolder;
        _imageFolder = imageFolder;
        var textConfig = ModelConfig.Read(textFolder.Config);
        var imageConfig = imageFolder == textFolder ? textConfig : ModelConfig.Read(imageFolder.Config);
        TextGraph = textFolder.Text is null ? null : OnnxGraph.Read(textFolder.Text.Path);
        ImageGraph = imageFolder.Image is null ? null
            : imageFolder.Image == textFolder.Text ? TextGraph : OnnxGraph.Read(imageFolder.Image.Path);

        var textOutput = TextGraph is null ? null : EmbeddingOutput.OfText(TextGraph, textFolder);
        var imageOutput = ImageGraph is null ? null : EmbeddingOutput.OfImage(ImageGraph);
        var dimensions = EmbeddingDimensions.Of(textFolder, imageFolder, textConfig, imageConfig, textOutput?.Length, imageOutput?.Length, options.Dimensions);
        FullDimension = dimensions.Full;
        Dimension = dimensions.Used;
        TrainedDimensions = dimensions.Trained;

        var cache = GraphCache.Open(options.CacheFolder);
        var sessions = new SessionFactory(options.Device, options.Threads, options.ProfilePrefix);
        _textSessions = new TowerSessions(use => Open(TextGraph!, textOutput!, use), options.Once, static () => 1);
        _imageSessions = new TowerSessions(use => Open(ImageGraph!, imageOutput!, use), options.Once, () => sessions.Workers);
        _text = new Lazy<TextEncoder>(() => new TextEncoder(textFolder, Need(TextGraph, textFolder, "text"), Dimension, textConfig, options, _textSessions));
        _images = new Lazy<ImageEncoder>(() => new ImageEncoder(imageFolder, Need(ImageGraph, imageFolder, "image"), Dimension, imageConfig, options, _imageSessions));
        _logitScale = new Lazy<LogitScale>(() => LogitScaleReader.Read(textConfig, TextGraph));
        _fingerprint = new Lazy<string>(() => ModelFingerprint.Compute(
            textFolder, imageFolder, TextGraph, ImageGraph, textOutput?.Modules, Dimension == FullDimension ? null : Dimension));

        EncoderSession Open(OnnxGraph graph, EmbeddingOutput output, SessionUse use)
        {
            WeightsMemory.Require(graph, options.MemoryLimit);
            return EncoderSession.Open(graph, output with { Length = FullDimension }, sessions, cache, use);
        }
    }

    /// <summary>The folder's name; of two folders both names, joined by a plus sign.</summary>
    public string Name => _imageFolder == _textFolder ? NameOf(_textFolder) : $"{NameOf(_textFolder)}+{NameOf(_imageFolder)}";

    /// <summary>The folder that the model was read from; where each tower has its own, the text tower's.</summary>
    public string Folder => _textFolder.Folder;

    /// <summary>The folder that the image tower was read from, the same as <see cref="Folder"/> unless two were given.</summary>
    public string ImageFolder => _imageFolder.Folder;

    /// <summary>How the model's files are laid out; where each tower has its own folder, the text tower's.</summary>
    public ModelLayout Layout => _textFolder.Layout;

    /// <summary>
    /// Which weights were taken: <c>fp32</c> for files without a suffix, <c>fp16</c>, <c>quantized</c>, …; both, joined by
    /// a plus sign, where the towers differ.
    /// </summary>
    public string Variant => string.Join('+', new[] { _textFolder.Text?.Variant, _imageFolder.Image?.Variant }.OfType<string>().Distinct());

    /// <summary>The weights that could have been taken for every tower, in the order of preference.</summary>
    public IReadOnlyList<string> Variants => (_textFolder.Text?.Variants, _imageFolder.Image?.Variants) switch
    {
        ({ } text, { } image) => [.. text.Where(image.Contains)],
        var (text, image) => text ?? image ?? [],
    };

    /// <summary>The length of an embedding, the same for texts and pictures.</summary>
    public int Dimension { get; }

    /// <summary>The length of an embedding as the towers make it, before <see cref="ClipModelOptions.Dimensions"/> cuts it.</summary>
    public int FullDimension { get; }

    /// <summary>The lengths that embeddings can be cut to with little loss, as far as the model says; empty where it says none.</summary>
    public IReadOnlyList<int> TrainedDimensions { get; }

    /// <summary>Turns cosines into logits.</summary>
    public LogitScale LogitScale => _logitScale.Value;

    /// <summary>
    /// Tells this model from every other: 32 hexadecimal digits over weights, tokenizer, preprocessing, configuration and
    /// the dimension that embeddings are cut to. An index remembers it and refuses the vectors of another model.
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The text encoder. Its graph is loaded with the first text.</summary>
    /// <exception cref="ModelException">The folder has no text tower.</exception>
    public TextEncoder Text => _text.Value;

    /// <summary>The image encoder. Its graph is loaded with the first picture.</summary>
    /// <exception cref="ModelException">The folder has no image tower.</exception>
    public ImageEncoder Images => _images.Value;

    /// <summary>What the text tower's graph file says about itself; the same as <see cref="ImageGraph"/> in a combined model, null without a text tower.</summary>
    public OnnxGraph? TextGraph { get; }

    /// <summary>What the image tower's graph file says about itself; null without an image tower.</summary>
    public OnnxGraph? ImageGraph { get; }

    /// <summary>Where the towers run whose graphs are loaded; <c>auto</c> may move them. A combined model's graph is loaded once a tower.</summary>
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

    /// <summary>Reads a model folder. The graphs themselves are loaded when they are first used.</summary>
    /// <param name="folder">A folder as downloaded: see <see cref="ModelLayout"/> for the forms known.</param>
    /// <param name="options">Device, threads, variant, limits.</param>
    /// <exception cref="ModelException">The folder holds no known model, or one of its files is missing or damaged.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static ClipModel Load(string folder, ClipModelOptions? options = null)
    {
        options ??= new ClipModelOptions();
        var parts = ModelFolder.Find(folder, options.Variant);
        return new ClipModel(parts, parts, options);
    }

    /// <summary>Reads the two towers of a model from a folder each. The graphs themselves are loaded when they are first used.</summary>
    /// <param name="textFolder">The folder of the text tower; an image tower in it is left alone.</param>
    /// <param name="imageFolder">The folder of the image tower; a text tower in it is left alone. The same folder twice is one model.</param>
    /// <param name="options">Device, threads, variant, limits.</param>
    /// <exception cref="ModelException">A folder lacks its tower, the towers do not fit, or a file is missing or damaged.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static ClipModel Load(string textFolder, string imageFolder, ClipModelOptions? options = null)
    {
        if (textFolder == imageFolder)
            return Load(textFolder, options);
        options ??= new ClipModelOptions();
        var (text, image) = (ModelFolder.Find(textFolder, options.Variant), ModelFolder.Find(imageFolder, options.Variant));
        if (text.Text is null)
            throw new ModelException(textFolder, "has no text tower", "give the folder of the text tower first, then that of the image tower");
        if (image.Image is null)
            throw new ModelException(imageFolder, "has no image tower", "give the folder of the text tower first, then that of the image tower");
        return new ClipModel(text, image, options);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _textSessions.Dispose();
        _imageSessions.Dispose();
    }

    private static OnnxGraph Need(OnnxGraph? graph, ModelFolder folder, string tower) => graph
        ?? throw new ModelException(folder.Folder, $"has no {tower} tower", "use a model that has both, download the missing graph, or give the other tower's folder too");

    /// <summary>The repository's name where the folder lies in the Hugging Face cache, else the folder's own.</summary>
    private static string NameOf(ModelFolder folder) =>
        HubFolder.RepositoryOf(folder.Folder) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Folder)));
}
