using System.Text;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Collects merges, in order of rank, and looks their tokens up.</summary>
internal sealed class MergeTableBuilder(Vocabulary vocabulary, int prefixLength, string source)
{
    private (int Left, int Right, int Merged)[] _merges = new (int, int, int)[1 << 10];
    private byte[] _joined = new byte[256];

    /// <summary>Where a token comes twice, only the hash table knows which entry holds.</summary>
    private readonly int _uniqueEntries = vocabulary.Count == vocabulary.Tokens.Count ? vocabulary.Count : 0;
    private int _lastJoined;

    public int Count { get; private set; }

    public TokenizerException Wrong() => new(source, $"model.merges[{Count}] is not two tokens", "download it again");

    /// <summary>
    /// Adds the merge of two tokens into the one that is both in a row, without the second one's prefix.
    /// </summary>
    public void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (leftId, rightId) = (Find(left), Find(right));
        if (right.Length < prefixLength)
            throw Wrong();
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
    /// What merges give stands in the vocabulary in the order of the merges, mostly: the place where the last one was
    /// found and the next are tried before the hash table, which is a walk through main memory.
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
            : throw new TokenizerException(
                source,
                $"model.merges[{Count}] needs the token '{Shorten(Encoding.UTF8.GetString(token))}', which is not in the vocabulary",
                "download it again");
    }

    private static string Shorten(string token) => token.Length <= 40 ? token : token[..40] + "…";
}
