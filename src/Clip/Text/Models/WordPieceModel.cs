using Clip.Text.Unicode;

namespace Clip.Text.Models;

/// <summary>BERT's WordPiece: the longest token that begins the word, then the longest that continues it.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly ByteTrie _trie;
    private readonly int _continuation;
    private readonly int _unknownId;
    private readonly string _unknownToken;
    private readonly int _longestWord;
    private readonly string _source;

    /// <param name="vocabulary">Tokens and ids.</param>
    /// <param name="continuationPrefix">What stands before a token that continues a word, such as <c>##</c>.</param>
    /// <param name="unknownToken">The token for a word that cannot be put together.</param>
    /// <param name="longestWord">Words of more code points are unknown.</param>
    /// <param name="source">The file, for errors.</param>
    public WordPieceModel(Vocabulary vocabulary, byte[] continuationPrefix, string unknownToken, int longestWord, string source)
    {
        _vocabulary = vocabulary;
        _trie = new ByteTrie(vocabulary.EntryCount * 4);
        for (var entry = 0; entry < vocabulary.EntryCount; entry++)
            _trie.Add(vocabulary.TokenAt(entry), vocabulary.IdAt(entry));
        _continuation = _trie.Walk(ByteTrie.Root, continuationPrefix);
        _unknownToken = unknownToken;
        _unknownId = vocabulary.Find(System.Text.Encoding.UTF8.GetBytes(unknownToken));
        _longestWord = longestWord;
        _source = source;
    }

    public override int VocabularySize => _vocabulary.Count;

    public override int FindId(ReadOnlySpan<byte> token) => _vocabulary.Find(token);

    public override string? FindToken(int id) => _vocabulary.FindToken(id);

    public override void Tokenize(ReadOnlySpan<byte> word, IdList ids)
    {
        var before = ids.Count;
        if (word.Length > _longestWord && Utf8.CountCodePoints(word) > _longestWord)
        {
            AddUnknown(ids);
            return;
        }

        for (var start = 0; start < word.Length;)
        {
            var node = start == 0 ? ByteTrie.Root : _continuation;
            var (id, end) = (-1, start);
            for (var index = start; index < word.Length && node != ByteTrie.None; index++)
            {
                node = _trie.Step(node, word[index]);
                if (node != ByteTrie.None && _trie.ValueAt(node) is >= 0 and var value)
                    (id, end) = (value, index + 1);
            }

            if (id < 0)
            {
                ids.Truncate(before);
                AddUnknown(ids);
                return;
            }

            ids.Add(id);
            start = end;
        }
    }

    private void AddUnknown(IdList ids)
    {
        if (_unknownId < 0)
            throw new TokenizerException(_source, $"a word is unknown and the unknown token '{_unknownToken}' is not in the vocabulary");
        ids.Add(_unknownId);
    }
}
