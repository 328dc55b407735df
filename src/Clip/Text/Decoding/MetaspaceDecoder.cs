namespace Clip.Text.Decoding;

/// <summary>Turns SentencePiece's mark back into spaces.</summary>
/// <param name="mark">The mark.</param>
/// <param name="dropsFirst">Whether the first token's marks were added by the tokenizer and are removed.</param>
internal sealed class MetaspaceDecoder(string mark, bool dropsFirst) : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [.. tokens.Select((token, i) =>
            token.Replace(mark, i == 0 && dropsFirst ? "" : " ", StringComparison.Ordinal))];
}
