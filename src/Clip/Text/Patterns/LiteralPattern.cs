namespace Clip.Text.Patterns;

/// <summary>A fixed string.</summary>
internal sealed class LiteralPattern(byte[] literal) : TextPattern
{
    public override bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        var index = text[from..].IndexOf(literal);
        start = from + index;
        end = start + literal.Length;
        return index >= 0;
    }
}
