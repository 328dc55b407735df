namespace Clip.Text.Decoding;

/// <summary>Turns the suffix of tokens that end a word into a space, except at the end of the text.</summary>
internal sealed class SuffixDecoder(string suffix) : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => suffix.Length == 0
        ? tokens
        : [.. tokens.Select((token, i) =>
            token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}
