using Clip.Cli.Output;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>Encodes a text and says so where the model reads only its beginning.</summary>
internal static class TextInput
{
    private const int Shown = 40;

    public static float[] Encode(TextEncoder encoder, string text, Terminal terminal, CancellationToken cancellationToken)
    {
        // Encoding loads the tokenizer and the graph side by side; asking for the length first would load one after the other.
        var vector = encoder.Encode(text, cancellationToken);
        WarnIfTruncated(encoder, text, terminal);
        return vector;
    }

    public static void WarnIfTruncated(TextEncoder encoder, string text, Terminal terminal)
    {
        // A token spans at least one character, so a short text is never too long.
        if (text.Length > encoder.MaxLength - 2 && encoder.IsTruncated(text))
            terminal.Warn($"{Quote(text)}: longer than the model reads; only its first {encoder.MaxLength} tokens count");
    }

    /// <summary>A text as a message shows it: in quotes, short, on one line.</summary>
    public static string Quote(string text) =>
        text.Length <= Shown ? $"\"{text}\"" : $"\"{text[..(char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown)]}...\"";
}
