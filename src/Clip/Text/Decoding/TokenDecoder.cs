namespace Clip.Text.Decoding;

/// <summary>
/// A step that turns tokens back into text, as the decoders of the reference do. Implementations are immutable.
/// </summary>
internal abstract class TokenDecoder
{
    /// <summary>Rewrites the tokens; their concatenation is the text.</summary>
    public abstract IReadOnlyList<string> Decode(IReadOnlyList<string> tokens);
}
