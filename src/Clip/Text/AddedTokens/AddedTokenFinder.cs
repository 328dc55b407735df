using System.Buffers;
using Clip.Text.Models;
using Clip.Text.Unicode;

namespace Clip.Text.AddedTokens;

/// <summary>
/// Finds added tokens in a text: the leftmost first, and of those that begin at the same position the longest.
/// </summary>
internal sealed class AddedTokenFinder
{
    private readonly ByteTrie _trie;
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="tokens">The tokens, each with its UTF-8 form in the text to search.</param>
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
    /// Finds the next token, with the white space that it consumes. If the previous token consumed all of its text, the
    /// match is empty; if it consumed the beginning, the match begins before <paramref name="free"/>.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="searched">Where the search continues; advances past the match.</param>
    /// <param name="free">The end of the previous token; white space before it is already consumed.</param>
    /// <param name="start">Where the token and its white space begin.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="id">The id of the token.</param>
    public bool TryFind(ReadOnlySpan<byte> text, ref int searched, int free, out int start, out int end, out int id)
    {
        while (TryMatch(text, searched, out start, out end, out var token))
        {
            searched = end;
            if (token.SingleWord && (IsWordBefore(text, start) || IsWordAt(text, end)))
                continue;
            if (token.LeftStrip)
            {
                while (start > free && Characters.IsWhiteSpace(Utf8.DecodeLast(text[..start], start, out var length)))
                    start -= length;
                start = Math.Max(start, free);
            }

            while (token.RightStrip && end < text.Length
                && Characters.IsWhiteSpace(Utf8.Decode(text, end, out var length)))
            {
                end += length;
            }

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
                var found = _trie.ValueAt(node);
                if (found >= 0)
                    (end, token) = (index + 1, _tokens[found]);
            }

            if (end > 0)
                return true;
        }

        (start, end, token) = (text.Length, text.Length, null!);
        return false;
    }

    private static bool IsWordBefore(ReadOnlySpan<byte> text, int start) =>
        start > 0 && Characters.IsWord(Utf8.DecodeLast(text, start, out _));

    private static bool IsWordAt(ReadOnlySpan<byte> text, int end) =>
        end < text.Length && Characters.IsWord(Utf8.Decode(text, end, out _));
}
