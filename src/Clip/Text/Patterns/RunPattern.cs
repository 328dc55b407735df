using Clip.Text.Unicode;

namespace Clip.Text.Patterns;

/// <summary>Matches maximal runs of a class with a minimum length, such as <c>\s+</c> and <c> {2,}</c>.</summary>
/// <param name="contains">The class.</param>
/// <param name="minimum">The minimum number of code points, at least 1.</param>
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
