namespace Clip;

/// <summary>How faithfully a picture is decoded.</summary>
public enum DecodeMode
{
    /// <summary>Every pixel is decoded: the result equals that of the reference implementations bit by bit.</summary>
    Exact,

    /// <summary>
    /// A decoder that can do so may shrink a picture to 1/2, 1/4 or 1/8 while it decodes, as long as at least three
    /// times the size that the model takes is left. The default decoder does so for JPEG, in half the time of
    /// <see cref="Exact"/>; embeddings stay within a cosine of about 0.999 of the exact ones. Other formats are decoded
    /// exactly.
    /// </summary>
    Fast,

    /// <summary>
    /// As <see cref="Fast"/>, but a picture is shrunk as long as it is not smaller than the model takes it, as some
    /// other programs do: faster on pictures of the size of a screen, with embeddings that differ more from the exact
    /// ones than those of <see cref="Fast"/>.
    /// </summary>
    Draft,
}

/// <summary>The words for decode modes that an index stores and a user types.</summary>
internal static class DecodeModeWords
{
    /// <summary>The word for a mode: <c>exact</c>, <c>fast</c> or <c>draft</c>.</summary>
    public static string Word(this DecodeMode mode) => mode switch
    {
        DecodeMode.Exact => "exact",
        DecodeMode.Draft => "draft",
        _ => "fast",
    };

    /// <summary>Reads a word; null if it is not one of them.</summary>
    public static DecodeMode? Parse(string? word) => word switch
    {
        "exact" => DecodeMode.Exact,
        "fast" => DecodeMode.Fast,
        "draft" => DecodeMode.Draft,
        _ => null,
    };
}
