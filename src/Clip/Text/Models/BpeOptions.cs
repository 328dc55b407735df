namespace Clip.Text.Models;

/// <summary>The settings of a BPE model, named as in the file.</summary>
internal sealed record BpeOptions
{
    public string? UnknownToken { get; init; }

    public byte[] ContinuingSubwordPrefix { get; init; } = [];

    public byte[] EndOfWordSuffix { get; init; } = [];

    /// <summary>Neighbouring unknown characters become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>
    /// An unknown character becomes the tokens of its bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.
    /// </summary>
    public bool ByteFallback { get; init; }

    /// <summary>A word that is a token is not put together from parts.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Words come as bytes, for each of which the vocabulary has a letter of the byte alphabet.</summary>
    public bool ReadsBytes { get; init; }
}
