using Clip.Text.Unicode;

namespace Clip.Text.Models;

/// <summary>
/// The unigram language model of SentencePiece (Kudo 2018): finds the segmentation of a word with the highest sum of
/// scores by dynamic programming.
/// </summary>
/// <remarks>
/// Why not SentencePieceTokenizer of Microsoft.ML.Tokenizers 2.0.1: it reads only SentencePiece's own protobuf, and
/// normalizes by the rules of that file instead of those of tokenizer.json.
/// </remarks>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;

    [ThreadStatic]
    private static Node[]? _ofThisThread;

    private readonly TokenList _tokens;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;
    private readonly ByteTrie _trie;
    private readonly int[] _byteIds;
    private readonly string _source;
    private readonly WordCache _cache = new();

    /// <param name="tokens">The tokens; the id of a token is its index.</param>
    /// <param name="scores">The score of each id: the logarithm of its probability.</param>
    /// <param name="unknownId">The id of the unknown token, or -1 where there is none.</param>
    /// <param name="byteFallback">
    /// Whether unknown characters become the tokens of their bytes, if the vocabulary has all of them.
    /// </param>
    /// <param name="source">The file, for errors.</param>
    public UnigramModel(TokenList tokens, double[] scores, int unknownId, bool byteFallback, string source)
    {
        (_tokens, _scores, _unknownId, _source) = (tokens, scores, unknownId, source);
        _trie = new ByteTrie(tokens.Count * 4);
        var lowest = double.PositiveInfinity;
        for (var entry = 0; entry < tokens.Count; entry++)
        {
            _trie.Add(tokens.TokenAt(entry), entry);
            lowest = Math.Min(lowest, scores[entry]);
        }

        _unknownScore = lowest - UnknownPenalty;
        _byteIds = byteFallback ? ByteTokens.Find(_trie.Find) : [];
    }

    public override int VocabularySize => _tokens.Count;

    public override int FindId(ReadOnlySpan<byte> token) => _trie.Find(token);

    public override string? FindToken(int id) => _tokens.FindToken(id);

    public override void Tokenize(ReadOnlySpan<byte> word, IdList ids)
    {
        var hash = ByteHash.Compute(word);
        if (!ids.RecordsSpans && _cache.TryAppend(word, hash, ids))
            return;
        var before = ids.Count;
        var nodes = _ofThisThread is { } reused && reused.Length > word.Length
            ? reused
            : new Node[Math.Max(256, word.Length + 1)];
        _ofThisThread = nodes.Length <= 1 << 16 ? nodes : null;
        FindBestPath(word, nodes);
        AppendPath(word, nodes, ids);
        _cache.Store(word, hash, ids.Span[before..]);
    }

    private void FindBestPath(ReadOnlySpan<byte> word, Node[] nodes)
    {
        Array.Clear(nodes, 0, word.Length + 1);
        for (var start = 0; start < word.Length;)
        {
            var scoreHere = nodes[start].Score;
            var characterEnd = start + Utf8.LengthFromFirst(word[start]);
            var characterIsToken = false;
            var trieNode = ByteTrie.Root;
            for (var index = start; index < word.Length; index++)
            {
                trieNode = _trie.Step(trieNode, word[index]);
                if (trieNode == ByteTrie.None)
                    break;
                var id = _trie.ValueAt(trieNode);
                if (id < 0)
                    continue;
                nodes[index + 1].Offer(scoreHere + _scores[id], start, id);
                characterIsToken |= index + 1 == characterEnd;
            }

            if (!characterIsToken
                && nodes[characterEnd].Offer(scoreHere + _unknownScore, start, _unknownId)
                && _unknownId < 0)
            {
                throw new TokenizerException(
                    _source, "a character is unknown and the file names no unknown token (unk_id)");
            }

            start = characterEnd;
        }
    }

    /// <summary>Follows the path back from the end; adjacent unknown parts are joined.</summary>
    private void AppendPath(ReadOnlySpan<byte> word, Node[] nodes, IdList ids)
    {
        var before = ids.Count;
        for (var end = word.Length; end > 0;)
        {
            var start = nodes[end].Start;
            if (nodes[end].Id != _unknownId)
            {
                ids.Add(nodes[end].Id, start, end);
            }
            else
            {
                while (start > 0 && nodes[start].Id == _unknownId)
                    start = nodes[start].Start;
                AppendUnknown(word, start, end, ids);
            }

            end = start;
        }

        ids.Reverse(before);
    }

    private void AppendUnknown(ReadOnlySpan<byte> word, int start, int end, IdList ids)
    {
        var part = word[start..end];
        var id = _trie.Find(part);
        if (id < 0 && CanFallBack(part))
        {
            for (var i = part.Length - 1; i >= 0; i--)
                ids.Add(_byteIds[part[i]], start + i, start + i + 1);
            return;
        }

        ids.Add(id >= 0 ? id : _unknownId, start, end);
    }

    private bool CanFallBack(ReadOnlySpan<byte> part)
    {
        if (_byteIds.Length == 0)
            return false;
        foreach (var b in part)
        {
            if (_byteIds[b] < 0)
                return false;
        }

        return true;
    }

    /// <summary>The best path to a position.</summary>
    private struct Node
    {
        public double Score;
        private int _startPlusOne;

        public int Start => _startPlusOne - 1;

        public int Id;

        /// <summary>Stores a path if it is the first one or better than the best so far.</summary>
        public bool Offer(double score, int start, int id)
        {
            if (_startPlusOne != 0 && !(score > Score))
                return false;
            (Score, _startPlusOne, Id) = (score, start + 1, id);
            return true;
        }
    }
}
