using Clip.Text.Patterns;
using Clip.Text.Regex;
using Clip.Text.Unicode;

namespace Clip.Text.Normalizers;

/// <summary>Replaces each match of a pattern by a string.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, byte[] content) : Normalizer
{
    public override void Normalize(TextBuffer text)
    {
        var source = text.Bytes;
        RegexSearch? search = null;
        var matches = pattern.Matches(source, ref search);
        if (!matches.MoveNext())
            return;
        var result = text.BeginRewrite();
        var copied = 0;
        var origin = 0;
        do
        {
            result.Append(source[copied..matches.Start]);
            text.TraceCopy(copied, matches.Start - copied);
            if (copied < text.OriginLength)
                origin = result.Length - Math.Max(0, matches.Start - text.OriginLength);

            // In the reference a replacement stems from the last character that it replaces or, for an empty match,
            // from the character before it.
            result.Append(content);
            text.Trace(matches.Start, matches.End);
            if (matches.End == 0 ? text.IsAtTextStart : matches.End <= text.OriginLength)
                origin = result.Length;
            copied = matches.End;
        }
        while (matches.MoveNext());
        result.Append(source[copied..]);
        text.TraceCopy(copied, source.Length - copied);
        if (copied < text.OriginLength)
            origin = result.Length - (source.Length - text.OriginLength);
        text.Accept(origin);
    }
}
