namespace Clip.Text.PostProcessing;

/// <summary>The end of a text that truncation drops.</summary>
internal enum TruncationDirection
{
    /// <summary>The end of the text is dropped.</summary>
    Right,

    /// <summary>The beginning of the text is dropped.</summary>
    Left,
}

/// <summary>Which of two texts is truncated. For a single text only <see cref="OnlySecond"/> matters.</summary>
internal enum TruncationStrategy
{
    /// <summary>The longer one.</summary>
    LongestFirst,

    /// <summary>The first.</summary>
    OnlyFirst,

    /// <summary>The second; a single text that is too long is then an error, as in the reference.</summary>
    OnlySecond,
}

/// <summary>How a tokenizer file truncates texts.</summary>
/// <param name="MaxLength">The maximum number of tokens of an encoded text, special tokens included.</param>
/// <param name="Direction">The end that is dropped.</param>
/// <param name="Strategy">The text that is truncated.</param>
/// <param name="Stride">
/// By how many tokens overflowing parts overlap; this tokenizer does not return overflowing parts.
/// </param>
internal sealed record TruncationRule(
    int MaxLength, TruncationDirection Direction, TruncationStrategy Strategy, int Stride);
