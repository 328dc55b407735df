namespace Clip.Searching;

/// <summary>Encodes texts, and reports what a user should know about them.</summary>
internal static class CheckedText
{
    /// <summary>
    /// The embedding of a text. Reports a text of which the model reads only the beginning, or knows no words.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="known">Its embedding, where it is known already.</param>
    /// <param name="notices">Where to report; null for nowhere.</param>
    /// <param name="cancellationToken">Stops the encoder.</param>
    public static float[] Encode(
        ClipModel model, string text, float[]? known, NoticeLog? notices, CancellationToken cancellationToken)
    {
        // Encoding loads the tokenizer and the graph in parallel; asking for the length first would load them in
        // sequence.
        var vector = known ?? model.Text.Encode(text, cancellationToken);
        if (notices is null)
            return vector;
        // A token spans at least one character, so a short text is never truncated.
        if (text.Length > model.Text.MaxLength - 2 && model.Text.IsTruncated(text))
            notices.Add(new SearchNotice.TextTruncated(text, model.Text.MaxLength));
        if (QueryLanguage.CoverageOf(model, text, out var language) is not TextCoverage.Known and var coverage)
            notices.Add(new SearchNotice.TextNotUnderstood(text, model.Name, coverage) { Language = language });
        return vector;
    }
}
