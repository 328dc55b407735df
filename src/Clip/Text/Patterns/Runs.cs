using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>
/// The parts that the hand-written patterns share. Each returns where the run ends that includes its start.
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

    /// <summary>The length of <c>'s|'t|'re|'ve|'m|'ll|'d</c> at an apostrophe, or 0.</summary>
    public static int ContractionLength(ReadOnlySpan<byte> text, int apostrophe)
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
