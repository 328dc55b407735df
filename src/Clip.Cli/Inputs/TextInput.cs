using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Searching;

namespace Clip.Cli.Inputs;

/// <summary>Encodes a text and warns where the model reads only its beginning, or does not know its words.</summary>
internal static class TextInput
{
    public static float[] Encode(ClipModel model, string text, Terminal terminal, CancellationToken cancellationToken)
    {
        // Encoding loads the tokenizer and the graph in parallel. Reading the length first would load them in sequence.
        var vector = model.Text.Encode(text, cancellationToken);
        WarnIfTruncated(model.Text, text, terminal);
        WarnIfUnknown(model, text, terminal);
        return vector;
    }

    public static void WarnIfTruncated(TextEncoder encoder, string text, Terminal terminal)
    {
        // A token spans at least one character, so a short text is never too long.
        if (text.Length > encoder.MaxLength - 2 && encoder.IsTruncated(text))
            terminal.Warn(Notices.TextTruncated(text, encoder.MaxLength));
    }

    /// <returns>Whether there was a warning.</returns>
    public static bool WarnIfUnknown(ClipModel model, string text, Terminal terminal)
    {
        var coverage = QueryLanguage.CoverageOf(model, text, out var language);
        if (coverage == TextCoverage.Known)
            return false;
        terminal.Warn(Notices.TextNotUnderstood(text, model.Name, coverage, language));
        return true;
    }
}
