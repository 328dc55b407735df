namespace Clip.Text;

/// <summary>On which side padding goes.</summary>
public enum PaddingDirection
{
    /// <summary>Behind the text.</summary>
    Right,

    /// <summary>Before the text.</summary>
    Left,
}

/// <summary>
/// How a tokenizer file fills short texts up. <see cref="Tokenizer.Encode(string, int?)"/> does not pad: whoever builds
/// the batch does.
/// </summary>
/// <param name="FixedLength">The length to fill up to, or null for the longest text of the batch.</param>
/// <param name="Direction">On which side.</param>
/// <param name="PadToMultipleOf">Lengths are rounded up to a multiple of this, where given.</param>
/// <param name="PadId">The id of the padding token.</param>
/// <param name="PadTypeId">The segment id of the padding token.</param>
/// <param name="PadToken">The padding token as text.</param>
public sealed record PaddingRule(
    int? FixedLength, PaddingDirection Direction, int? PadToMultipleOf, int PadId, int PadTypeId, string PadToken);
