namespace Clip;

public sealed partial class TextEncoder
{
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
