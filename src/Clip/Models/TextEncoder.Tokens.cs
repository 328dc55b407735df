using Clip.Text;

namespace Clip;

public sealed partial class TextEncoder
{
    /// <summary>
    /// The token ids of a text as the tower takes them: with special tokens, truncated, before padding.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Another limit than <see cref="MaxLength"/>.</param>
    /// <exception cref="TokenizerException">
    /// The text is not valid UTF-16, or the tokenizer file cannot be used.
    /// </exception>
    public int[] Tokenize(string text, int? maxLength = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (maxLength is { } length)
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(maxLength));
        return _tokenizer.Value.Encode(text, maxLength ?? MaxLength, _queryPrefix.Value);
    }

    /// <summary>
    /// Whether the tower reads only the beginning of a text because it is longer than <see cref="MaxLength"/>.
    /// </summary>
    public bool IsTruncated(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _tokenizer.Value.Encode(text, int.MaxValue, _queryPrefix.Value).Length > MaxLength;
    }

    /// <summary>Whether the model's tokenizer knows the words of a text, as far as its tokens tell.</summary>
    public TextCoverage CoverageOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CoverageCheck.Of(Tokenizer, text);
    }

    /// <summary>
    /// As <see cref="EncodeEach(IReadOnlyList{string}, Span{float}, CancellationToken)"/>, and counts the tokens that
    /// the tower reads.
    /// </summary>
    internal IReadOnlyList<int> EncodeEach(
        IReadOnlyList<string> texts, Span<float> destination, out long tokens, CancellationToken cancellationToken) =>
        Encode(texts, () => _queryPrefix.Value, destination, null, out tokens, cancellationToken);

    /// <summary>
    /// As <see cref="EncodeEachCaption(IReadOnlyList{string}, Span{float}, string?, CancellationToken)"/>, and counts
    /// the tokens that the tower reads.
    /// </summary>
    internal IReadOnlyList<int> EncodeEachCaption(
        IReadOnlyList<string> texts, Span<float> destination, string? language, out long tokens,
        CancellationToken cancellationToken) =>
        Encode(
            texts, () => _tokenizer.Value.CaptionPrefix(language), destination, null, out tokens, cancellationToken);
}
