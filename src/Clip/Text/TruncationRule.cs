namespace Clip.Text;

/// <summary>Which end of a text is given up when it is longer than the model reads.</summary>
public enum TruncationDirection
{
    /// <summary>The end of the text is dropped.</summary>
    Right,

    /// <summary>The beginning of the text is dropped.</summary>
    Left,
}

/// <summary>Which of two texts a tokenizer shortens. For a single text only <see cref="OnlySecond"/> matters.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one.</summary>
    LongestFirst,

    /// <summary>The first.</summary>
    OnlyFirst,

    /// <summary>The second: a single text that is too long is then an error, as in the reference.</summary>
    OnlySecond,
}

/// <summary>How a tokenizer file shortens texts.</summary>
/// <param name="MaxLength">The most tokens of an encoded text, special tokens included.</param>
/// <param name="Direction">Which end is dropped.</param>
/// <param name="Strategy">Which text is shortened.</param>
/// <param name="Stride">How many tokens overflowing parts overlap; parts that overflow are not kept here.</param>
public sealed record TruncationRule(int MaxLength, TruncationDirection Direction, TruncationStrategy Strategy, int Stride);
