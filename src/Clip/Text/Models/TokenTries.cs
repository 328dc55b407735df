namespace Clip.Text.Models;

/// <summary>
/// A trie for each first byte of a vocabulary's tokens, built when it is first needed: a query needs few of them, and
/// to build all takes several times as long as to read the file. Thread-safe.
/// </summary>
internal sealed class TokenTries
{
    private readonly TokenList _tokens;

    // The entries of the list by first byte, in the order of the list; those of byte b begin at _starts[b].
    private readonly int[] _entries;
    private readonly int[] _starts = new int[257];
    private readonly ByteTrie?[] _tries = new ByteTrie?[256];
    private readonly int _emptyId = -1;
    private readonly Lazy<int> _count;

    /// <param name="tokens">The tokens. The later id of a duplicate token is used.</param>
    public TokenTries(TokenList tokens)
    {
        _tokens = tokens;
        _entries = new int[tokens.Count];
        for (var entry = 0; entry < tokens.Count; entry++)
        {
            if (tokens.TokenAt(entry) is [var first, ..])
                _starts[first + 1]++;
            else
                _emptyId = tokens.IdAt(entry);
        }
        for (var first = 0; first < 256; first++)
            _starts[first + 1] += _starts[first];
        Span<int> next = stackalloc int[256];
        _starts.AsSpan(0, 256).CopyTo(next);
        for (var entry = 0; entry < tokens.Count; entry++)
        {
            if (tokens.TokenAt(entry) is [var first, ..])
                _entries[next[first]++] = entry;
        }
        _count = new(CountTokens);
    }

    /// <summary>The number of distinct tokens. Builds all tries.</summary>
    public int Count => _count.Value;

    /// <summary>The trie of the tokens that begin with a byte.</summary>
    public ByteTrie this[byte first] => Volatile.Read(ref _tries[first]) ?? Build(first).Trie;

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<byte> token) => token.IsEmpty ? _emptyId : this[token[0]].Find(token);

    private int CountTokens()
    {
        var count = _emptyId < 0 ? 0 : 1;
        for (var first = 0; first < 256; first++)
            count += Build((byte)first).Count;
        return count;
    }

    // Two threads may build the same trie; both are right.
    private (ByteTrie Trie, int Count) Build(byte first)
    {
        var entries = _entries.AsSpan(_starts[first].._starts[first + 1]);
        var bytes = 0;
        foreach (var entry in entries)
            bytes += _tokens.TokenAt(entry).Length;
        var trie = new ByteTrie(bytes);
        var count = 0;
        foreach (var entry in entries)
            count += trie.Add(_tokens.TokenAt(entry), _tokens.IdAt(entry)) ? 1 : 0;
        Volatile.Write(ref _tries[first], trie);
        return (trie, count);
    }
}
