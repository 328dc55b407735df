using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>Matches <c>\w+|[^\w\s]+</c>, the pattern of the Whitespace pre-tokenizer.</summary>
internal sealed class WordPattern : TextPattern
{
    public static readonly WordPattern Instance = new();

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

            var word = Characters.IsWord(codePoint);
            while (end < text.Length)
            {
                codePoint = Utf8.Decode(text, end, out length);
                if (Characters.IsWord(codePoint) != word || (!word && Characters.IsWhiteSpace(codePoint)))
                    break;
                end += length;
            }

            return true;
        }

        end = start;
        return false;
    }
}
