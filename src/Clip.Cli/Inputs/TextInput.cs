using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Models;

namespace Clip.Cli.Inputs;

/// <summary>Encodes a text and warns where the model reads only its beginning.</summary>
internal static class TextInput
{
    public static float[] Encode(
        TextEncoder encoder, string text, Terminal terminal, CancellationToken cancellationToken)
    {
        // Encoding loads the tokenizer and the graph in parallel. Reading the length first would load them in sequence.
        var vector = encoder.Encode(text, cancellationToken);
        WarnIfTruncated(encoder, text, terminal);
        return vector;
    }

    public static void WarnIfTruncated(TextEncoder encoder, string text, Terminal terminal)
    {
        // A token spans at least one character, so a short text is never too long.
        if (text.Length > encoder.MaxLength - 2 && encoder.IsTruncated(text))
            terminal.Warn(Notices.TextTruncated(text, encoder.MaxLength));
    }
}
