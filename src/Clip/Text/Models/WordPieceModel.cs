using Clip.Text.Unicode;

namespace Clip.Text.Models;

/// <summary>
/// BERT's WordPiece: takes the longest token that begins the word, then repeatedly the longest that continues it.
/// </summary>
/// <remarks>
/// Why not WordPieceTokenizer of Microsoft.ML.Tokenizers 2.0.1: it reads only a vocab.txt, whose ids are line numbers,
/// and setting it up takes longer (8 ms for BERT) than reading the whole tokenizer.json here (7 ms in a fresh process).
/// </remarks>
internal sealed class WordPieceModel : TokenModel
{
    private readonly TokenList _tokens;
    private readonly TokenTries _tries;
    private readonly byte[] _prefix;
    private readonly Lazy<(ByteTrie Trie, int Node)> _continuation;
    private readonly int _unknownId;
    private readonly string _unknownToken;
    private readonly int _maxWordLength;
    private readonly string _source;

    /// <param name="tokens">The tokens and their ids.</param>
    /// <param name="continuationPrefix">The prefix of tokens that continue a word, such as <c>##</c>.</param>
    /// <param name="unknownToken">The token for a word that cannot be composed of tokens.</param>
    /// <param name="maxWordLength">Words with more code points are unknown.</param>
    /// <param name="source">The file, for errors.</param>
    public WordPieceModel(
        TokenList tokens, byte[] continuationPrefix, string unknownToken, int maxWordLength, string source)
    {
        _tokens = tokens;
        _tries = new TokenTries(tokens);
        _prefix = continuationPrefix;
        _continuation = new(Continue);
        ContinuationPrefix = System.Text.Encoding.UTF8.GetString(continuationPrefix);
        _unknownToken = unknownToken;
        _unknownId = _tries.Find(System.Text.Encoding.UTF8.GetBytes(unknownToken));
        _maxWordLength = maxWordLength;
        _source = source;
    }

    /// <summary>The prefix of tokens that continue a word.</summary>
    public string ContinuationPrefix { get; }

    public override int VocabularySize => _tries.Count;

    public override int FindId(ReadOnlySpan<byte> token) => _tries.Find(token);

    public override string? FindToken(int id) => _tokens.FindToken(id);

    public override void Tokenize(ReadOnlySpan<byte> word, IdList ids)
    {
        var before = ids.Count;
        if (word.Length > _maxWordLength && Utf8.CountCodePoints(word) > _maxWordLength)
        {
            AddUnknown(word, ids);
            return;
        }

        for (var start = 0; start < word.Length;)
        {
            var (trie, node) = start == 0 || _prefix.Length == 0
                ? (_tries[word[start]], ByteTrie.Root)
                : _continuation.Value;
            var (id, end) = (-1, start);
            for (var index = start; index < word.Length && node != ByteTrie.None; index++)
            {
                node = trie.Step(node, word[index]);
                if (node == ByteTrie.None)
                    break;
                var value = trie.ValueAt(node);
                if (value >= 0)
                    (id, end) = (value, index + 1);
            }

            if (id < 0)
            {
                ids.Truncate(before);
                AddUnknown(word, ids);
                return;
            }

            ids.Add(id, start, end);
            start = end;
        }
    }

    /// <summary>Where the tokens that continue a word begin.</summary>
    private (ByteTrie Trie, int Node) Continue()
    {
        var trie = _tries[_prefix[0]];
        return (trie, trie.Walk(ByteTrie.Root, _prefix));
    }

    private void AddUnknown(ReadOnlySpan<byte> word, IdList ids)
    {
        if (_unknownId < 0)
        {
            throw new TokenizerException(
                _source, $"a word is unknown and the unknown token '{_unknownToken}' is not in the vocabulary");
        }

        ids.Add(_unknownId, 0, word.Length);
    }
}
