namespace Clip.Images;

/// <summary>How faithfully a picture is decoded.</summary>
public enum DecodeMode
{
    /// <summary>Every pixel is decoded: the result equals that of the reference implementations bit by bit.</summary>
    Exact,

    /// <summary>
    /// A JPEG decoder may shrink by 1/2, 1/4 or 1/8 while it decodes, as long as at least
    /// three times the size that the model wants is left. Half the time of <see cref="Exact"/>; embeddings stay within
    /// a cosine of about 0.999 of the exact ones. Other formats are decoded exactly.
    /// </summary>
    Fast,
}
