using Clip.Cli.Output;

namespace Clip.Cli.Verbs.Status;

/// <summary>Writes what a library of a database holds.</summary>
internal static class StoreStatus
{
    /// <returns>The exit code.</returns>
    public static int Write(
        Terminal terminal, IndexLocation location, bool failed, CancellationToken cancellationToken)
    {
        using var index = PictureIndex.Open(location);
        using var snapshot = index.TakeSnapshot();
        if (failed)
            return FailurePrinter.Write(terminal, snapshot, cancellationToken) > 0 ? ExitCode.Found : ExitCode.Nothing;
        StatusPrinter.Write(terminal, location, snapshot, "kept by PostgreSQL");
        return ExitCode.Found;
    }
}
