using System.Text;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Collects merges in order of rank, and looks up their tokens.</summary>
internal sealed class MergeTableBuilder(Vocabulary vocabulary, int prefixLength, string source)
{
    private (int Left, int Right, int Merged)[] _merges = new (int, int, int)[1 << 10];
    private byte[] _joined = new byte[256];

    /// <summary>0 for a vocabulary with duplicates: only its hash table knows which of two entries is valid.</summary>
    private readonly int _uniqueEntries = vocabulary.Count == vocabulary.Tokens.Count ? vocabulary.Count : 0;
    private int _lastJoined;

    public int Count { get; private set; }

    public TokenizerException Malformed() => FileErrors.Damaged(source, $"model.merges[{Count}] is not two tokens");

    /// <summary>
    /// Adds a merge. The merged token is the concatenation of both, without the prefix of the second.
    /// </summary>
    public void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (leftId, rightId) = (Find(left), Find(right));
        if (right.Length < prefixLength)
            throw Malformed();
        right = right[prefixLength..];
        if (_joined.Length < left.Length + right.Length)
            _joined = new byte[left.Length + right.Length];
        left.CopyTo(_joined);
        right.CopyTo(_joined.AsSpan(left.Length));
        if (Count == _merges.Length)
            Array.Resize(ref _merges, Count * 2);
        _merges[Count] = (leftId, rightId, FindJoined(_joined.AsSpan(0, left.Length + right.Length)));
        Count++;
    }

    public MergeTable Build()
    {
        var table = new MergeTable(Count);
        for (var rank = 0; rank < Count; rank++)
            table.Add(_merges[rank].Left, _merges[rank].Right, rank, _merges[rank].Merged);
        return table;
    }

    /// <summary>
    /// Most vocabularies list merged tokens in the order of the merges. Hence the entry found last and the next one are
    /// tried before the hash table, whose lookups miss the processor's caches.
    /// </summary>
    private int FindJoined(ReadOnlySpan<byte> token)
    {
        var tokens = vocabulary.Tokens;
        for (var entry = _lastJoined; entry < Math.Min(_lastJoined + 2, _uniqueEntries); entry++)
        {
            if (tokens.TokenAt(entry).SequenceEqual(token))
            {
                _lastJoined = entry;
                return tokens.IdAt(entry);
            }
        }

        _lastJoined = FindEntry(token);
        return tokens.IdAt(_lastJoined);
    }

    private int Find(ReadOnlySpan<byte> token) => vocabulary.Tokens.IdAt(FindEntry(token));

    private int FindEntry(ReadOnlySpan<byte> token)
    {
        var entry = vocabulary.FindEntry(token);
        return entry >= 0
            ? entry
            : throw FileErrors.Damaged(
                source, $"model.merges[{Count}] needs the token '{Shorten(token)}', which is not in the vocabulary");
    }

    private static string Shorten(ReadOnlySpan<byte> token)
    {
        var text = Encoding.UTF8.GetString(token);
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
