using System.Buffers;
using Clip.Text.Models;
using Clip.Text.Unicode;

namespace Clip.Text;

/// <summary>Finds added tokens in a text: leftmost first, the longest of those that begin at one place.</summary>
internal sealed class AddedTokenFinder
{
    private readonly ByteTrie _trie;
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="tokens">The tokens, each with the UTF-8 that stands for it in the text.</param>
    public AddedTokenFinder(IReadOnlyCollection<(AddedToken Token, byte[] Text)> tokens)
    {
        _tokens = tokens.Select(t => t.Token).ToArray();
        _trie = new ByteTrie(tokens.Sum(t => t.Text.Length) * 2);
        var index = 0;
        foreach (var (_, text) in tokens)
            _trie.Add(text, index++);
        _firstBytes = SearchValues.Create(tokens.Select(t => t.Text[0]).Distinct().ToArray());
    }

    /// <summary>
    /// The next token, with the white space that it takes. Where the token before has taken all of it, it is empty, and
    /// where it took its beginning, it begins before <paramref name="free"/>.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="searched">Where the search goes on; moves behind what was found.</param>
    /// <param name="free">The end of the last token: white space before it is taken.</param>
    /// <param name="start">Where the token and its white space begin.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="id">The token.</param>
    public bool TryFind(ReadOnlySpan<byte> text, ref int searched, int free, out int start, out int end, out int id)
    {
        while (TryMatch(text, searched, out start, out end, out var token))
        {
            searched = end;
            if (token.SingleWord && (TouchesWordBefore(text, start) || TouchesWordBehind(text, end)))
                continue;
            if (token.LeftStrip)
            {
                while (start > free && Characters.IsWhiteSpace(Utf8.DecodeLast(text[..start], start, out var length)))
                    start -= length;
                start = Math.Max(start, free);
            }

            while (token.RightStrip && end < text.Length && Characters.IsWhiteSpace(Utf8.Decode(text, end, out var length)))
                end += length;
            id = token.Id;
            return true;
        }

        id = -1;
        return false;
    }

    private bool TryMatch(ReadOnlySpan<byte> text, int from, out int start, out int end, out AddedToken token)
    {
        for (start = from; start < text.Length; start++)
        {
            var skipped = text[start..].IndexOfAny(_firstBytes);
            if (skipped < 0)
                break;
            start += skipped;
            (end, token) = (0, null!);
            var node = ByteTrie.Root;
            for (var index = start; index < text.Length; index++)
            {
                node = _trie.Step(node, text[index]);
                if (node == ByteTrie.None)
                    break;
                if (_trie.ValueAt(node) is >= 0 and var found)
                    (end, token) = (index + 1, _tokens[found]);
            }

            if (end > 0)
                return true;
        }

        (start, end, token) = (text.Length, text.Length, null!);
        return false;
    }

    private static bool TouchesWordBefore(ReadOnlySpan<byte> text, int start) =>
        start > 0 && Characters.IsWord(Utf8.DecodeLast(text, start, out _));

    private static bool TouchesWordBehind(ReadOnlySpan<byte> text, int end) =>
        end < text.Length && Characters.IsWord(Utf8.Decode(text, end, out _));
}
