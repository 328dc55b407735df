namespace Clip.Cli.Verbs;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Something was found, or the work was done.</summary>
    public const int Found = 0;

    /// <summary>Nothing was found.</summary>
    public const int Nothing = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int Error = 2;

    /// <summary>The code of a verb that looks for something.</summary>
    /// <param name="isFound">Whether anything was found.</param>
    /// <param name="hasFailed">Whether something that was to be done with it has failed.</param>
    public static int Of(bool isFound, bool hasFailed) => hasFailed ? Error : isFound ? Found : Nothing;

    /// <summary>The terminal was closed: 128 + SIGHUP, as shells expect.</summary>
    public const int HungUp = 129;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by a kill: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
