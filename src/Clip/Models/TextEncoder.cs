using Clip.Models.Onnx;
using Clip.Text;
using Microsoft.ML.OnnxRuntime;

namespace Clip.Models;

/// <summary>
/// Turns texts into unit vectors of the model's embedding space. Thread-safe. The tokenizer and the graph are loaded
/// when first needed; <see cref="ClipModel"/> owns both.
/// </summary>
public sealed class TextEncoder
{
    // Enough rows to keep two cores busy; more only makes the padding of unequal texts cost more.
    private const int FewRows = 32;
    private const int BytesOfToken = sizeof(long);

    private readonly ModelFolder _folder;
    private readonly OnnxValue _tokenIds;
    private readonly OnnxValue? _mask;
    private readonly OnnxValue? _types;
    private readonly DummyPicture? _dummy;
    private readonly int? _fixedBatch;
    private readonly Lazy<Tokenizer> _tokenizer;
    private readonly Lazy<TextRules> _rules;
    private readonly Lazy<TextPrefix> _prefix;
    private readonly Func<string?, TextPrefix> _captionPrefix;
    private readonly TowerSessions _sessions;

    internal TextEncoder(ModelFolder folder, OnnxGraph graph, int dimension, ModelConfig config, ClipModelOptions options, TowerSessions sessions)
    {
        _folder = folder;
        Dimension = dimension;
        _tokenIds = GraphSignature.TokenIds(graph)
            ?? throw new ModelException(graph.Path, "takes no token ids", "give the graph of a text tower");
        GraphSignature.RefuseUnknownInputs(graph);
        _mask = GraphSignature.AttentionMask(graph);
        _types = GraphSignature.TokenTypes(graph);
        _dummy = GraphSignature.Pixels(graph) is { } pixels ? new DummyPicture(graph, pixels, config) : null;
        _fixedBatch = FixedBatch.Of(graph, _tokenIds);

        var file = new Lazy<Tokenizer>(() => LoadTokenizer(folder));
        _rules = new Lazy<TextRules>(() => TextRules.From(graph, folder, config, file.Value));
        _tokenizer = new Lazy<Tokenizer>(() => _rules.Value.Lowercase ? file.Value.WithLowercase() : file.Value);
        _prefix = new Lazy<TextPrefix>(() => TextPrefix.From(folder, config, _tokenizer.Value, options.Task, options.Language));
        _captionPrefix = language => TextPrefix.ForCaptions(folder, config, _tokenizer.Value, language);
        CaptionLanguage = options.CaptionLanguage;
        _sessions = sessions;
    }

    /// <summary>The length of an embedding.</summary>
    public int Dimension { get; }

    /// <summary>The most tokens that the tower reads of a text, special tokens included. What follows is left out.</summary>
    public int MaxLength => _rules.Value.MaxLength;

    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The language of captions, as the model was opened: see <see cref="ClipModelOptions.CaptionLanguage"/>.</summary>
    public string? CaptionLanguage { get; }

    /// <summary>The device that the graph runs on. Loads the graph.</summary>
    public string Device => _sessions.Any.Device;

    /// <summary>How many texts of many are encoded at once. Loads the graph.</summary>
    internal int BatchSize => _fixedBatch ?? Math.Max(FewRows, _sessions.For(many: true).BatchRows(MaxLength * BytesOfToken));

    internal bool IsLoaded => _sessions.IsLoaded;

    internal TowerSessions Sessions => _sessions;

    internal TextRules Rules => _rules.Value;

    /// <summary>The ids of a text as the tower gets them: special tokens included, truncated, before padding.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Another limit than <see cref="MaxLength"/>.</param>
    /// <exception cref="TokenizerException">The text is not valid UTF-16, or the tokenizer file cannot be used.</exception>
    public int[] Tokenize(string text, int? maxLength = null) => Ids(text, maxLength ?? MaxLength, _prefix.Value);

    /// <summary>Whether the tower reads only the beginning of a text because the rest is beyond <see cref="MaxLength"/>.</summary>
    public bool IsTruncated(string text) => Ids(text, int.MaxValue, _prefix.Value).Length > MaxLength;

    /// <summary>The unit vector of one text.</summary>
    public float[] Encode(string text, CancellationToken cancellationToken = default)
    {
        var vector = new float[Dimension];
        Encode([text], vector, cancellationToken);
        return vector;
    }

    /// <summary>The unit vectors of many texts.</summary>
    /// <param name="texts">The texts; an empty one is valid.</param>
    /// <param name="destination">Receives texts × <see cref="Dimension"/> floats, in the order of the texts.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too small.</exception>
    /// <exception cref="TokenizerException">A text is not valid UTF-16.</exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run.</exception>
    public void Encode(IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken = default) =>
        Encode(texts, () => _prefix.Value, destination, cancellationToken);

