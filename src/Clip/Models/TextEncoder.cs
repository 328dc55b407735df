using Clip.Models;
using Clip.Models.ImageTower;
using Clip.Models.Onnx;
using Clip.Models.TextTower;
using Clip.Text;
using Microsoft.ML.OnnxRuntime;

namespace Clip;

/// <summary>
/// Turns texts into unit vectors of the model's embedding space. Thread-safe. The tokenizer and the graph are loaded on
/// first use; <see cref="ClipModel"/> owns both.
/// </summary>
public sealed class TextEncoder
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
    private readonly string _graph;

    internal TextEncoder(ModelTower tower, int dimensions, ClipModelOptions options, TowerSessions sessions)
    {
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
        _tokenizer = new(() => TextTokenizer.Load(graph, tower.Folder, tower.Config));
        _queryPrefix = new(() => _tokenizer.Value.QueryPrefix(options.Task, options.Language));
        CaptionLanguage = options.CaptionLanguage;
        _sessions = sessions;
        _graph = graph.Path;
    }

    /// <summary>The length of an embedding.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// The most tokens that the tower reads of a text, including special tokens. The rest is truncated.
    /// </summary>
    public int MaxLength => Rules.MaxLength;

    /// <summary>The model's tokenizer.</summary>
    internal HuggingFaceTokenizer Tokenizer => _tokenizer.Value.Tokenizer;

    /// <summary>Loads the tokenizer now, which otherwise happens on first use.</summary>
    /// <exception cref="TokenizerException">The model's tokenizer cannot be used.</exception>
    /// <exception cref="ModelException">The model folder has no tokenizer.</exception>
    public void LoadTokenizer() => _ = _tokenizer.Value;

    /// <summary>
    /// The language of captions, as the model was opened: <see cref="ClipModelOptions.CaptionLanguage"/>.
    /// </summary>
    public string? CaptionLanguage { get; }

    /// <summary>The device that the graph runs on. Loads the graph.</summary>
    public string Device => _sessions.Any.Device;

    /// <summary>How many texts of many are encoded at once. Loads the graph.</summary>
    internal int BatchSize =>
        _fixedBatch ?? Math.Max(FewRows, _sessions.For(many: true).BatchSize(MaxLength * BytesPerToken));

    internal bool IsLoaded => _sessions.IsLoaded;

    internal TowerSessions Sessions => _sessions;

    internal TextRules Rules => _tokenizer.Value.Rules;

    /// <summary>
    /// The token ids of a text as the tower takes them: with special tokens, truncated, before padding.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Another limit than <see cref="MaxLength"/>.</param>
    /// <exception cref="TokenizerException">
    /// The text is not valid UTF-16, or the tokenizer file cannot be used.
    /// </exception>
    public int[] Tokenize(string text, int? maxLength = null) =>
        _tokenizer.Value.Encode(text, maxLength ?? MaxLength, _queryPrefix.Value);

    /// <summary>
    /// Whether the tower reads only the beginning of a text because it is longer than <see cref="MaxLength"/>.
    /// </summary>
    public bool IsTruncated(string text) =>
        _tokenizer.Value.Encode(text, int.MaxValue, _queryPrefix.Value).Length > MaxLength;

    /// <summary>Whether the model's tokenizer knows the words of a text, as far as its tokens tell.</summary>
    public TextCoverage CoverageOf(string text) => CoverageCheck.Of(Tokenizer, text);

    /// <summary>The unit vector of one text.</summary>
    public float[] Encode(string text, CancellationToken cancellationToken = default)
    {
        var vector = new float[Dimensions];
        Encode([text], vector, cancellationToken);
        return vector;
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
        IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken = default) =>
        RefuseMissing(texts, EncodeEach(texts, destination, cancellationToken));

    /// <summary>
    /// As <see cref="Encode(IReadOnlyList{string}, Span{float}, CancellationToken)"/>, except that a text of which the
    /// model computes no usable embedding does not stop the others.
    /// </summary>
    /// <returns>The positions of such texts, whose rows are not numbers; usually empty.</returns>
    public IReadOnlyList<int> EncodeEach(
        IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken = default) =>
        Encode(texts, () => _queryPrefix.Value, destination, cancellationToken);

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
        CancellationToken cancellationToken = default) =>
        RefuseMissing(texts, EncodeEachCaption(texts, destination, language, cancellationToken));

    /// <summary>
    /// As <see cref="EncodeCaptions"/>, except that a caption of which the model computes no usable embedding does not
    /// stop the others.
    /// </summary>
    /// <returns>The positions of such captions, whose rows are not numbers; usually empty.</returns>
    public IReadOnlyList<int> EncodeEachCaption(
        IReadOnlyList<string> texts, Span<float> destination, string? language = null,
        CancellationToken cancellationToken = default) =>
        Encode(texts, () => _tokenizer.Value.CaptionPrefix(language), destination, cancellationToken);

    /// <summary>The error for a text of which the model computes no usable embedding.</summary>
    public ModelException NoEmbedding(string text) => ModelException.UselessTextEmbedding(_graph, text);

    private void RefuseMissing(IReadOnlyList<string> texts, IReadOnlyList<int> missing)
    {
        if (missing.Count > 0)
            throw NoEmbedding(texts[missing[0]]);
    }

    private IReadOnlyList<int> Encode(
        IReadOnlyList<string> texts, Func<TextPrefix> prefix, Span<float> destination,
        CancellationToken cancellationToken)
    {
        var needed = (long)texts.Count * Dimensions;
        if (destination.Length < needed)
            throw new ArgumentException($"{texts.Count} embeddings need {needed} floats", nameof(destination));

        var rows = TokenizeWhileLoading(texts, prefix);

        // Texts of similar length share a batch, so that little of the arithmetic is spent on padding.
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => rows[i].Length).ToArray();
        var batchSize = rows.Length > FewRows ? BatchSize : _fixedBatch ?? FewRows;
        var vectors = new float[Math.Min(batchSize, Math.Max(1, rows.Length)) * Dimensions];
        for (var start = 0; start < order.Length; start += batchSize)
        {
            var batch = order.AsSpan(start, Math.Min(batchSize, order.Length - start));
            var result = vectors.AsSpan(0, batch.Length * Dimensions);
            RunBatch(rows, batch, result, cancellationToken);
            RunAlone(rows, batch, result, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
                result.Slice(i * Dimensions, Dimensions).CopyTo(destination[(batch[i] * Dimensions)..]);
        }
        return MissingEmbedding.Find(destination[..(int)needed], Dimensions);
    }

    /// <summary>
    /// Runs texts without an embedding again, each alone: where activations are quantized for a whole batch, one text
    /// that overflows spoils the others.
    /// </summary>
    private void RunAlone(
        int[][] rows, ReadOnlySpan<int> batch, Span<float> vectors, CancellationToken cancellationToken)
    {
        if (batch.Length == 1 || _fixedBatch is not null)
            return;
        foreach (var i in MissingEmbedding.Find(vectors, Dimensions))
            RunBatch(rows, batch.Slice(i, 1), vectors.Slice(i * Dimensions, Dimensions), cancellationToken);
    }

    /// <summary>
    /// On first use, loads graph and tokenizer at the same time: both delay the answer to the first query.
    /// </summary>
    private int[][] TokenizeWhileLoading(IReadOnlyList<string> texts, Func<TextPrefix> prefix)
    {
        if (texts.Count == 0)
            return [];
        var loading = IsLoaded ? Task.CompletedTask : Task.Run(() => _sessions.For(many: texts.Count > FewRows));
        try
        {
            var tokenizer = _tokenizer.Value;
            var shared = prefix();
            var rows = new int[texts.Count][];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = tokenizer.Encode(texts[i], MaxLength, shared);
                tokenizer.RefuseUnknownIds(rows[i]);
            }
            return rows;
        }
        finally
        {
            // Loading must have ended when the caller disposes the model. Its errors are thrown again on use.
            loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    private void RunBatch(
        int[][] rows, ReadOnlySpan<int> batch, Span<float> destination, CancellationToken cancellationToken)
    {
        // A graph with a fixed batch takes exactly that many rows; the last text is repeated to fill them.
        var count = _fixedBatch ?? batch.Length;
        var length = Rules.FixedLength ?? Math.Max(1, rows[batch[^1]].Length);
        var ids = new int[count * length];
        var mask = new int[ids.Length];
        for (var row = 0; row < count; row++)
        {
            var tokens = rows[batch[Math.Min(row, batch.Length - 1)]];
            FillRow(tokens, ids.AsSpan(row * length, length), mask.AsSpan(row * length, length));
        }

        var session = _sessions.For(rows.Length > FewRows);
        List<string> names = [];
        List<OrtValue> values = [];
        try
        {
            Feed(_tokenIds, ids);
            var maskTensor = Feed(_mask, mask);
            Feed(_types, new int[ids.Length]);
            if (_dummy is not null && session.Takes(_dummy.Name))
            {
                names.Add(_dummy.Name);
                values.Add(_dummy.Create());
            }
            session.Run(names, values, maskTensor, batch.Length, destination, cancellationToken);
        }
        catch (ClipException) when (_dummy is not null && session.Takes(_dummy.Name) && _dummy.Grow())
        {
            RunBatch(rows, batch, destination, cancellationToken);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }

        OrtValue? Feed(OnnxValue? input, int[] numbers)
        {
            // The graph may have lost the input when the other tower was cut off.
            if (input is null || !session.Takes(input.Name))
                return null;
            names.Add(input.Name);
            values.Add(TokenTensor.Create(input, numbers, count));
            return values[^1];
        }
    }

    private void FillRow(int[] tokens, Span<int> ids, Span<int> mask)
    {
        var start = Rules.PadsLeft ? ids.Length - tokens.Length : 0;
        ids.Fill(Rules.PadId);
        tokens.CopyTo(ids[start..]);
        mask.Fill(Rules.AttendsPadding ? 1 : 0);
        mask.Slice(start, tokens.Length).Fill(1);
    }
}
