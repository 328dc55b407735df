using Clip.Models;
using Clip.Models.ImageTower;
using Clip.Models.Onnx;
using Clip.Models.TextTower;

namespace Clip;

/// <summary>
/// Turns texts into unit vectors of the model's embedding space. Thread-safe. The tokenizer and the graph are loaded on
/// first use; <see cref="ClipModel"/> owns both.
/// </summary>
public sealed partial class TextEncoder
{
    // Enough rows to keep two cores busy; more only makes the padding of unequal texts cost more.
    private const int FewRows = 32;
    private const int BytesPerToken = sizeof(long);

    private readonly OnnxValue _tokenIds;
    private readonly OnnxValue? _mask;
    private readonly OnnxValue? _types;
    private readonly DummyPicture? _dummy;
    private readonly int? _fixedBatch;
    private readonly Lazy<TextTokenizer> _tokenizer;
    private readonly Lazy<TextPrefix> _queryPrefix;
    private readonly TowerSessions _sessions;
    private readonly string? _remedy;
    private readonly string _graph;
    private readonly string _model;

    internal TextEncoder(
        ModelTower tower, string model, int dimensions, ClipModelOptions options, TowerSessions sessions)
    {
        _model = model;
        var graph = tower.Require("text");
        Dimensions = dimensions;
        _tokenIds = GraphSignature.TokenIds(graph)
            ?? throw new ModelException(graph.Path, "takes no token ids", "give the graph of a text tower");
        GraphSignature.RefuseUnknownInputs(graph);
        _mask = GraphSignature.AttentionMask(graph);
        _types = GraphSignature.TokenTypes(graph);
        if (GraphSignature.Pixels(graph) is { } pixels)
            _dummy = new DummyPicture(graph, pixels, tower.Config);
        _fixedBatch = FixedBatch.Of(graph, _tokenIds);
        // The tokenizer is read while the graph is loaded. A wrong task is an error of queries, not of captions.
        _tokenizer = new(() =>
        {
            using var loading = ClipTelemetry.Activities.StartActivity("load tokenizer");
            var tokenizer = TextTokenizer.Load(graph, tower.Folder, tower.Config, options.Tokenizer);
            foreach (var warning in tokenizer.Rules.Warnings)
                options.Doubt(model, warning);
            return tokenizer;
        });
        _remedy = TextWarnings.RemedyOf(tower.Folder, tower.Config);
        _queryPrefix = new(() => _tokenizer.Value.QueryPrefix(options.Task, options.Language));
        CaptionLanguage = options.CaptionLanguage;
        _sessions = sessions;
        _graph = graph.Path;
    }

    /// <summary>The length of an embedding.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// The language of captions, as the model was opened: <see cref="ClipModelOptions.CaptionLanguage"/>.
    /// </summary>
    public string? CaptionLanguage { get; }

    /// <summary>The device that the graph runs on. Loads the graph.</summary>
    public ClipDevice Device => _sessions.Any.Device;

    /// <summary>How many texts of many are encoded at once. Loads the graph.</summary>
    internal int BatchSize =>
        _fixedBatch ?? Math.Max(FewRows, _sessions.For(many: true).BatchSize(MaxLength * BytesPerToken));

    internal bool IsLoaded => _sessions.IsLoaded;

    internal TowerSessions Sessions => _sessions;

    internal TextRules Rules => _tokenizer.Value.Rules;

    /// <summary>The unit vector of one text.</summary>
    /// <param name="text">The text; an empty one is valid.</param>
    /// <param name="cancellationToken">Stops inside the graph.</param>
    /// <returns><see cref="Dimensions"/> numbers.</returns>
    /// <exception cref="TokenizerException">The text is not valid UTF-16.</exception>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, or computes no usable embedding of the text.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public float[] Encode(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var vector = new float[Dimensions];
        Encode([text], vector, cancellationToken);
        return vector;
    }

    /// <summary>The unit vectors of many texts, encoded in batches.</summary>
    /// <param name="texts">The texts; an empty one is valid.</param>
    /// <param name="progress">Receives the number of texts that are encoded, after each batch.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <returns>One vector of <see cref="Dimensions"/> numbers per text, in their order.</returns>
    /// <inheritdoc cref="Encode(string, CancellationToken)" path="/exception"/>
    public float[][] Encode(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireTexts(texts);
        var vectors = new float[texts.Count * Dimensions];
        RefuseMissing(texts, Encode(texts, () => _queryPrefix.Value, vectors, progress, out _, cancellationToken));
        return [.. vectors.Chunk(Dimensions)];
    }

    /// <summary>The unit vectors of many texts.</summary>
    /// <param name="texts">The texts; an empty one is valid.</param>
    /// <param name="destination">Receives texts × <see cref="Dimensions"/> floats, in the order of the texts.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too small.</exception>
    /// <exception cref="TokenizerException">A text is not valid UTF-16.</exception>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, or computes no usable embedding of a text.
    /// </exception>
    public void Encode(
        IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        RefuseMissing(texts, EncodeEach(texts, destination, cancellationToken));
    }

    /// <summary>
    /// As <see cref="Encode(IReadOnlyList{string}, Span{float}, CancellationToken)"/>, except that a text of which the
    /// model computes no usable embedding does not stop the others.
    /// </summary>
    /// <returns>The positions of such texts, whose rows are not numbers; usually empty.</returns>
    public IReadOnlyList<int> EncodeEach(
        IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EncodeEach(texts, destination, out _, cancellationToken);
    }

    /// <summary>
    /// The unit vectors of texts that queries are compared with, such as the captions of an index: a model that was
    /// trained with an instruction for queries has another one for these, or none.
    /// </summary>
    /// <param name="texts">The captions.</param>
    /// <param name="destination">Receives texts × <see cref="Dimensions"/> floats, in the order of the texts.</param>
    /// <param name="language">
    /// Their language, for models whose tokenizer marks it: see <see cref="ClipModelOptions.Language"/>; null for the
    /// tokenizer's own default.
    /// </param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too small.</exception>
    /// <exception cref="TokenizerException">A text is not valid UTF-16.</exception>
    /// <exception cref="ModelException">
    /// The graph cannot be loaded or run, computes no usable embedding of a caption, or the model knows no such
    /// language.
    /// </exception>
    public void EncodeCaptions(
        IReadOnlyList<string> texts, Span<float> destination, string? language = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        RefuseMissing(texts, EncodeEachCaption(texts, destination, language, cancellationToken));
    }

    /// <summary>
    /// As <see cref="EncodeCaptions"/>, except that a caption of which the model computes no usable embedding does not
    /// stop the others.
    /// </summary>
    /// <returns>The positions of such captions, whose rows are not numbers; usually empty.</returns>
    public IReadOnlyList<int> EncodeEachCaption(
        IReadOnlyList<string> texts, Span<float> destination, string? language = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return EncodeEachCaption(texts, destination, language, out _, cancellationToken);
    }

    /// <summary>The error for a text of which the model computes no usable embedding.</summary>
    internal ModelException NoEmbedding(string text) => ModelException.UselessTextEmbedding(_graph, text);
}
