using Clip.Text.Patterns;
using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Puts a string in the place of each match of a pattern.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, byte[] content) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        PatternSearch? search = null;
        var matches = pattern.Matches(source, ref search);
        if (!matches.MoveNext())
            return;
        var result = text.BeginRewrite();
        var copied = 0;
        var origin = 0;
        do
        {
            result.Append(source[copied..matches.Start]);
            if (copied < text.OriginLength)
                origin = result.Length - Math.Max(0, matches.Start - text.OriginLength);

            // The reference lets a replacement stem from the last character that it replaces, or else from the one before.
            result.Append(content);
            if (matches.End == 0 ? text.IsAtTextStart : matches.End <= text.OriginLength)
                origin = result.Length;
            copied = matches.End;
        }
        while (matches.MoveNext());
        result.Append(source[copied..]);
        if (copied < text.OriginLength)
            origin = result.Length - (source.Length - text.OriginLength);
        text.OriginLength = origin;
        text.Accept();
    }
}
