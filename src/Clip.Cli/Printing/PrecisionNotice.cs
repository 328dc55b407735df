using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Tells how close a model in 8 bits is to 32 bits as soon as that is measured, whatever the verb. A verb runs with one
/// terminal, which this remembers for everything that the verb calls.
/// </summary>
internal static class PrecisionNotice
{
    private static readonly AsyncLocal<Terminal?> Output = new();

    /// <summary>Sends notices of the verb that is about to run to a terminal.</summary>
    public static void To(Terminal terminal) => Output.Value = terminal;

    /// <summary>What writes a notice to the terminal of the verb that runs; null outside of verbs.</summary>
    public static Action<PrecisionReport>? Current() => Output.Value is { } terminal
        ? report => terminal.Warn(Plain.OneLine($"int8: {report}"))
        : null;
}
