namespace Clip.Text.Decoding;

/// <summary>Removes up to a number of a character from the ends of each token.</summary>
internal sealed class StripDecoder(char content, int start, int stop) : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(Strip)];

    private string Strip(string token)
    {
        var (first, end) = (0, token.Length);
        while (first < end && first < start && token[first] == content)
            first++;
        while (end > first && token.Length - end < stop && token[end - 1] == content)
            end--;
        return token[first..end];
    }
}
