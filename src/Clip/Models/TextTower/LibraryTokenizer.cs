using Clip.Models.Vocabularies;
using Microsoft.ML.Tokenizers;

namespace Clip.Models.TextTower;

/// <summary>
/// A tokenizer of Microsoft.ML.Tokenizers that the application brings. It may or may not add special tokens by itself;
/// those that the model's files ask for stand around every text exactly once, and truncation keeps them.
/// </summary>
internal sealed class LibraryTokenizer : TowerTokenizer
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _lowercases;
    private readonly int? _first;
    private readonly int? _last;

    private LibraryTokenizer(Tokenizer tokenizer, bool lowercases, int? first, int? last) =>
        (_tokenizer, _lowercases, _first, _last) = (tokenizer, lowercases, first, last);

    public override Tokenizer Public => _tokenizer;

    /// <summary>Adapts a tokenizer to a model.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="settings">What the model's files say of its tokenizer.</param>
    /// <param name="folder">The model's folder, for errors.</param>
    /// <exception cref="ModelException">The tokenizer does not know a special token that the files name.</exception>
    public static TowerTokenizer Create(Tokenizer tokenizer, TokenizerSettings settings, string folder)
    {
        if (tokenizer is ClipTokenizer own)
            return new ModelTokenizer(own.Exact);
        var plain = new LibraryTokenizer(tokenizer, lowercases: false, null, null);
        var (first, last) = SpecialTokenNames.Around(settings);
        return new LibraryTokenizer(tokenizer, lowercases: false, IdOf(first), IdOf(last));

        int? IdOf(SpecialTokenName? token)
        {
            if (token is null)
                return null;
            return plain.TokenToId(token.Text) ?? (token.IsStated
                ? throw new ModelException(
                    folder, $"names the special token '{token.Text}', which the tokenizer that was given does not know",
                    "give a tokenizer with the model's vocabulary and special tokens")
                : null);
        }
    }

    public override int[] Encode(string text, int? maxLength = null)
    {
        var ids = _tokenizer.EncodeToIds(_lowercases ? text.ToLowerInvariant() : text);
        var (start, end) = (0, ids.Count);
        if (start < end && ids[start] == _first)
            start++;
        if (start < end && ids[end - 1] == _last)
            end--;
        var reserved = (_first is null ? 0 : 1) + (_last is null ? 0 : 1);
        if (maxLength is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, reserved, nameof(maxLength));
            end = Math.Min(end, start + limit - reserved);
        }

        List<int> result = new(end - start + reserved);
        if (_first is { } first)
            result.Add(first);
        for (var i = start; i < end; i++)
            result.Add(ids[i]);
        if (_last is { } last)
            result.Add(last);
        return [.. result];
    }

    public override int? TokenToId(string token)
    {
        if (VocabularyOf(_tokenizer) is { } vocabulary && vocabulary.TryGetValue(token, out var known))
            return known;
        if (SpecialTokensOf(_tokenizer) is { } special && special.TryGetValue(token, out known))
            return known;
        if (_tokenizer is BertTokenizer bert)
        {
            return token == "[CLS]" ? bert.ClassificationTokenId
                : token == "[SEP]" ? bert.SeparatorTokenId
                : token == "[PAD]" ? bert.PaddingTokenId
                : null;
        }

        // Any other tokenizer shows a token's id only by encoding it.
        var ids = _tokenizer.EncodeToIds(token, considerPreTokenization: true, considerNormalization: false);
        return ids.Count == 1 && _tokenizer.Decode(ids) == token ? ids[0] : null;
    }

    public override string? IdToToken(int id) => null;

    public override TowerTokenizer WithLowercase() => new LibraryTokenizer(_tokenizer, lowercases: true, _first, _last);

    public override TextCoverage CoverageOf(string text) => TextCoverage.Known;

    private static IReadOnlyDictionary<string, int>? VocabularyOf(Tokenizer tokenizer) => tokenizer switch
    {
        BpeTokenizer bpe => bpe.Vocabulary,
        SentencePieceTokenizer pieces => pieces.Vocabulary,
        EnglishRobertaTokenizer roberta => roberta.Vocabulary,
        CodeGenTokenizer code => code.Vocabulary,
        _ => null,
    };

    private static IReadOnlyDictionary<string, int>? SpecialTokensOf(Tokenizer tokenizer) => tokenizer switch
    {
        BpeTokenizer bpe => bpe.SpecialTokens,
        WordPieceTokenizer words => words.SpecialTokens,
        SentencePieceTokenizer pieces => pieces.SpecialTokens,
        TiktokenTokenizer tiktoken => tiktoken.SpecialTokens,
        _ => null,
    };
}
