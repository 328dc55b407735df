using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace Clip.Text;

/// <summary>
/// A model's tokenizer for code that takes a tokenizer of Microsoft.ML.Tokenizers. Its ids are those that the model was
/// trained on: the same as the Python library <c>tokenizers</c> 0.23 returns. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Ids, tokens and counts include the special tokens that the model expects around a text, and a limit truncates the
/// text between them. Nothing is truncated without a limit, whatever the model takes.
/// </para>
/// <para>
/// Offsets point into the original text, in UTF-16 code units, although it is normalized; the normalized text that some
/// members return is therefore always null. The part of a token covers every character that the token stems from. Tokens
/// that are parts of one character, as bytes are, have the same part. Tokens that do not stem from the text, such as
/// special tokens, have an empty one.
/// </para>
/// <para>
/// Without normalization or pre-tokenization that stage is skipped, and the ids are no longer those that the model was
/// trained on. Added tokens are found in any case.
/// </para>
/// </remarks>
public sealed class ClipTokenizer : Tokenizer
{
    private readonly HuggingFaceTokenizer _exact;
    private readonly IdDecoder _decoder;

    internal ClipTokenizer(HuggingFaceTokenizer exact) => (_exact, _decoder) = (exact, new IdDecoder(exact));

    /// <summary>The tokenizer itself.</summary>
    internal HuggingFaceTokenizer Exact => _exact;

    /// <summary>The number of tokens, added tokens included.</summary>
    public int VocabularySize => _exact.VocabularySize;

    /// <summary>Loads a <c>tokenizer.json</c>.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="TokenizerException">
    /// The file is missing, unreadable, not a tokenizer, or uses an unsupported option.
    /// </exception>
    public static ClipTokenizer Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new ClipTokenizer(HuggingFaceTokenizer.Load(path));
    }

    /// <summary>The id of a token, or null where there is no such token.</summary>
    /// <param name="token">The token as written in the vocabulary.</param>
    public int? TokenToId(string token) => _exact.TokenToId(token);

    /// <summary>The token with an id as written in the vocabulary, or null where there is none.</summary>
    /// <param name="id">The id.</param>
    public string? IdToToken(int id) => _exact.IdToToken(id);

    /// <summary>The text of ids, without special tokens, as the reference decodes it.</summary>
    /// <remarks>It need not be the text that was encoded: what normalization changed or dropped is lost.</remarks>
    /// <param name="ids">The ids.</param>
    /// <exception cref="InvalidOperationException">There is no token with one of the ids.</exception>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, skipSpecialTokens: true);

    /// <summary>The text of ids, with or without special tokens.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether control tokens, such as those around a text, are left out.</param>
    /// <exception cref="InvalidOperationException">There is no token with one of the ids.</exception>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _decoder.Decode([.. ids], skipSpecialTokens)
            ?? throw new InvalidOperationException("There is no token with one of the ids.");
    }

    /// <summary>Writes the text of as many ids as fit, without special tokens.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="destination">Receives the text.</param>
    /// <param name="idsConsumed">The number of ids whose text was written.</param>
    /// <param name="charsWritten">The number of characters written.</param>
    /// <returns>
    /// <see cref="OperationStatus.InvalidData"/>, with nothing written, where there is no token with one of the ids.
    /// </returns>
    public override OperationStatus Decode(
        IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _decoder.Decode([.. ids], destination, out idsConsumed, out charsWritten);
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var source = text ?? textSpan;
        if (settings is { ConsiderNormalization: true, ConsiderPreTokenization: true })
        {
            var ids = _exact.EncodeAll(source);
            if (ids.Length <= settings.MaxTokenCount)
                return new EncodeResults<int> { Tokens = ids, CharsConsumed = source.Length };
        }

        var fitted = Fit(source, settings);
        return new EncodeResults<int>
        {
            Tokens = Array.ConvertAll(fitted.Tokens, static token => token.Id),
            CharsConsumed = fitted.CharsConsumed,
        };
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var fitted = Fit(text ?? textSpan, settings);
        return new EncodeResults<EncodedToken>
        {
            Tokens = Array.ConvertAll(
                fitted.Tokens,
                token => new EncodedToken(token.Id, IdToToken(token.Id) ?? "", token.Start..token.End)),
            CharsConsumed = fitted.CharsConsumed,
        };
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var source = text ?? textSpan;
        var count = settings is { ConsiderNormalization: true, ConsiderPreTokenization: true }
            ? _exact.EncodeAll(source).Length
            : SpecialCount + Locate(source, settings).Length;
        return Math.Min(count, settings.MaxTokenCount);
    }

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText,
        out int tokenCount)
    {
        normalizedText = null;
        var source = text ?? textSpan;
        var unlimited = settings;
        unlimited.MaxTokenCount = int.MaxValue;
        tokenCount = CountTokens(null, source, unlimited);
        if (tokenCount <= settings.MaxTokenCount)
            return fromEnd ? 0 : source.Length;

        // A part of a text can have more tokens than it had inside the text: a word that has been cut has others.
        var body = Locate(source, settings);
        var kept = Math.Min(body.Length, settings.MaxTokenCount - SpecialCount);
        for (; kept > 0; kept--)
        {
            if (Border(body, kept, fromEnd) is not { } index)
                continue;
            tokenCount = CountTokens(null, fromEnd ? source[index..] : source[..index], unlimited);
            if (tokenCount <= settings.MaxTokenCount)
                return index;
        }

        tokenCount = SpecialCount <= settings.MaxTokenCount ? SpecialCount : 0;
        return fromEnd ? source.Length : 0;
    }

    private int SpecialCount => _exact.File.SpecialTokens.LengthWith(0);

    private LocatedToken[] Locate(ReadOnlySpan<char> text, EncodeSettings settings) => TokenLocator.Locate(
        _exact.Pipeline.With(settings.ConsiderNormalization, settings.ConsiderPreTokenization), text);

    /// <summary>
    /// The index after the first tokens of a text, or before its last; null where it would divide a character.
    /// </summary>
    private static int? Border(LocatedToken[] body, int kept, bool fromEnd)
    {
        var first = fromEnd ? body.Length - kept : kept;
        var (end, start) = (0, int.MaxValue);
        foreach (var token in body.AsSpan(..first))
            end = Math.Max(end, token.End);
        foreach (var token in body.AsSpan(first..))
            start = Math.Min(start, token.Start);
        return end > start ? null : fromEnd ? start : end;
    }

    /// <summary>All tokens, truncated to fit.</summary>
    private (LocatedToken[] Tokens, int CharsConsumed) Fit(ReadOnlySpan<char> text, EncodeSettings settings)
    {
        var body = Locate(text, settings);
        var room = Math.Max(0, settings.MaxTokenCount - SpecialCount);
        var consumed = text.Length;
        if (body.Length > room)
        {
            var dropsStart = _exact.Truncation?.Direction == PostProcessing.TruncationDirection.Left;
            body = dropsStart ? body[^room..] : body[..room];
            consumed = body.Length == 0 ? 0 : body.Max(static token => token.End);
        }

        List<LocatedToken> tokens = [];
        foreach (var part in _exact.File.SpecialTokens.Parts)
        {
            var place = tokens.Count == 0 ? 0 : consumed;
            if (part is null)
                tokens.AddRange(body);
            else
                tokens.AddRange(part.Select(id => new LocatedToken(id, place, place)));
        }

        return ([.. tokens.Take(settings.MaxTokenCount)], consumed);
    }
}
