namespace Clip.Text.Decoding;

/// <summary>Applies several decoders in order.</summary>
internal sealed class SequenceDecoder(TokenDecoder[] steps) : TokenDecoder
{
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        foreach (var step in steps)
            tokens = step.Decode(tokens);
        return tokens;
    }
}
