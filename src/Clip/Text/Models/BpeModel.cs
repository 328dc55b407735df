using System.Text;
using Clip.Text.Unicode;

namespace Clip.Text.Models;

/// <summary>
/// Byte-pair encoding: the characters of a word, each a token, are merged pair by pair (Sennrich et al. 2016).
/// </summary>
/// <remarks>
/// Why not BpeTokenizer of Microsoft.ML.Tokenizers 2.0.1: it has no byte fallback and no ignore_merges, so Gemma and
/// Llama 3 cannot be exact; it takes 1.5 s, after the JSON has been read, to set up the 256,000 tokens and 580,000
/// merges for which this takes 0.4 s with the JSON; and it produces half as many tokens per second.
/// </remarks>
internal sealed class BpeModel : TokenModel
{
    private const int Missing = -1;

    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly BpeOptions _options;
    private readonly string _source;
    private readonly int _unknownId;
    private readonly int[] _byteIds;
    private readonly WordCache _cache = new();

    /// <summary>Ids of single bytes (or ASCII characters): inside a word, first, last, and as the only one.</summary>
    private readonly int[] _symbolIds;

    public BpeModel(Vocabulary vocabulary, MergeTable merges, BpeOptions options, string source)
    {
        (_vocabulary, _merges, _options, _source) = (vocabulary, merges, options, source);
        _unknownId = options.UnknownToken is null
            ? Missing
            : vocabulary.Find(Encoding.UTF8.GetBytes(options.UnknownToken));
        _byteIds = options.ByteFallback ? ByteTokens.Find(vocabulary.Find) : [];
        _symbolIds = new int[4 * 256];
        Span<byte> scratch = stackalloc byte[4];
        for (var b = 0; b < (options.ReadsBytes ? 256 : 128); b++)
        {
            var symbol = scratch[..Utf8.Encode(options.ReadsBytes ? ByteAlphabet.Letter((byte)b) : b, scratch)];
            for (var place = 0; place < 4; place++)
            {
                var decorated = Decorate(symbol, isFirst: (place & 1) != 0, isLast: (place & 2) != 0);
                _symbolIds[place << 8 | b] = _vocabulary.Find(decorated);
            }
        }
    }

    /// <summary>Whether words are passed as bytes.</summary>
    public bool ReadsBytes => _options.ReadsBytes;

    /// <summary>What the last token of a word ends with; empty for nothing.</summary>
    public string EndOfWordSuffix => Encoding.UTF8.GetString(_options.EndOfWordSuffix);

    public override int VocabularySize => _vocabulary.Count;

    public override int FindId(ReadOnlySpan<byte> token) => _vocabulary.Find(token);

    public override string? FindToken(int id) => _vocabulary.Tokens.FindToken(id);

    public override void Tokenize(ReadOnlySpan<byte> word, IdList ids)
    {
        var hash = ByteHash.Compute(word);
        if (!ids.RecordsSpans && _cache.TryAppend(word, hash, ids))
            return;
        var before = ids.Count;
        var whole = _options.IgnoreMerges ? FindWord(word) : Missing;
        if (whole >= 0)
            ids.Add(whole, 0, word.Length);
        else
            Merge(word, ids);
        _cache.Store(word, hash, ids.Span[before..]);
    }

    private int FindWord(ReadOnlySpan<byte> word)
    {
        if (!_options.ReadsBytes)
            return _vocabulary.Find(word);
        var letters = new ByteBuffer();
        ByteAlphabet.Append(word, letters);
        return _vocabulary.Find(letters.Span);
    }

    private void Merge(ReadOnlySpan<byte> word, IdList ids)
    {
        var symbols = SymbolMerger.ForThisThread;
        symbols.Clear();
        symbols.RecordsSpans = ids.RecordsSpans;
        var unknown = false;
        var (unknownStart, unknownEnd) = (0, 0);
        for (var start = 0; start < word.Length;)
        {
            var length = _options.ReadsBytes ? 1 : Utf8.LengthFromFirst(word[start]);
            var (isFirst, isLast) = (start == 0, start + length == word.Length);
            var id = length == 1
                ? _symbolIds[(isFirst ? 1 : 0) << 8 | (isLast ? 2 : 0) << 8 | word[start]]
                : _vocabulary.Find(Decorate(word.Slice(start, length), isFirst, isLast));
            if (id >= 0)
            {
                if (unknown)
                    symbols.Add(_unknownId, unknownStart, unknownEnd);
                unknown = false;
                symbols.Add(id, start, start + length);
            }
            else if (!TryFallBack(word, start, length, isFirst, isLast, symbols)
                && _options.UnknownToken is not null)
            {
                // As in the reference, an unknown token is emitted before the next known one, after any byte tokens.
                if (unknown && !_options.FuseUnknown)
                    symbols.Add(_unknownId, unknownStart, unknownEnd);
                if (!unknown || !_options.FuseUnknown)
                    unknownStart = start;
                unknownEnd = start + length;
                unknown = true;
                ThrowIfUnknownTokenIsMissing();
            }

            start += length;
        }

        if (unknown)
            symbols.Add(_unknownId, unknownStart, unknownEnd);
        symbols.Merge(_merges);
        symbols.CopyTo(ids);
        symbols.Clear();
    }

    /// <summary>A character with the prefix and suffix of its position in the word.</summary>
    private ReadOnlySpan<byte> Decorate(ReadOnlySpan<byte> symbol, bool isFirst, bool isLast)
    {
        var prefix = isFirst ? [] : _options.ContinuingSubwordPrefix;
        var suffix = isLast ? _options.EndOfWordSuffix : [];
        return prefix.Length + suffix.Length == 0 ? symbol : (byte[])[.. prefix, .. symbol, .. suffix];
    }

    private bool TryFallBack(
        ReadOnlySpan<byte> word, int start, int length, bool isFirst, bool isLast, SymbolMerger symbols)
    {
        if (_byteIds.Length == 0)
            return false;
        var symbol = word.Slice(start, length);
        if (_options.ReadsBytes)
        {
            Span<byte> letter = stackalloc byte[4];
            symbol = letter[..Utf8.Encode(ByteAlphabet.Letter(symbol[0]), letter)].ToArray();
        }

        var bytes = Decorate(symbol, isFirst, isLast);
        foreach (var b in bytes)
        {
            if (_byteIds[b] < 0)
                return false;
        }

        foreach (var b in bytes)
            symbols.Add(_byteIds[b], start, start + length);
        return true;
    }

    private void ThrowIfUnknownTokenIsMissing()
    {
        if (_unknownId < 0)
        {
            throw new TokenizerException(
                _source,
                $"a character is unknown and the unknown token '{_options.UnknownToken}' is not in the vocabulary");
        }
    }
}
