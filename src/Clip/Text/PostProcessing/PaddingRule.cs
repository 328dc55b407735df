namespace Clip.Text.PostProcessing;

/// <summary>The side on which short texts are padded.</summary>
internal enum PaddingDirection
{
    /// <summary>After the text.</summary>
    Right,

    /// <summary>Before the text.</summary>
    Left,
}

/// <summary>
/// How a tokenizer file pads short texts. <see cref="HuggingFaceTokenizer.Encode(string, int?)"/> does not pad; the
/// code that builds a batch does.
/// </summary>
/// <param name="FixedLength">The length to pad to, or null for the longest text of the batch.</param>
/// <param name="Direction">The side on which padding is added.</param>
/// <param name="PadToMultipleOf">The number of which padded lengths are multiples, or null.</param>
/// <param name="PadId">The id of the padding token.</param>
/// <param name="PadTypeId">The segment id of the padding token.</param>
/// <param name="PadToken">The padding token as text.</param>
internal sealed record PaddingRule(
    int? FixedLength, PaddingDirection Direction, int? PadToMultipleOf, int PadId, int PadTypeId, string PadToken);
