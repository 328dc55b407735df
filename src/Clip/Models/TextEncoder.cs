using Clip.Models.Onnx;
using Clip.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Clip.Models;

/// <summary>
/// Turns texts into unit vectors of the model's embedding space. Thread-safe. The tokenizer and the graph are loaded
/// when first needed; <see cref="ClipModel"/> owns both.
/// </summary>
public sealed class TextEncoder
{
    // Enough rows to keep two cores busy; more only makes the padding of unequal texts cost more.
    private const int BatchSize = 32;
    private const long BlankPicture = 224;

    private readonly OnnxGraph _graph;
    private readonly OnnxValue _tokenIds;
    private readonly OnnxValue? _mask;
    private readonly OnnxValue? _types;
    private readonly OnnxValue? _pixels;
    private readonly bool _oneByOne;
    private readonly Lazy<Tokenizer> _tokenizer;
    private readonly Lazy<TextRules> _rules;
    private readonly TowerSessions _sessions;

    internal TextEncoder(ModelFolder folder, OnnxGraph graph, int dimension, ModelConfig config, TowerSessions sessions)
    {
        _graph = graph;
        Dimension = dimension;
        _tokenIds = GraphSignature.TokenIds(graph)
            ?? throw new ModelException(graph.Path, "takes no token ids", "give the graph of a text tower");
        _mask = GraphSignature.AttentionMask(graph);
        _types = GraphSignature.TokenTypes(graph);
        _pixels = GraphSignature.Pixels(graph);
        _oneByOne = _tokenIds.Shape is [1, ..];

        _tokenizer = new Lazy<Tokenizer>(() => Tokenizer.Load(folder.Tokenizer
            ?? throw new ModelException(folder.Folder, "has no tokenizer.json", "download it from the model's page into the same folder")));
        _rules = new Lazy<TextRules>(() => TextRules.From(
            _tokenIds, _mask is not null, _tokenizer.Value, ModelConfig.Read(folder.TokenizerConfig), config));
        _sessions = sessions;
    }

    /// <summary>The length of an embedding.</summary>
    public int Dimension { get; }

    /// <summary>The most tokens that the tower reads of a text, special tokens included. What follows is left out.</summary>
    public int MaxLength => _rules.Value.MaxLength;

    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The device that the graph runs on. Loads the graph.</summary>
    public string Device => _sessions.Any.Device;

    internal bool IsLoaded => _sessions.IsLoaded;

    internal TowerSessions Sessions => _sessions;

    internal TextRules Rules => _rules.Value;

    /// <summary>The ids of a text as the tower gets them: special tokens included, truncated, before padding.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Another limit than <see cref="MaxLength"/>.</param>
    /// <exception cref="TokenizerException">The text is not valid UTF-16, or the tokenizer file cannot be used.</exception>
    public int[] Tokenize(string text, int? maxLength = null) => Ids(text, maxLength ?? MaxLength);

    /// <summary>Whether the tower reads only the beginning of a text because the rest is beyond <see cref="MaxLength"/>.</summary>
    public bool IsTruncated(string text) => Ids(text, int.MaxValue).Length > MaxLength;

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
    public void Encode(IReadOnlyList<string> texts, Span<float> destination, CancellationToken cancellationToken = default)
    {
        if (destination.Length < (long)texts.Count * Dimension)
            throw new ArgumentException($"{texts.Count} embeddings need {(long)texts.Count * Dimension} floats", nameof(destination));

        var rows = new int[texts.Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = Tokenize(texts[i]);

        // Texts of like length share a batch, so that little of the arithmetic goes into padding.
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => rows[i].Length).ToArray();
        var batchSize = _oneByOne ? 1 : BatchSize;
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

    private int[] Ids(string text, int maxLength) =>
        Tokenizer.Encode(_rules.Value.Lowercase ? text.ToLowerInvariant() : text, maxLength);

    private void RunBatch(int[][] rows, ReadOnlySpan<int> batch, Span<float> destination, CancellationToken cancellationToken)
    {
        var rules = _rules.Value;
        var length = rules.FixedLength ?? Math.Max(1, rows[batch[^1]].Length);
        var shape = new long[] { batch.Length, length };

        var session = _sessions.For(rows.Length > BatchSize);
        List<string> names = [];
        List<OrtValue> values = [];
        try
        {
            foreach (var input in new[] { _tokenIds, _mask, _types, _pixels })
            {
                // What was cut away with the other tower is not fed.
                if (input is null || !session.Takes(input.Name))
                    continue;
                names.Add(input.Name);
                // A combined graph that cannot be cut computes both towers; one blank picture is the least it accepts.
                values.Add(Tensor(input, input == _pixels ? [1, .. input.Shape.Skip(1).Select(static size => size ?? BlankPicture)] : shape));
                if (input == _tokenIds)
                    Fill(values[^1], rows, batch, length, static (ids, i, pad) => i < ids.Length ? ids[i] : pad, rules.PadId);
                else if (input == _mask)
                    Fill(values[^1], rows, batch, length, static (ids, i, _) => i < ids.Length ? 1 : 0, 0);
                else if (input == _types)
                    Fill(values[^1], rows, batch, length, static (_, _, _) => 0, 0);
            }
            session.Run(names, values, batch.Length, destination, cancellationToken);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }
    }

    private static OrtValue Tensor(OnnxValue input, long[] shape) =>
        OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)input.ElementType, shape);

    private static void Fill(OrtValue tensor, int[][] rows, ReadOnlySpan<int> batch, int length, Func<int[], int, int, int> value, int pad)
    {
        var wide = tensor.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64;
        var longs = wide ? tensor.GetTensorMutableDataAsSpan<long>() : default;
        var ints = wide ? default : tensor.GetTensorMutableDataAsSpan<int>();
        for (var row = 0; row < batch.Length; row++)
        {
            var ids = rows[batch[row]];
            for (var i = 0; i < length; i++)
            {
                if (wide)
                    longs[row * length + i] = value(ids, i, pad);
                else
                    ints[row * length + i] = value(ids, i, pad);
            }
        }
    }
}
