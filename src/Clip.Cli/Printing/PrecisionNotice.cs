using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Tells how close a model in 8 bits is to 32 bits as soon as that is measured, whatever the verb.
/// </summary>
internal static class PrecisionNotice
{
    /// <summary>What writes a notice to the terminal of the verb that runs; null outside of verbs.</summary>
    public static Action<PrecisionReport>? Current() => VerbTerminal.Current is { } terminal
        ? report => terminal.Warn(Plain.OneLine($"int8: {report}"))
        : null;
}
