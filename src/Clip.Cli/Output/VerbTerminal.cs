namespace Clip.Cli.Output;

/// <summary>
/// The terminal of the verb that runs, for notices that come from deep below it. A verb runs with one terminal, which
/// everything that it calls sees here, on whatever thread.
/// </summary>
internal static class VerbTerminal
{
    private static readonly AsyncLocal<Terminal?> Running = new();

    /// <summary>The terminal; null outside of verbs.</summary>
    public static Terminal? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }
}
