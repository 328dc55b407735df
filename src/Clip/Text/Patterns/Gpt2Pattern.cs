using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// The pattern of GPT-2, by hand: as <see cref="ClipPattern"/>, but a space joins the word behind it, numbers run, and
/// white space is matched too, leaving its last character to the word that follows.
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
        if (codePoint == '\'' && Runs.ContractionLength(text, from) is > 0 and var contraction)
        {
            end = from + contraction;
            return true;
        }

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

        // \s+(?!\S): something follows, so the last character of the run is given back, unless it is the only one.
        return end < text.Length && last > start ? last : end;
    }
}
