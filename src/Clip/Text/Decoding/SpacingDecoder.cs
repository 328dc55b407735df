namespace Clip.Text.Decoding;

/// <summary>Puts a space between all tokens, as the reference does for a file without a decoder.</summary>
internal sealed class SpacingDecoder : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [string.Join(' ', tokens)];
}
