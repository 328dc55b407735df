using System.Text;
using Clip.Text.Models;

namespace Clip.Text.Loading;

/// <summary>Collects merges, in order of rank, and looks their tokens up.</summary>
internal sealed class MergeTableBuilder(Vocabulary vocabulary, int prefixLength, string source)
{
    private (int Left, int Right, int Merged)[] _merges = new (int, int, int)[1 << 10];
    private byte[] _joined = new byte[256];

    public int Count { get; private set; }

    public TokenizerException Wrong() => new(source, $"model.merges[{Count}] is not two tokens", "download it again");

    /// <summary>Adds the merge of two tokens into the one that is both in a row, without the second one's prefix.</summary>
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
        _merges[Count] = (leftId, rightId, Find(_joined.AsSpan(0, left.Length + right.Length)));
        Count++;
    }

    public MergeTable Build()
    {
        var table = new MergeTable(Count);
        for (var rank = 0; rank < Count; rank++)
            table.Add(_merges[rank].Left, _merges[rank].Right, rank, _merges[rank].Merged);
        return table;
    }

    private int Find(ReadOnlySpan<byte> token)
    {
        var id = vocabulary.Find(token);
        return id >= 0
            ? id
            : throw new TokenizerException(
                source,
                $"model.merges[{Count}] needs the token '{Shorten(Encoding.UTF8.GetString(token))}', which is not in the vocabulary",
                "download it again");
    }

    private static string Shorten(string token) => token.Length <= 40 ? token : token[..40] + "…";
}
