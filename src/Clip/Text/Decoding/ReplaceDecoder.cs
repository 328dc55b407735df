using System.Text;
using Clip.Text.Patterns;
using Clip.Text.Regex;

namespace Clip.Text.Decoding;

/// <summary>Replaces each match of a pattern in each token by a string.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, byte[] content) : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(Replace)];

    private string Replace(string token)
    {
        var source = Encoding.UTF8.GetBytes(token).AsSpan();
        List<byte> result = [];
        RegexSearch? search = null;
        var matches = pattern.Matches(source, ref search);
        var copied = 0;
        while (matches.MoveNext())
        {
            result.AddRange(source[copied..matches.Start]);
            result.AddRange(content);
            copied = matches.End;
        }

        result.AddRange(source[copied..]);
        return Encoding.UTF8.GetString([.. result]);
    }
}
