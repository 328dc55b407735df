using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// The parts that the hand-written patterns share: where a run ends, given the end of its first code point.
/// </summary>
internal static class Runs
{
    public static int EndOfLetters(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && Characters.IsLetter(Utf8.Decode(text, index, out var length)))
            index += length;
        return index;
    }

    public static int EndOfNumbers(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && Characters.IsNumber(Utf8.Decode(text, index, out var length)))
            index += length;
        return index;
    }

    /// <summary><c>[^\s\p{L}\p{N}]+</c></summary>
    public static int EndOfSymbols(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length)
        {
            var codePoint = Utf8.Decode(text, index, out var length);
            if (Characters.IsWhiteSpace(codePoint) || Characters.IsLetter(codePoint) || Characters.IsNumber(codePoint))
                break;
            index += length;
        }

        return index;
    }

    /// <summary>Matches <c>'s|'t|'re|'ve|'m|'ll|'d</c> at an apostrophe.</summary>
    public static bool TryMatchContraction(ReadOnlySpan<byte> text, int apostrophe, out int end)
    {
        var length = ContractionLength(text, apostrophe);
        end = apostrophe + length;
        return length > 0;
    }

    private static int ContractionLength(ReadOnlySpan<byte> text, int apostrophe)
    {
        var rest = text[(apostrophe + 1)..];
        if (rest.IsEmpty)
            return 0;
        return rest[0] switch
        {
            (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' => 2,
            (byte)'r' or (byte)'v' when rest.Length > 1 && rest[1] == 'e' => 3,
            (byte)'l' when rest.Length > 1 && rest[1] == 'l' => 3,
            _ => 0,
        };
    }
}
