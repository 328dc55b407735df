using Clip.Devices;
using Clip.Hub;
using Clip.Models.Onnx;

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
    private readonly OnnxGraph? _textGraph;
    private readonly OnnxGraph? _imageGraph;
    private readonly ModelFolder _parts;
    private readonly Lazy<TextEncoder> _text;
    private readonly Lazy<ImageEncoder> _images;
    private readonly Lazy<string> _fingerprint;

    private ClipModel(ModelFolder parts, ClipModelOptions options)
    {
        _parts = parts;
        var config = ModelConfig.Read(parts.Config);
        _textGraph = parts.TextGraph is null ? null : OnnxGraph.Read(parts.TextGraph);
        _imageGraph = parts.ImageGraph == parts.TextGraph ? _textGraph : parts.ImageGraph is null ? null : OnnxGraph.Read(parts.ImageGraph);
        Dimension = FindDimension(config);
        LogitScale = LogitScale.From(config);

        var sessions = new SessionFactory(options.Device, options.Threads);
        _text = new Lazy<TextEncoder>(() => new TextEncoder(parts, Need(_textGraph, "text"), Dimension, config, sessions));
        _images = new Lazy<ImageEncoder>(() => new ImageEncoder(parts, Need(_imageGraph, "image"), Dimension, options.PictureLimits, sessions));
        _fingerprint = new Lazy<string>(() => ModelFingerprint.Compute(parts, new[] { _textGraph, _imageGraph }.OfType<OnnxGraph>().Distinct()));
    }

    /// <summary>The repository's name where the folder lies in the Hugging Face cache, else the folder's name.</summary>
    public string Name => HubCache.RepositoryOf(_parts.Folder) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_parts.Folder)));

    /// <summary>The folder that the model was read from.</summary>
    public string Folder => _parts.Folder;

    /// <summary>How the model's files are laid out.</summary>
    public ModelLayout Layout => _parts.Layout;

    /// <summary>The length of an embedding, the same for texts and pictures.</summary>
    public int Dimension { get; }

    /// <summary>Turns cosines into logits.</summary>
    public LogitScale LogitScale { get; }

    /// <summary>
    /// Tells this model from every other: 32 hexadecimal digits over weights, tokenizer, preprocessing and configuration.
    /// An index remembers it and refuses the vectors of another model.
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The text encoder. Its graph is loaded with the first text.</summary>
    /// <exception cref="ModelException">The folder has no text tower.</exception>
    public TextEncoder Text => _text.Value;

    /// <summary>The image encoder. Its graph is loaded with the first picture.</summary>
    /// <exception cref="ModelException">The folder has no image tower.</exception>
    public ImageEncoder Images => _images.Value;

    /// <summary>What the text tower's graph file says about itself; the same as <see cref="ImageGraph"/> in a combined model, null without a text tower.</summary>
    public OnnxGraph? TextGraph => _textGraph;

    /// <summary>What the image tower's graph file says about itself; null without an image tower.</summary>
    public OnnxGraph? ImageGraph => _imageGraph;

    /// <summary>Reads a model folder. The graphs themselves are loaded when they are first used.</summary>
    /// <param name="folder">A folder as downloaded: see <see cref="ModelLayout"/> for the forms known.</param>
    /// <param name="options">Device, threads, variant, limits.</param>
    /// <exception cref="ModelException">The folder holds no known model, or one of its files is missing or damaged.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static ClipModel Load(string folder, ClipModelOptions? options = null)
    {
        options ??= new ClipModelOptions();
        return new ClipModel(ModelFolder.Find(folder, options.Variant), options);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_text is { IsValueCreated: true, Value.IsLoaded: true })
            _text.Value.Session.Dispose();
        if (_images is { IsValueCreated: true, Value.IsLoaded: true })
            _images.Value.Session.Dispose();
    }

    private OnnxGraph Need(OnnxGraph? graph, string tower) => graph
        ?? throw new ModelException(_parts.Folder, $"has no {tower} tower", "use a model that has both, or download the missing graph");

    private int FindDimension(ModelConfig config)
    {
        var text = _textGraph is null ? null : LastSize(GraphSignature.TextEmbedding(_textGraph));
        var image = _imageGraph is null ? null : LastSize(GraphSignature.ImageEmbedding(_imageGraph));
        if (text is not null && image is not null && text != image)
            throw new ModelException(_parts.Folder, $"pairs a text tower of {text} dimensions with an image tower of {image}", "use two towers of the same model");
        return text ?? image ?? config.Count("projection_dim") ?? config.Count("embed_dim")
            ?? throw new ModelException(_parts.Folder, "does not say how long its embeddings are", "add \"projection_dim\" to its config.json");
    }

    private static int? LastSize(OnnxValue output) => output.Shape.Count == 2 ? (int?)output.Shape[1] : null;
}
