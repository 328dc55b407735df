using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>At least so many code points of a class in a row, as many as there are: <c>\s+</c>, <c> {2,}</c>.</summary>
/// <param name="contains">The class.</param>
/// <param name="minimum">How many there must be, at least 1.</param>
internal sealed class RunPattern(Func<int, bool> contains, int minimum) : TextPattern
{
    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length;)
        {
            end = start;
            var count = 0;
            var length = 0;
            while (end < text.Length && contains(Utf8.Decode(text, end, out length)))
            {
                end += length;
                count++;
            }

            if (count >= minimum)
                return true;
            start = end < text.Length ? end + length : end;
        }

        end = start;
        return false;
    }
}