    /// <summary>
    /// The unit vectors of texts that are to be found, such as the captions of an index: a model that was trained with an
    /// instruction for its queries wants another one for these, or none.
    /// </summary>
    /// <param name="texts">The captions.</param>
    /// <param name="destination">Receives texts × <see cref="Dimension"/> floats, in the order of the texts.</param>
    /// <param name="language">Their language, for models whose tokenizer marks it: see <see cref="ClipModelOptions.Language"/>; null for the tokenizer's own default.</param>
    /// <param name="cancellationToken">Stops between and inside batches.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too small.</exception>
    /// <exception cref="TokenizerException">A text is not valid UTF-16.</exception>
    /// <exception cref="ModelException">The graph cannot be loaded or run, or the model knows no such language.</exception>
    public void EncodeCaptions(IReadOnlyList<string> texts, Span<float> destination, string? language = null, CancellationToken cancellationToken = default)
    {
        TextPrefix? prefix = null;
        Encode(texts, () => prefix ??= _captionPrefix(language), destination, cancellationToken);
    }

    private void Encode(IReadOnlyList<string> texts, Func<TextPrefix> prefix, Span<float> destination, CancellationToken cancellationToken)
    {
        if (destination.Length < (long)texts.Count * Dimension)
            throw new ArgumentException($"{texts.Count} embeddings need {(long)texts.Count * Dimension} floats", nameof(destination));

        var rows = TokenizeWhileLoading(texts, prefix);

        // Texts of like length share a batch, so that little of the arithmetic goes into padding.
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => rows[i].Length).ToArray();
        var batchSize = rows.Length > FewRows ? BatchSize : _fixedBatch ?? FewRows;
        var vectors = new float[Math.Min(batchSize, Math.Max(1, rows.Length)) * Dimension];
        for (var start = 0; start < order.Length; start += batchSize)
        {
            var batch = order.AsSpan(start, Math.Min(batchSize, order.Length - start));
            var result = vectors.AsSpan(0, batch.Length * Dimension);
            RunBatch(rows, batch, result, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
                result.Slice(i * Dimension, Dimension).CopyTo(destination[(batch[i] * Dimension)..]);
        }
    }

    /// <summary>The first time, the graph and the tokenizer are loaded side by side: together they decide how soon a query is answered.</summary>
    private int[][] TokenizeWhileLoading(IReadOnlyList<string> texts, Func<TextPrefix> prefix)
    {
        var loading = IsLoaded || texts.Count == 0 ? Task.CompletedTask : Task.Run(() => _sessions.For(many: texts.Count > FewRows));
        try
        {
            var rows = new int[texts.Count][];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = Ids(texts[i], MaxLength, prefix());
                RefuseUnknownIds(rows[i]);
            }
            return rows;
        }
        finally
        {
            // Nothing may still be loading when the caller disposes the model. What failed is thrown again when it is used.
            loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    private static Tokenizer LoadTokenizer(ModelFolder folder)
    {
        var path = folder.Tokenizer
            ?? throw new ModelException(folder.Folder, "has no tokenizer.json", "download it from the model's page into the same folder");
        StandInFile.Refuse(path);
        return Tokenizer.Load(path);
    }

    private int[] Ids(string text, int maxLength, TextPrefix prefix)
    {
        var rules = _rules.Value;
        text = prefix.Task + rules.Cleaning.Clean(text);
        var ids = rules.CutsOffEnd ? Tokenizer.Encode(text) : Tokenizer.Encode(text, maxLength);
        if (ids.Length > maxLength)
            ids = ids[..maxLength];
        prefix.SetLanguage(Tokenizer, ids);
        return ids;
    }

    // On a processor the graph would say so in words of its own; a GPU reads whatever lies behind the table.
    private void RefuseUnknownIds(int[] ids)
    {
        if (_rules.Value.Vocabulary is not { } vocabulary)
            return;
        foreach (var id in ids)
        {
            if (id >= vocabulary)
                throw new ModelException(_folder.Tokenizer!, $"gives the token id {id}, but the model's vocabulary ends at {vocabulary - 1}", "use the tokenizer.json and config.json that belong to this model");
        }
    }

    private void RunBatch(int[][] rows, ReadOnlySpan<int> batch, Span<float> destination, CancellationToken cancellationToken)
    {
        // A graph with a fixed batch wants all its rows; the last text fills those that are over.
        var count = _fixedBatch ?? batch.Length;
        var length = _rules.Value.FixedLength ?? Math.Max(1, rows[batch[^1]].Length);
        var ids = new int[count * length];
        var mask = new int[ids.Length];
        for (var row = 0; row < count; row++)
            FillRow(rows[batch[Math.Min(row, batch.Length - 1)]], ids.AsSpan(row * length, length), mask.AsSpan(row * length, length));

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
            // What was cut away with the other tower is not fed.
            if (input is null || !session.Takes(input.Name))
                return null;
            names.Add(input.Name);
            values.Add(TokenTensor.Create(input, numbers, count));
            return values[^1];
        }
    }

    private void FillRow(int[] tokens, Span<int> ids, Span<int> mask)
    {
        var rules = _rules.Value;
        var start = rules.PadsLeft ? ids.Length - tokens.Length : 0;
        ids.Fill(rules.PadId);
        tokens.CopyTo(ids[start..]);
        mask.Fill(rules.SeesPadding ? 1 : 0);
        mask.Slice(start, tokens.Length).Fill(1);
    }
}
