using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// CLIP's own pattern, hand-written: contractions, runs of letters, single numbers, runs of anything else but white
/// space.
/// </summary>
internal sealed class ClipPattern : TextPattern
{
    public const string Source = @"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";

    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length;)
        {
            var codePoint = Utf8.Decode(text, start, out var length);
            end = start + length;
            if (Characters.IsWhiteSpace(codePoint))
            {
                start = end;
                continue;
            }

            if (Characters.IsLetter(codePoint))
                end = Runs.EndOfLetters(text, end);
            else if (codePoint == '\'' && Runs.TryMatchContraction(text, start, out var contractionEnd))
                end = contractionEnd;
            else if (!Characters.IsNumber(codePoint))
                end = Runs.EndOfSymbols(text, end);
            return true;
        }

        end = start;
        return false;
    }
}
