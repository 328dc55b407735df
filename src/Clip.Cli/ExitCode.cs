namespace Clip.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Found something, or did what was asked.</summary>
    public const int Found = 0;

    /// <summary>Nothing was found.</summary>
    public const int Nothing = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int Error = 2;

    /// <summary>The terminal went away: 128 + SIGHUP, as shells expect.</summary>
    public const int HungUp = 129;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by a kill: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
