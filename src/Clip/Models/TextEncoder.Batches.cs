using Clip.Models;
using Clip.Models.Onnx;
using Clip.Models.TextTower;
using Clip.Telemetry;
using Microsoft.ML.OnnxRuntime;

namespace Clip;

/// <summary>Texts of similar length in batches through the graph.</summary>
public sealed partial class TextEncoder
{
    private static void RequireTexts(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null)
                throw new ArgumentException($"Text {i} is null.", nameof(texts));
        }
    }

    private void RefuseMissing(IReadOnlyList<string> texts, IReadOnlyList<int> missing)
    {
        if (missing.Count > 0)
            throw NoEmbedding(texts[missing[0]]);
    }

    private IReadOnlyList<int> Encode(
        IReadOnlyList<string> texts, Func<TextPrefix> prefix, Span<float> destination, IProgress<int>? progress,
        out long tokens, CancellationToken cancellationToken)
    {
        RequireTexts(texts);
        var needed = (long)texts.Count * Dimensions;
        if (destination.Length < needed)
            throw new ArgumentException($"{texts.Count} embeddings need {needed} floats", nameof(destination));

        using var call = texts.Count == 0 ? null : MeasuredCall.Encode("text", _model, texts.Count);
        var rows = TokenizeWhileLoading(texts, prefix);
        tokens = 0;
        foreach (var row in rows)
            tokens += row.Length;

        // Texts of similar length share a batch, so that little of the arithmetic is spent on padding.
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => rows[i].Length).ToArray();
        var batchSize = rows.Length > FewRows ? BatchSize : _fixedBatch ?? FewRows;
        var vectors = new float[Math.Min(batchSize, Math.Max(1, rows.Length)) * Dimensions];
        for (var start = 0; start < order.Length; start += batchSize)
        {
            var batch = order.AsSpan(start, Math.Min(batchSize, order.Length - start));
            var result = vectors.AsSpan(0, batch.Length * Dimensions);
            RunBatch(rows, batch, result, _sessions.For(rows.Length > FewRows), cancellationToken);
            RunAlone(rows, batch, result, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
                result.Slice(i * Dimensions, Dimensions).CopyTo(destination[(batch[i] * Dimensions)..]);
            progress?.Report(start + batch.Length);
        }
        call?.Complete();
        return MissingEmbedding.Find(destination[..(int)needed], Dimensions);
    }

    /// <summary>Encodes texts with a session that is not the model's own, or in batches of another size.</summary>
    internal void EncodeWith(
        EncoderSession session, IReadOnlyList<string> texts, Span<float> destination, int batchSize = FewRows)
    {
        var tokenizer = _tokenizer.Value;
        var rows = texts.Select(text => tokenizer.Encode(text, MaxLength, _queryPrefix.Value)).ToArray();
        foreach (var batch in Enumerable.Range(0, rows.Length).OrderBy(i => rows[i].Length)
            .Chunk(_fixedBatch ?? batchSize))
        {
            var vectors = new float[batch.Length * Dimensions];
            RunBatch(rows, batch, vectors, session, CancellationToken.None);
            for (var i = 0; i < batch.Length; i++)
                vectors.AsSpan(i * Dimensions, Dimensions).CopyTo(destination[(batch[i] * Dimensions)..]);
        }
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
        {
            RunBatch(
                rows, batch.Slice(i, 1), vectors.Slice(i * Dimensions, Dimensions),
                _sessions.For(rows.Length > FewRows), cancellationToken);
        }
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
        int[][] rows, ReadOnlySpan<int> batch, Span<float> destination, EncoderSession session,
        CancellationToken cancellationToken)
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
            RunBatch(rows, batch, destination, session, cancellationToken);
        }
        catch (ModelException error) when (
            _remedy is not null && error is { Fault: ModelFault.Other, InnerException: OnnxRuntimeException })
        {
            throw new ModelException(error.Subject, error.Problem, _remedy, error);
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
