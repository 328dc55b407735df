using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// GPT-2's pattern, hand-written: like <see cref="ClipPattern"/>, but a space belongs to the word after it, numbers
/// form runs, and white space is matched as well, except for its last character, which is left to the next word.
/// </summary>
internal sealed class Gpt2Pattern : TextPattern
{
    public const string Source = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public static readonly Gpt2Pattern Instance = new();

    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        start = end = from;
        if (from >= text.Length)
            return false;
        var codePoint = Utf8.Decode(text, from, out var length);
        if (codePoint == '\'' && Runs.TryMatchContraction(text, from, out end))
            return true;

        var next = from + length;
        if (Characters.IsWhiteSpace(codePoint))
        {
            var following = next < text.Length ? Utf8.Decode(text, next, out length) : ' ';
            if (codePoint != ' ' || Characters.IsWhiteSpace(following))
            {
                end = EndOfSpaces(text, from, next);
                return true;
            }

            codePoint = following;
            next += length;
        }

        end = Characters.IsLetter(codePoint) ? Runs.EndOfLetters(text, next)
            : Characters.IsNumber(codePoint) ? Runs.EndOfNumbers(text, next)
            : Runs.EndOfSymbols(text, next);
        return true;
    }

    private static int EndOfSpaces(ReadOnlySpan<byte> text, int start, int end)
    {
        var last = start;
        while (end < text.Length && Characters.IsWhiteSpace(Utf8.Decode(text, end, out var length)))
        {
            last = end;
            end += length;
        }

        // \s+(?!\S): if text follows, the last character of the run is left to it, unless it is the only one.
        return end < text.Length && last > start ? last : end;
    }
}
