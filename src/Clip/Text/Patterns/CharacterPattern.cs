using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>Matches single code points of a class.</summary>
/// <param name="contains">The class.</param>
internal sealed class CharacterPattern(Func<int, bool> contains) : TextPattern
{
    public static readonly CharacterPattern WhiteSpace = new(Characters.IsWhiteSpace);
    public static readonly CharacterPattern Punctuation = new(Characters.IsPunctuation);
    public static readonly CharacterPattern Numeric = new(Characters.IsNumeric);

    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length;)
        {
            var found = contains(Utf8.Decode(text, start, out var length));
            end = start + length;
            if (found)
                return true;
            start = end;
        }

        end = start;
        return false;
    }
}
