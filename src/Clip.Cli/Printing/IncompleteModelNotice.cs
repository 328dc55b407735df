using Clip.Cli.Languages;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Tells which files of a model are missing without which its embeddings are probably wrong, whatever the verb.
/// </summary>
internal static class IncompleteModelNotice
{
    /// <summary>What writes a notice to the terminal of the verb that runs; null outside of verbs.</summary>
    public static Action<string>? Current() => VerbTerminal.Current is { } terminal
        ? warning => terminal.Warn(Plain.OneLine(Texts.OfMessage(warning)))
        : null;
}
