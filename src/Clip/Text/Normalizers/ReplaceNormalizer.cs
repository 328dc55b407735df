using Clip.Text.Patterns;
using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Puts a string in the place of each match of a pattern.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, byte[] content) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        var matches = pattern.Matches(source);
        if (!matches.MoveNext())
            return;
        var result = text.BeginRewrite();
        var copied = 0;
        do
        {
            // The reference lets the replacement stem from the last character that it replaces.
            if (matches.Start == 0 && matches.End > 0 && (content.Length == 0 || matches.End > Utf8.LengthFromFirst(source[0])))
                text.StartsAtOrigin = false;
            result.Append(source[copied..matches.Start]);
            result.Append(content);
            copied = matches.End;
        }
        while (matches.MoveNext());
        result.Append(source[copied..]);
        text.Accept();
    }
}
