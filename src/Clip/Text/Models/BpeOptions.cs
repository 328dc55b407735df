namespace Clip.Text.Models;

/// <summary>The settings of a BPE model, named as in the file.</summary>
internal sealed record BpeOptions
{
    public string? UnknownToken { get; init; }

    public byte[] ContinuingSubwordPrefix { get; init; } = [];

    public byte[] EndOfWordSuffix { get; init; } = [];

    /// <summary>Whether adjacent unknown characters become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>
    /// Whether an unknown character becomes the tokens of its bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.
    /// </summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is a token is used as it is, without merging.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>
    /// Whether words are passed as bytes, for which the vocabulary has letters of the byte alphabet.
    /// </summary>
    public bool ReadsBytes { get; init; }
}
