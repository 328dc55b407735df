namespace Clip.Cli.Verbs;

/// <summary>How long a verb that is asked to end may take before the program ends without it.</summary>
internal static class GracePeriod
{
    /// <summary>The time; a server, which finishes what it is answering, sets a longer one when it starts.</summary>
    public static TimeSpan Time { get; set; } = TimeSpan.FromMilliseconds(700);
}
